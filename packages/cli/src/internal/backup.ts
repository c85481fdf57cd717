/** `dateline backup log | keys | erasures`: copies of the data folder's files while a server uses them. */
import type { StoreFault } from "@dateline/eventsourcing/StoreError"
import { verifyLog } from "@dateline/eventsourcing/Verify"
import * as Projections from "@dateline/publishing/Projections"
import * as Backup from "@dateline/store-sqlite/Backup"
import * as SqliteEventStore from "@dateline/store-sqlite/SqliteEventStore"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as path from "node:path"
import { databaseIn, dataFlag } from "./dataFolder.ts"
import { keysIn } from "./keys.ts"

/** Views are made anew from a log that is restored; in a copy they would keep what somebody forgets later. */
export const withoutViews: ReadonlyArray<string> = Projections.all.map(({ name }) => name)

/** Checks all of a log that nobody writes, and counts it. */
export const verified = Effect.fnUntraced(function*(filename: string) {
  return yield* verifyLog(yield* SqliteEventStore.make({ filename, access: "read", connection: "own" }))
}, Effect.scoped)

interface Request {
  readonly data: string
  readonly file: string
}

const options = {
  file: Argument.String("file").pipe(Argument.withDescription("The copy; there must be no such file yet")),
  data: dataFlag
}

const copyLog = Effect.fnUntraced(function*({ data, file }: Request) {
  yield* Backup.ofLog({ filename: yield* databaseIn(data), to: file, withoutViews })
  const { commits, events } = yield* verified(file)
  yield* Console.log(`${file} has ${events} events in ${commits} commits, as they were written`)
})

const copyOf = (
  find: (folder: string) => string,
  copy: (options: Backup.Options) => Effect.Effect<void, StoreFault>
) =>
  Effect.fnUntraced(function*({ data, file }: Request) {
    yield* copy({ filename: find(data), to: file })
    yield* Console.log(`${file} is a whole copy`)
  })

const log = Command.make("log", options, copyLog).pipe(
  Command.withDescription("Copy the events, without the views, which are made anew from them; and verify the copy")
)
const keys = Command.make("keys", options, copyOf(keysIn, Backup.ofKeys)).pipe(
  Command.withDescription("Copy the keys of personal data, after the log; keep them apart from it, and not for long")
)
const erasures = Command.make(
  "erasures",
  options,
  copyOf((folder) => path.join(folder, "erasures.db"), Backup.ofErasures)
).pipe(
  Command.withDescription("Copy the ledger of erasures, after the keys; keep it apart from both, the newest for ever")
)

export const backup = Command.make("backup").pipe(
  Command.withDescription("Copy a file of the data folder; a server may be running"),
  Command.withSubcommands([log, keys, erasures])
)
