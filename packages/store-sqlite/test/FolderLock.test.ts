import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { spawn } from "node:child_process"
import { once } from "node:events"
import * as fs from "node:fs"
import * as path from "node:path"
import * as FolderLock from "../src/FolderLock.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const holder = path.join(import.meta.dirname, "support/holdFolder.ts")

describe("FolderLock", () => {
  it.effect("a folder that is held is refused, and free again once its holder lets go", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const scope = yield* Scope.make()
      yield* Scope.provide(FolderLock.acquire(folder), scope)
      const refused = yield* Effect.flip(Effect.scoped(FolderLock.acquire(folder)))
      assert.strictEqual(refused._tag, "FolderLocked")
      assert.include(refused.message, folder)
      yield* Scope.close(scope, Exit.void)
      yield* Effect.scoped(FolderLock.acquire(folder))
    }))

  it.live("the lock of a killed process is free", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const child = spawn(process.execPath, ["--conditions=source", holder, folder], {
        stdio: ["pipe", "pipe", "inherit"]
      })
      yield* Effect.promise(() => once(child.stdout, "data"))
      const refused = yield* Effect.flip(Effect.scoped(FolderLock.acquire(folder)))
      assert.strictEqual(refused._tag, "FolderLocked")
      child.kill("SIGKILL")
      yield* Effect.promise(() => once(child, "exit"))
      yield* Effect.scoped(FolderLock.acquire(folder))
    }))

  it.effect("a folder that is missing, and one whose lock file is something else, are unusable", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const missing = yield* Effect.flip(Effect.scoped(FolderLock.acquire(path.join(folder, "missing"))))
      assert.strictEqual(missing._tag, "FolderUnusable")
      fs.writeFileSync(
        path.join(folder, FolderLock.lockFile),
        "a text of somebody else, long enough to be no header".repeat(20)
      )
      const foreign = yield* Effect.flip(Effect.scoped(FolderLock.acquire(folder)))
      assert.strictEqual(foreign._tag, "FolderUnusable")
    }))
})
