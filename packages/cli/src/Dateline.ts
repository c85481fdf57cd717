/** The `dateline` command, for whoever wants to run it inside another program. */
import * as Command from "effect/cli/Command"
import { backup } from "./internal/backup.ts"
import { events } from "./internal/events.ts"
import { messages } from "./internal/messages.ts"
import { notary } from "./internal/notary.ts"
import { parked } from "./internal/parked.ts"
import { rebuild } from "./internal/rebuild.ts"
import { restore } from "./internal/restore.ts"
import { vault } from "./internal/vault.ts"
import { verify } from "./internal/verify.ts"

/**
 * `dateline events | verify | notary | rebuild | parked | messages | vault rotate | backup | restore`. Each fails with an error that
 * is a sentence for people.
 */
export const command = Command.make("dateline").pipe(
  Command.withDescription(
    "Look at a newsroom's log, verify it, sign and copy it, rebuild its views, and replace its master key"
  ),
  Command.withSubcommands([events, verify, notary, rebuild, parked, messages, vault, backup, restore])
)
