import * as CommitId from "@dateline/eventsourcing/CommitId"
import { EventStore } from "@dateline/eventsourcing/EventStore"
import { EventStoreDriver, type RecordedRaw } from "@dateline/eventsourcing/EventStoreDriver"
import * as MemoryEventStore from "@dateline/eventsourcing/MemoryEventStore"
import * as MemoryKeyVault from "@dateline/eventsourcing/MemoryKeyVault"
import * as Articles from "@dateline/publishing/Articles"
import * as Policies from "@dateline/publishing/Policies"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Sample from "../../src/sample/Sample.ts"

const memory = Layer.mergeAll(MemoryEventStore.layer, MemoryKeyVault.layer)
const store = EventStore.layer

/** The same log, behind a program that stops when it is about to make one new commit more than this. */
const stopsAfter = (commits: number) =>
  store.pipe(Layer.provide(Layer.effect(
    EventStoreDriver,
    Effect.map(EventStoreDriver, (driver) => {
      let left = commits
      const mayCommit = (isRepeat: boolean) => isRepeat || left-- > 0
      return EventStoreDriver.of({
        ...driver,
        commit: (one) =>
          driver.findCommit(one.id, one.appends[0].stream).pipe(
            Effect.flatMap((known) => mayCommit(Option.isSome(known)) ? driver.commit(one) : Effect.interrupt)
          )
      })
    })
  )))

const log = Effect.gen(function*() {
  const { readAll } = yield* EventStoreDriver
  const chunks = yield* Stream.runCollect(readAll({}))
  return chunks.flatMap(({ events }) => events)
})

/** What is sealed differs from run to run, as keys do. */
const unsealed = (_name: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && "box" in value ? { ...value, subject: "", box: "" } : value

/** What must not differ from run to run: all but times, keys, and the random names of those for whom something is sealed. */
const essence = (events: ReadonlyArray<RecordedRaw>) => {
  const commenters = new Map<string, string>()
  return events.map(({ commit, payload, position, stream, type }) => {
    const { commenter, vault: _, ...fields } = JSON.parse(payload, unsealed)
    if (commenter !== undefined && !commenters.has(commenter)) commenters.set(commenter, `commenter ${commenters.size}`)
    return {
      position,
      stream,
      type,
      commit: type === "VaultAttached" ? type : commit.id,
      ...fields,
      commenter: commenters.get(commenter)
    }
  })
}

const commitsOf = (events: ReadonlyArray<RecordedRaw>) => new Set(events.map(({ commit }) => commit.id)).size
const uninterrupted = Effect.andThen(Effect.provide(Sample.create, store), log).pipe(
  Effect.provide(Layer.fresh(memory))
)

describe("the sample content", () => {
  it.effect(
    "is the same when the program stops after every single commit as when it never stops",
    () =>
      Effect.gen(function*() {
        const whole = yield* uninterrupted
        const one = Effect.exit(Effect.provide(Sample.create, stopsAfter(1)))
        for (let commits = 1; commits < commitsOf(whole); commits += 1) {
          assert.isTrue(Exit.hasInterrupts(yield* one))
          assert.strictEqual(commitsOf(yield* log), commits)
        }
        assert.deepStrictEqual(yield* one, Exit.succeed("created"))
        assert.deepStrictEqual(essence(yield* log), essence(whole))
        assert.deepStrictEqual(yield* one, Exit.succeed("already"))
      }).pipe(Effect.provide(memory)),
    60_000
  )

  it.effect("is created once, and left alone from then on", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* Sample.create, "created")
      const before = yield* log
      const { id } = Sample.articles[0]!
      const actor = { role: "editor", id: "somebody" } as const
      yield* Articles.edit({ id, actor, commitId: CommitId.make("theirs"), headline: "Mine now" })
      assert.strictEqual(yield* Sample.create, "already")
      assert.strictEqual((yield* log).length, before.length + 1)
    }).pipe(Effect.provide(store), Effect.provide(memory)))

  it.effect("stays away from a newsroom that has an article of its own", () =>
    Effect.gen(function*() {
      const actor = { role: "writer", id: "somebody" } as const
      yield* Articles.draft({ actor, commitId: CommitId.make("theirs"), language: "fr", headline: "À nous" })
      assert.strictEqual(yield* Sample.create, "declined")
      assert.strictEqual((yield* log).length, 1)
    }).pipe(Effect.provide(store), Effect.provide(memory)))

  it.effect("comes to a newsroom that has conditions of publication and nothing else", () =>
    Effect.gen(function*() {
      yield* Policies.ensure
      assert.strictEqual(yield* Sample.create, "created")
    }).pipe(Effect.provide(store), Effect.provide(memory)))
})

