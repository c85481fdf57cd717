import { expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { newsroom } from "../src/newsroom.ts"
import { inFiles } from "../src/stores.ts"

const comment = "أمينة: خبر جميل، شكرا لكم."

it("prints the comment that was approved, and no e-mail address", () => {
  const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
  const output = execFileSync(process.execPath, ["--conditions=source", main], { encoding: "utf8" })
  expect(output).toBe(`${comment}\n`)
})

it.live("does the same in files", () =>
  Effect.acquireUseRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "with-effect-"))),
    (folder) =>
      Effect.gen(function*() {
        const files = inFiles(folder, new Uint8Array(32).fill(1))
        expect(yield* Effect.provide(newsroom, files)).toEqual([comment])
      }),
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
  ))
