/** How the laws get hold of these stores: a new log, a new place for views, and a restart. No test runner in here. */
import type { Harness } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as FileEventStore from "../../src/FileEventStore.ts"
import * as FileViewStore from "../../src/FileViewStore.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

// #region harness
export const harness: Harness = {
  open: Effect.gen(function*() {
    const folder = yield* temporaryFolder
    const first = yield* Effect.acquireRelease(Scope.make(), (scope) => Scope.close(scope, Exit.void))
    const driver = yield* Scope.provide(FileEventStore.make({ folder }), first)
    return {
      driver,
      connect: Effect.succeed(driver), // one program at a time: there is no second connection
      reopen: Effect.andThen(Scope.close(first, Exit.void), FileEventStore.make({ folder }))
    }
  }),
  views: Effect.gen(function*() {
    const views = yield* FileViewStore.make({ folder: yield* temporaryFolder })
    return { views, connect: Effect.succeed(views) }
  })
}
// #endregion