const countBy = <A>(items: ReadonlyArray<A>, key: (item: A) => string | undefined): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const item of items) counts[`${key(item)}`] = (counts[`${key(item)}`] ?? 0) + 1
  return counts
}

describe("what the sample content shows", () => {
  it("has enough articles in every language, over all five sections", () => {
    const published = Sample.articles.filter(({ unpublished }) => !unpublished)
    const languages = countBy(published, ({ language }) => language)
    assert.isAtLeast(published.length, 14)
    assert.isAtLeast(languages["ar"]!, 8)
    assert.isAtLeast(languages["fr"]!, 3)
    assert.isAtLeast(languages["en"]!, 3)
    assert.deepStrictEqual(Object.keys(countBy(published, ({ section }) => section)).sort(), [
      "culture",
      "economy",
      "national",
      "sport",
      "world"
    ])
    assert.deepStrictEqual(Object.keys(countBy(published, ({ agency }) => agency)).sort(), [
      "AFP",
      "MAP",
      "REUTERS",
      "undefined"
    ])
  })

  it("has articles of three to seven whole paragraphs, each with a writer or an agency", () => {
    for (const { agency, body = [], byline = [], id } of Sample.articles) {
      assert.isTrue(body.length >= 3 && body.length <= 7, id)
      assert.isTrue(body.every((text) => text.length > 30 && !/\s{2}|\n/.test(text)), id)
      assert.isTrue((agency === undefined) !== (byline.length === 0), id)
    }
  })

  it.effect("has comments in every state, and articles that were corrected, mended and retracted", () =>
    Effect.gen(function*() {
      const events = yield* uninterrupted
      const last = new Map(events.map(({ stream, type }) => [stream, type]))
      const fates = countBy([...last.values()], (type) => type)
      for (const type of ["Submitted", "Held", "Approved", "Rejected", "Withdrawn"]) {
        assert.isAtLeast(fates[`Comment${type}`]!, 2, type)
      }
      const rejected = events.filter(({ type }) => type === "CommentRejected").map(({ payload }) => JSON.parse(payload))
      assert.isAtLeast(new Set(rejected.flatMap(({ codes }) => codes)).size, 5)
      assert.isTrue(rejected.some(({ codes, note }) => codes.includes("other") && note !== ""))
      assert.isTrue(events.some(({ payload, type }) => type === "CommentSubmitted" && JSON.parse(payload).parent))
      for (const type of ["ArticleTypoFixed", "ArticleCorrected", "ArticleRetracted", "ArticleDrafted"]) {
        assert.isTrue(events.some((event) => event.type === type), type)
      }
    }))

  it.effect("leaves the desk a draft to publish", () =>
    Effect.gen(function*() {
      const published = new Set(
        (yield* uninterrupted).flatMap(({ stream, type }) => type === "ArticlePublished" ? stream : [])
      )
      const drafts = Sample.articles.filter(({ id }) => !published.has(`article-${id}`)).map(({ id }) => id)
      assert.deepStrictEqual(drafts, ["safimarket"])
    }))

  it.effect("creates comments in the order of their times", () =>
    Effect.gen(function*() {
      const times = (yield* uninterrupted).map(({ commit }) => commit.recordedAt)
      assert.deepStrictEqual(times, times.toSorted((one, other) => one - other))
    }))

  it("has no address at which somebody could be reached", () => {
    for (const { email } of Sample.comments) assert.match(email, /^[\w.]+@example\.(com|net|org)$/)
  })
})
