import { EventStore } from "@dateline/eventsourcing/EventStore"
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Articles from "../src/Articles.ts"
import * as Comments from "../src/Comments.ts"
import {
  approve,
  as,
  authorOf,
  comment,
  draft,
  eventCount,
  eventsOf,
  fresh,
  inNewsroom,
  nextPolicy,
  published,
  submission,
  visible
} from "./newsroom.ts"

const retract = (id: string) => Articles.retract({ id, actor: as("chief-editor"), commitId: fresh(), notice: "Retiré" })

/** Does something in the moment between a comment's decision and its commit, once. */
const justBeforeTheCommit = <A, E, R, E2>(
  happens: Effect.Effect<unknown, E2, EventStore>,
  submit: Effect.Effect<A, E, R>
) =>
  Effect.gen(function*() {
    const store = yield* EventStore
    let waiting = true
    const meddling = EventStore.of({
      ...store,
      commit: (request) => {
        if (!waiting || !request.appends[0].stream.startsWith("comment-")) return store.commit(request)
        waiting = false
        return Effect.andThen(Effect.orDie(Effect.provideService(happens, EventStore, store)), store.commit(request))
      }
    })
    return yield* Effect.provideService(submit, EventStore, meddling)
  })

describe("a comment", () => {
  it.effect("waits for a moderator under an id that nobody guesses", () =>
    inNewsroom(Effect.gen(function*() {
      const submitted = yield* comment(yield* published())
      expect(submitted).toMatchObject({ version: 1, status: "pending", repeated: false })
      expect(submitted.id).toMatch(/^[0-9a-z]{16}$/)
    })))

  it.effect("is kept exactly as it was written, by an actor who is nothing but a subject", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published()
      const written = { name: " أمينة 2 ", body: "سطر\r\n\tسطر ‏ثان\u200f 👩‍👩‍👧 <b>&amp;</b>", language: "ar" } as const
      const { id } = yield* comment(article, written)
      const [first] = yield* eventsOf(id)
      expect(first?.event).toMatchObject({ ...written, article, policyVersion: 1 })
      expect(first?.metadata.actor).toEqual({ role: "reader", id: yield* authorOf(id) })
    })))

  it.effect("belongs to the same author whichever way the e-mail address is spelt", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published()
      const one = yield* comment(article, { email: "Amina@Example.com" })
      const same = yield* comment(article, { email: " amina@example.com\u200f" })
      const other = yield* comment(article, { email: "other@example.com" })
      expect(yield* authorOf(same.id)).toBe(yield* authorOf(one.id))
      expect(yield* authorOf(other.id)).not.toBe(yield* authorOf(one.id))
    })))

  it.effect("on an article that was never published, or is none, finds no article", () =>
    inNewsroom(Effect.gen(function*() {
      for (const article of [(yield* draft()).id, "nosuchid00", "../x", ""]) {
        expect(yield* Effect.flip(comment(article))).toMatchObject({ _tag: "ArticleNotFound", article })
      }
    })))

  it.effect("on a retracted article finds comments closed", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published()
      yield* retract(article)
      expect(yield* Effect.flip(comment(article))).toMatchObject({ _tag: "CommentsClosed", article })
    })))

  it.effect("names a version of the conditions that exists", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published()
      expect(yield* Effect.flip(comment(article, { policyVersion: 2 }))).toMatchObject({
        _tag: "InvalidInput",
        problems: [{ field: "policyVersion", problem: "unknown" }]
      })
    })))

  it.effect("may name older conditions than those in force: those are what its author saw", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published()
      yield* nextPolicy(2)
      const { id } = yield* comment(article, { policyVersion: 1 })
      yield* approve(id)
      expect((yield* eventsOf(id)).map(({ event }) => "policyVersion" in event && event.policyVersion)).toEqual([1, 2])
    })))

  it.effect("answers only a comment of the same article that readers see", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published()
      const elsewhere = yield* visible(yield* published())
      const waiting = (yield* comment(article)).id
      for (const parentId of [elsewhere, waiting, "nosuchcomment000", "../x"]) {
        expect(yield* Effect.flip(comment(article, { parentId }))).toMatchObject({
          _tag: "UnknownParent",
          article,
          parent: parentId
        })
      }
      yield* approve(waiting)
      expect((yield* comment(article, { parentId: waiting })).status).toBe("pending")
    })))

  it.effect("survives edits of its article in the moment of its commit", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published()
      const edit = Articles.edit({ id: article, actor: as("editor"), commitId: fresh(), headline: "x" })
      expect((yield* justBeforeTheCommit(edit, comment(article))).status).toBe("pending")
    })))

  it.effect("does not slip in when its article is retracted in the moment of its commit", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published()
      const refused = yield* Effect.flip(justBeforeTheCommit(retract(article), comment(article)))
      expect(refused._tag).toBe("CommentsClosed")
    })))
})

describe("a comment that was refused", () => {
  it.effect("leaves nobody in the vault who could be found by its address", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published()
      const request = submission(article)
      const vault = yield* KeyVault
      const meant: Array<string> = []
      const watched = KeyVault.of({
        ...vault,
        subjectOf: (...args) =>
          Effect.tap(vault.subjectOf(...args), (subject) => Effect.sync(() => meant.push(subject)))
      })
      const submit = Effect.provideService(Comments.submit(request), KeyVault, watched)
      const refused = yield* Effect.flip(justBeforeTheCommit(retract(article), submit))
      expect(refused._tag).toBe("CommentsClosed")
      const now = yield* vault.subjectOf("commenter-email", request.email)
      expect(meant).toHaveLength(1)
      expect(meant).not.toContain(now)
    })))

  it.effect("takes nobody away who was there before it", () =>
    inNewsroom(Effect.gen(function*() {
      const [open, closed] = [yield* published(), yield* published()]
      const author = yield* authorOf((yield* comment(open)).id)
      yield* Effect.flip(justBeforeTheCommit(retract(closed), comment(closed)))
      expect(yield* authorOf((yield* comment(open)).id)).toBe(author)
    })))
})

describe("a comment sent again", () => {
  it.effect("is the same comment, whatever has become of it, of its article and of what it answers", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published()
      const parentId = yield* visible(article)
      const request = submission(article, { parentId })
      const first = yield* Comments.submit(request)
      yield* Comments.withdraw({ id: parentId, commitId: fresh() })
      yield* retract(article)
      const events = yield* eventCount
      expect(yield* Comments.submit(request)).toEqual({ ...first, repeated: true })
      expect(yield* eventCount).toBe(events)
    })))

  it.effect("with another body, name, address or article is refused", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published()
      const request = submission(article)
      yield* Comments.submit(request)
      const elsewhere = yield* published()
      const others = [{ body: "x" }, { name: "x" }, { email: "x@example.com" }, { articleId: elsewhere }]
      for (const other of others) {
        expect((yield* Effect.flip(Comments.submit({ ...request, ...other })))._tag).toBe("CommitIdReused")
      }
    })))

  it.effect("twice at the same moment is one comment", () =>
    inNewsroom(Effect.gen(function*() {
      const request = submission(yield* published())
      const both = yield* Effect.all([Comments.submit(request), Comments.submit(request)], { concurrency: 2 })
      expect(both[0].id).toBe(both[1].id)
      expect(yield* eventsOf(both[0].id)).toHaveLength(1)
    })))
})
