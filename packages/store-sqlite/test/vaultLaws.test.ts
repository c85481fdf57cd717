import { laws, openVault, type VaultPorts } from "@dateline/eventsourcing/testing"
import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as path from "node:path"
import * as SqliteErasureLedger from "../src/SqliteErasureLedger.ts"
import * as SqliteKeyVault from "../src/SqliteKeyVault.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

/** Both files on connections of their own, as another process would have them, or on those of the first one. */
const vault = (connection: "shared" | "own") =>
  openVault(Effect.gen(function*() {
    const folder = yield* temporaryFolder
    const ports = (which: "shared" | "own") =>
      Effect.all({
        storage: SqliteKeyVault.storage({ filename: path.join(folder, "keys.db"), connection: which }),
        ledger: SqliteErasureLedger.make({ filename: path.join(folder, "erasures.db"), connection: which })
      })
    const first: VaultPorts = yield* ports("shared")
    return { ...first, connect: ports(connection) }
  }))

for (const [name, connection] of [["one connection", "shared"], ["two connections", "own"]] as const) {
  describe(`keys in SQLite keep the laws on ${name}`, () => {
    for (const law of laws.vault) it.live(law.name, () => law.check({ vault: vault(connection) }), 60_000)
  })
}
