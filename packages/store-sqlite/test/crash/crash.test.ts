import { assert, describe, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as path from "node:path"
import { temporaryFolder } from "../support/temporaryFolder.ts"
import { inspect } from "./inspect.ts"
import { kill } from "./kill.ts"

const inFolder = Effect.map(temporaryFolder, (folder) => path.join(folder, "newsroom.db"))

/** Answers before the kill: spread over a few batches and over page after page of the log, the same in every run. */
const answersBefore = (run: number): number => 1 + (run * 37) % 90

/** Kills that hit commits in flight: `DATELINE_KILLS=1000` for a longer run. Each file has at most 13 of them. */
const kills = Number(process.env["DATELINE_KILLS"] ?? 50)
const files = Math.ceil(kills / 13)
const killsOfFile = (file: number): number => Math.floor((kills + file) / files)

/** Kills programs that write the same file, one after another, until enough kills hit commits in flight. */
const killOften = Effect.fnUntraced(function*(wanted: number) {
  const filename = yield* inFolder
  const acknowledged = new Set<string>()
  let hits = 0
  let viewsThatWentOn = 0
  let runs = 0
  for (let run = 1; hits < wanted; run++) {
    runs++
    assert.isBelow(run, 2 * wanted, "too few kills hit commits in flight")
    const killed = yield* kill({ filename, run, store: "right", after: answersBefore(run) })
    if (killed.inFlight > 0) hits++
    for (const id of killed.acknowledged) acknowledged.add(id)
    const { complaints, viewPosition } = yield* inspect(filename, acknowledged)
    assert.deepStrictEqual(complaints, [], `after run ${run}`)
    if (viewPosition > 0) viewsThatWentOn++
  }
  return { hits, runs, viewsThatWentOn, acknowledged: acknowledged.size }
})

const damages: ReadonlyArray<readonly [string, string, RegExp]> = [
  [
    "an event of a commit of several is gone",
    "DELETE FROM events WHERE place_in_commit = 4",
    /Incomplete|has 4 of its 5/
  ],
  [
    "a commit is gone",
    "DELETE FROM events WHERE place = (SELECT min(place) FROM events WHERE version > 1 AND commit_size = 1)",
    /version|Version/
  ],
  ["a payload was changed", "UPDATE events SET payload = replace(payload, 'x', 'y') WHERE place = 3", /digest/],
  [
    "a document is behind its checkpoint",
    "UPDATE documents SET document = '{\"count\":0,\"version\":0}' WHERE key = 'shared'",
    /not the fold/
  ],
  [
    "an index has lost an entry",
    "DELETE FROM entries WHERE document = (SELECT min(id) FROM documents)",
    /not the fold/
  ],
  ["a checkpoint is behind its documents", "UPDATE views SET position = position - 1", /not the fold/]
]

describe("a program that is killed while it writes", () => {
  it.live(
    `leaves every acknowledged commit, only whole commits, and views that go on, after ${kills} kills in flight`,
    () =>
      Effect.gen(function*() {
        const each = Array.from({ length: files }, (_, file) => killsOfFile(file))
        const chains = yield* Effect.forEach(each, killOften, { concurrency: 4 })
        const sum = (count: (chain: typeof chains[number]) => number) => chains.map(count).reduce((a, b) => a + b)
        assert.isAtLeast(sum(({ hits }) => hits), kills)
        assert.isAtLeast(sum(({ viewsThatWentOn }) => viewsThatWentOn), kills * 0.8)
        assert.isAtLeast(sum(({ acknowledged }) => acknowledged), kills * 40)
        if (kills > 50) {
          console.log(
            `${kills} kills`,
            sum(({ runs }) => runs),
            "runs",
            sum(({ acknowledged }) => acknowledged),
            "commits"
          )
        }
      }),
    60_000 + kills * 2000
  )

  it.live("is caught when its store acknowledges before the transaction is committed", () =>
    Effect.gen(function*() {
      for (let run = 1; run <= 10; run++) {
        const filename = yield* inFolder
        const { acknowledged } = yield* kill({ filename, run, store: "hasty", after: answersBefore(run) })
        const { complaints } = yield* inspect(filename, acknowledged)
        if (complaints.some((complaint) => complaint.includes("was acknowledged and is not there"))) return
      }
      assert.fail("ten kills did not show what the store does wrong")
    }), 60_000)

  for (const [name, script, complaint] of damages) {
    it.live(`is inspected by somebody who sees that ${name}`, () =>
      Effect.gen(function*() {
        const filename = yield* inFolder
        const { acknowledged } = yield* kill({ filename, run: 1, store: "right", after: 60 })
        assert.deepStrictEqual((yield* inspect(filename, acknowledged)).complaints, [])
        const database = new Database(filename)
        database.exec(script)
        database.close()
        assert.match((yield* inspect(filename, acknowledged)).complaints.join("\n"), complaint)
      }))
  }
})
