/**
 * How the laws get hold of these stores: a new log, a new place for views, a restart, another process, and what can happen
 * to a file. No test runner in here.
 */
import { type Damage, type Harness, openVault } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as fs from "node:fs"
import * as path from "node:path"
import * as FileEventStore from "../../src/FileEventStore.ts"
import * as FileKeyVault from "../../src/FileKeyVault.ts"
import * as FileViewStore from "../../src/FileViewStore.ts"
import { spawnLog } from "./spawnLog.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

const program = path.join(import.meta.dirname, "serveLog.ts")

// #region harness
export const harness: Harness = {
  open: Effect.gen(function*() {
    const folder = yield* temporaryFolder
    const first = yield* Effect.acquireRelease(Scope.make(), (scope) => Scope.close(scope, Exit.void))
    const driver = yield* Scope.provide(FileEventStore.make({ folder }), first)
    const close = Scope.close(first, Exit.void)
    return {
      driver,
      connect: Effect.succeed(driver), // one program at a time: there is no second connection
      reopen: Effect.andThen(close, FileEventStore.make({ folder })),
      handOver: Effect.andThen(close, spawnLog(program, folder)),
      damage: damage(path.join(folder, "events.log"), close)
    }
  }),
  views: Effect.gen(function*() {
    const views = yield* FileViewStore.make({ folder: yield* temporaryFolder })
    return { views, connect: Effect.succeed(views) }
  }),
  vault: openVault(Effect.gen(function*() {
    const folder = yield* temporaryFolder
    const storage = yield* FileKeyVault.storage(path.join(folder, "keys.json"))
    const ledger = yield* FileKeyVault.ledger(path.join(folder, "erasures.log"))
    return { storage, ledger, connect: Effect.succeed({ storage, ledger }) }
  }))
}
// #endregion

// #region damage
/** `close`: closes the log; whoever opens it again finds the file as it is then. */
function damage(file: string, close: Effect.Effect<void>): Damage {
  const change = (edit: (bytes: Buffer) => Buffer) =>
    Effect.andThen(close, Effect.sync(() => fs.writeFileSync(file, edit(fs.readFileSync(file)))))
  return {
    flip: ({ payload }) =>
      change((bytes) => {
        const { text } = JSON.parse(payload) as { readonly text: string } // the laws write it
        bytes[bytes.indexOf(text)]! ^= 1
        return bytes
      }),
    tear: change((bytes) => bytes.subarray(0, -10))
  }
}
// #endregion
