import { EventStore } from "@dateline/eventsourcing/EventStore"
import { EventStoreDriver } from "@dateline/eventsourcing/EventStoreDriver"
import { erased, KeyVault } from "@dateline/eventsourcing/KeyVault"
import * as MemoryEventStore from "@dateline/eventsourcing/MemoryEventStore"
import { StoreFault } from "@dateline/eventsourcing/StoreError"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Commenters from "../src/Commenters.ts"
import * as Comments from "../src/Comments.ts"
import { roles } from "../src/domain/Actor.ts"
import * as Pages from "../src/Pages.ts"
import {
  after,
  allPages,
  as,
  comment,
  commitId,
  eventCount,
  eventsOf,
  fresh,
  inNewsroom,
  inNewsroomOver,
  published,
  rawLog,
  submission,
  visible
} from "./newsroom.ts"

const secret = "very.secret@example.com"
const administrator = as("administrator")
const emailOf = (comment: string) => Commenters.emailOf({ comment, actor: administrator })
const thread = (article: string) => after(Pages.thread({ article }))

describe("forgetting a commenter", () => {
  const prepare = Effect.gen(function*() {
    const article = yield* published()
    const theirs = { email: secret, name: "Forgotten Name", body: "Forgotten words" }
    const parent = yield* visible(article, theirs)
    const answer = yield* visible(article, { parentId: parent, body: "An answer" })
    const alone = yield* visible(article, theirs)
    const waiting = (yield* comment(article, theirs)).id
    const act = { actor: as("moderator"), commitId: fresh() }
    yield* Comments.hold({ id: waiting, revision: 1, note: "Forgotten words, says the moderator", ...act })
    const comments = [parent, answer, alone, waiting]
    return { article, parent, answer, alone, waiting, comments, subject: yield* Commenters.subjectOf(parent) }
  })

  it.effect("takes name and text from every page and leaves the places that answers need", () =>
    inNewsroom(Effect.gen(function*() {
      const { answer, article, comments, parent, subject } = yield* prepare
      expect(yield* allPages(article, comments)).toContain("Forgotten")
      const forgotten = yield* Commenters.forget({ subject, actor: administrator, commitId: fresh() })
      expect(forgotten.comments).toBe(3)
      expect(yield* allPages(article, comments)).not.toContain("Forgotten")
      const { count, items } = yield* thread(article)
      expect(count).toBe(1)
      expect(items).toMatchObject([{ id: parent, state: "removed" }, { id: answer, body: "An answer" }])
      const told = yield* Pages.commentStatus(parent)
      expect(Option.getOrThrow(told)).toMatchObject({ state: "erased" })
    })))

  it.effect("makes the e-mail address unreadable for good", () =>
    inNewsroom(Effect.gen(function*() {
      const { answer, parent, subject } = yield* prepare
      yield* Commenters.forget({ subject, actor: administrator, commitId: fresh() })
      expect(yield* emailOf(parent)).toEqual(erased)
      expect(yield* emailOf(answer)).toBe("amina@example.com")
    })))

  it.effect("leaves no word of them that anybody could open, in the log, by any purpose", () =>
    inNewsroom(Effect.gen(function*() {
      const { parent, subject, waiting } = yield* prepare
      expect((yield* eventsOf(parent))[0]?.event).toMatchObject({ name: "Forgotten Name", body: "Forgotten words" })
      const before = yield* rawLog
      yield* Commenters.forget({ subject, actor: administrator, commitId: fresh() })
      for (const id of [parent, waiting]) {
        expect((yield* eventsOf(id))[0]?.event).toMatchObject({ name: erased, body: erased })
      }
      expect((yield* eventsOf(waiting))[1]?.event).toMatchObject({ _tag: "CommentHeld", note: erased })
      // What was written stays as it was written, so that every digest still holds.
      expect((yield* rawLog).startsWith(before.slice(0, -1))).toBe(true)
    })))

  it.effect("is upheld when keys and ledger both came back from an old copy, as long as the log remembers it", () =>
    inNewsroom(Effect.gen(function*() {
      const { parent, subject } = yield* prepare
      const vault = yield* KeyVault
      const kept = KeyVault.of({ ...vault, forget: () => Effect.void })
      const request = { subject, actor: administrator, commitId: fresh() }
      yield* Effect.provideService(Commenters.forget(request), KeyVault, kept)
      expect(yield* emailOf(parent)).toBe(secret)
      expect(yield* Commenters.uphold).toBe(1)
      expect(yield* emailOf(parent)).toEqual(erased)
      expect(yield* Commenters.uphold).toBe(0)
    })))

  it.effect("makes who comes back with the same address somebody else", () =>
    inNewsroom(Effect.gen(function*() {
      const { article, subject } = yield* prepare
      yield* Commenters.forget({ subject, actor: administrator, commitId: fresh() })
      const { id } = yield* comment(article, { email: secret })
      expect(yield* Commenters.subjectOf(id)).not.toBe(subject)
      expect(yield* emailOf(id)).toBe(secret)
    })))

  it.effect("answers a comment that is sent again as before, and writes nothing", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published()
      const request = submission(article, { email: secret })
      const first = yield* Comments.submit(request)
      const subject = yield* Commenters.subjectOf(first.id)
      yield* Commenters.forget({ subject, actor: administrator, commitId: fresh() })
      const events = yield* eventCount
      expect(yield* Comments.submit(request)).toMatchObject({ id: first.id, version: 1, repeated: true })
      expect(yield* eventCount).toBe(events)
    })))

  it.effect("keeps an approval that was under way from showing the comment again", () =>
    inNewsroom(Effect.gen(function*() {
      const { article, subject, waiting } = yield* prepare
      yield* Commenters.forget({ subject, actor: administrator, commitId: fresh() })
      const late = Comments.approve({ id: waiting, revision: 1, actor: as("moderator"), commitId: fresh() })
      expect(yield* Effect.flip(late)).toMatchObject({ _tag: "AlreadyDecided", status: "erased" })
      expect(JSON.stringify(yield* thread(article))).not.toContain("Forgotten")
    })))

  it.effect("again, with the same commit id or another, writes nothing", () =>
    inNewsroom(Effect.gen(function*() {
      const { subject } = yield* prepare
      const request = { subject, actor: administrator, commitId: commitId("forget") }
      yield* Commenters.forget(request)
      const events = yield* eventCount
      expect((yield* Commenters.forget(request)).comments).toBe(3)
      yield* Commenters.forget({ ...request, commitId: fresh() })
      expect(yield* eventCount).toBe(events)
    })))

  it.effect("that is interrupted half-way is completed by the same request", () =>
    inNewsroom(Effect.gen(function*() {
      const { article, comments, subject } = yield* prepare
      expect(yield* allPages(article, comments)).toContain("Forgotten")
      const request = { subject, actor: administrator, commitId: commitId("forget") }
      const store = yield* EventStore
      let commits = 0
      const failing = EventStore.of({
        ...store,
        commit: (commit) =>
          ++commits > 2
            ? Effect.fail(new StoreFault({ operation: "commit", cause: "disk", retryable: false }))
            : store.commit(commit)
      })
      const stopped = yield* Effect.flip(Effect.provideService(Commenters.forget(request), EventStore, failing))
      expect(stopped._tag).toBe("StoreFault")
      expect(yield* allPages(article, comments)).toContain("Forgotten")
      yield* Commenters.forget(request)
      expect(yield* allPages(article, comments)).not.toContain("Forgotten")
    })))

  it.effect("does not miss a comment that is committed in the same moment: its author is somebody else then", () =>
    inNewsroom(Effect.gen(function*() {
      const { article, subject } = yield* prepare
      const store = yield* EventStore
      const vault = yield* KeyVault
      let forgotten = false
      const meddling = EventStore.of({
        ...store,
        commit: (commit) => {
          if (forgotten || !commit.appends[0].stream.startsWith("comment-")) return store.commit(commit)
          forgotten = true
          const forget = Commenters.forget({ subject, actor: administrator, commitId: fresh() })
          const carriedOut = forget.pipe(
            Effect.provideService(EventStore, store),
            Effect.provideService(KeyVault, vault)
          )
          return Effect.andThen(Effect.orDie(carriedOut), store.commit(commit))
        }
      })
      const late = yield* Effect.provideService(comment(article, { email: secret }), EventStore, meddling)
      expect(yield* Commenters.subjectOf(late.id)).not.toBe(subject)
    })))

  it.effect("in the moment between sealing and writing lets no comment through", () => {
    let meanwhile: Effect.Effect<void> | undefined
    const driver = Layer.effect(
      EventStoreDriver,
      Effect.map(MemoryEventStore.make(), (memory) =>
        EventStoreDriver.of({
          ...memory,
          commit: (commit) => {
            if (meanwhile === undefined || !commit.appends[0].stream.startsWith("comment-")) {
              return memory.commit(commit)
            }
            const happens = meanwhile
            meanwhile = undefined
            return Effect.andThen(happens, memory.commit(commit))
          }
        }))
    )
    return inNewsroomOver(
      driver,
      Effect.gen(function*() {
        const { article, subject } = yield* prepare
        const forget = Commenters.forget({ subject, actor: administrator, commitId: fresh() })
        const services = yield* Effect.context<EventStore | KeyVault>()
        meanwhile = Effect.asVoid(Effect.orDie(Effect.provide(forget, services)))
        const late = yield* comment(article, { email: secret })
        expect(yield* Commenters.subjectOf(late.id)).not.toBe(subject)
        expect(yield* emailOf(late.id)).toBe(secret)
      })
    )
  })

  it.effect("is for administrators and for the person alone", () =>
    inNewsroom(Effect.gen(function*() {
      const { subject } = yield* prepare
      for (const role of roles.filter((role) => role !== "administrator")) {
        const refused = yield* Effect.flip(Commenters.forget({ subject, actor: as(role), commitId: fresh() }))
        expect(refused).toMatchObject({ _tag: "NotPermitted", role, action: "commenter.forget" })
      }
      const oneself = yield* Commenters.forget({ subject, actor: as("reader", subject), commitId: fresh() })
      expect(oneself.comments).toBe(3)
    })))

  it.effect("refuses what no subject can be", () =>
    inNewsroom(Effect.gen(function*() {
      const forget = Commenters.forget({ subject: "a b", actor: administrator, commitId: fresh() })
      expect((yield* Effect.flip(forget))._tag).toBe("InvalidSubject")
    })))
})
