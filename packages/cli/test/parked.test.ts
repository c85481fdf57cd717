import * as CommitId from "@dateline/eventsourcing/CommitId"
import * as Poison from "@dateline/eventsourcing/Poison"
import type * as Projection from "@dateline/eventsourcing/Projection"
import * as Projector from "@dateline/eventsourcing/Projector"
import * as Articles from "@dateline/publishing/Articles"
import * as Pages from "@dateline/publishing/Pages"
import * as Projections from "@dateline/publishing/Projections"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { dateline } from "./support/dateline.ts"
import { newsroomFolder, stores } from "./support/folders.ts"

/** The register of corrections with a mistake in its fold. */
const broken = Projections.all.map((projection): Projection.Any =>
  projection.name !== "corrections" ? projection : {
    ...projection,
    evolve: () => {
      throw new RangeError("a mistake")
    }
  }
)

/** A folder in which the correction of an article was put aside. */
const withParked = Effect.gen(function*() {
  const folder = yield* newsroomFolder
  const correctOne = Effect.gen(function*() {
    const { items: [article] } = yield* Pages.articles({ language: "fr" })
    const actor = { role: "chief-editor", id: "desk" } as const
    yield* Articles.correct({ id: article!.id, actor, commitId: CommitId.make("correct"), notice: "48e, et non 47e" })
    yield* Projector.catchUp({ projections: broken, poison: () => Poison.park })
  })
  yield* Effect.provide(correctOne, stores(folder))
  return folder
})

describe("dateline parked", () => {
  it.live(
    "shows what views have put aside, by its place and without its words, and takes it in again",
    () =>
      Effect.gen(function*() {
        const folder = yield* withParked
        const line =
          /^corrections: position \d+, ArticleCorrected at version 3 of article-\w+, for \S+: \w+ \(RangeError\)\n$/
        for (const argv of [[], ["corrections"]]) {
          const { code, stderr, stdout } = yield* dateline(folder, "parked", ...argv)
          assert.deepStrictEqual([code, stderr], [0, ""])
          assert.match(stdout, line)
        }
        assert.strictEqual((yield* dateline(folder, "parked", "thread")).stdout, "Nothing is put aside\n")
        const register = Effect.provide(Pages.corrections({ language: "fr" }), stores(folder))
        assert.deepStrictEqual((yield* register).items, [])
        assert.strictEqual((yield* dateline(folder, "parked", "--replay")).stdout, "corrections: 1 taken in, 0 left\n")
        assert.strictEqual((yield* dateline(folder, "parked")).stdout, "Nothing is put aside\n")
        assert.deepStrictEqual((yield* register).items.map(({ notice }) => notice), ["48e, et non 47e"])
      }),
    60_000
  )

  it.live("says in one sentence that there is no such view", () =>
    Effect.gen(function*() {
      const { code, stderr } = yield* dateline(yield* newsroomFolder, "parked", "nothing")
      assert.strictEqual(code, 1)
      assert.match(stderr, /^There is no view "nothing"; the views are article_page, [^\n]+\n$/)
    }), 30_000)
})
