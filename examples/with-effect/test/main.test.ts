import { expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { missing, startServer } from "../../../scripts/postgres/Server.ts"
import { newsroom } from "../src/newsroom.ts"
import { inDatabase, inFiles } from "../src/stores.ts"

const comment = "أمينة: خبر جميل، شكرا لكم."

it("prints the comment that was approved, and no e-mail address", () => {
  const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
  const output = execFileSync(process.execPath, ["--conditions=source", main], { encoding: "utf8" })
  expect(output).toBe(`${comment}\n`)
})

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "with-effect-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true }))
)

const masterKey = new Uint8Array(32).fill(1)

it.live("does the same in files", () =>
  Effect.gen(function*() {
    expect(yield* Effect.provide(newsroom, inFiles(yield* folder, masterKey))).toEqual([comment])
  }))

it.live("does the same in PostgreSQL", (context) =>
  Effect.gen(function*() {
    if (missing !== undefined) return context.skip(missing)
    const server = yield* Effect.acquireRelease(Effect.promise(startServer), (one) => Effect.promise(one.close))
    expect(yield* Effect.provide(newsroom, inDatabase(server.url, yield* folder, masterKey))).toEqual([comment])
  }), 60_000)
