import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import * as path from "node:path"
import { inspect } from "./crash/inspect.ts"
import { request } from "./crash/Notes.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const program = path.join(import.meta.dirname, "support/appendAndProject.ts")
const commits = 60

/** Starts a program; answers its exit code. */
const start = async (filename: string, number: number): Promise<unknown> => {
  const argv = ["--conditions=source", program, filename, String(number), String(commits)]
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "ignore", "inherit"] })
  const [code] = await once(child, "exit")
  return code
}

describe("two programs that append to one file and project it", () => {
  it.live("lose no commit, fold every event once, and both see the views of all of it", () =>
    Effect.gen(function*() {
      const filename = path.join(yield* temporaryFolder, "newsroom.db")
      const codes = yield* Effect.promise(() => Promise.all([start(filename, 1), start(filename, 2)]))
      assert.deepStrictEqual(codes, [0, 0])
      const ids = [1, 2].flatMap((run) =>
        [1, 2, 3, 4].flatMap((writer) =>
          Array.from({ length: commits }, (_, n) => request(run, writer, n).id as string)
        )
      )
      const { complaints, viewPosition } = yield* inspect(filename, new Set(ids))
      assert.deepStrictEqual(complaints, [])
      // Commits of 1, 3 and 5 events in turn.
      assert.strictEqual(viewPosition, ids.length * 3)
    }), 60_000)
})
