import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import * as Integrity from "../src/Integrity.ts"
import * as SqliteEventStore from "../src/SqliteEventStore.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const inFolder = Effect.map(temporaryFolder, (folder) => path.join(folder, "newsroom.db"))

describe("Integrity.check", () => {
  it.effect("finds nothing wrong with a new log", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      yield* Effect.scoped(SqliteEventStore.make({ filename }))
      assert.deepStrictEqual(yield* Integrity.check(filename), [])
    }))

  it.effect("does not call a file in order that is not there, and makes none", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const fault = yield* Effect.flip(Integrity.check(filename))
      assert.strictEqual(fault.message, `The store failed at "open ${filename}": there is no such file`)
      assert.deepStrictEqual(fs.readdirSync(path.dirname(filename)), [])
    }))
})
