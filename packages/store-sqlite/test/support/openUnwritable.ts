/**
 * `openUnwritable.ts FILE`: takes the right to write a file away and opens it, to be written and to be read; prints what came
 * of it. The administrator may write every file, so as one it first becomes somebody else, to whom the folder belongs.
 */
import { Commits } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import * as SqliteEventStore from "../../src/SqliteEventStore.ts"

const [, , filename = ""] = process.argv
const folder = path.dirname(filename)
const nobody = 65534

fs.chmodSync(filename, 0o400)
if (process.getuid?.() === 0) {
  for (const file of [".", ...fs.readdirSync(folder)]) fs.chownSync(path.join(folder, file), nobody, nobody)
  process.setgid!(nobody) // whoever has getuid has these too
  process.setuid!(nobody)
}

const program = Effect.gen(function*() {
  const refusal = yield* Effect.flip(Effect.scoped(SqliteEventStore.make({ filename })))
  const reader = yield* SqliteEventStore.make({ filename, access: "read" })
  const ids = (yield* Commits.all(reader)).map(({ commit }) => commit.id)
  return { refusal: refusal.message, ids }
})

console.log(JSON.stringify(await Effect.runPromise(Effect.scoped(program))))
