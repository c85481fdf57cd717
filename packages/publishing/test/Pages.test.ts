import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as TestClock from "effect/testing/TestClock"
import * as Articles from "../src/Articles.ts"
import * as Comments from "../src/Comments.ts"
import { roles } from "../src/domain/Actor.ts"
import * as Permissions from "../src/domain/Permissions.ts"
import * as Moderation from "../src/Moderation.ts"
import * as Pages from "../src/Pages.ts"
import { after, approve, as, comment, draft, fresh, inNewsroom, published, visible } from "./newsroom.ts"

const chief = as("chief-editor")
const ids = (list: { readonly items: ReadonlyArray<{ readonly id: string }> }) => list.items.map(({ id }) => id)

/** Reads page after page. */
const allPages = Effect.fnUntraced(function*<Item, E, R>(
  read: (paging: Pages.Paging) => Effect.Effect<Pages.Listed<Item>, E, R>,
  limit: number
): Effect.fn.Return<ReadonlyArray<Item>, E, R> {
  const first = yield* read({ limit })
  let { next } = first
  const items = [...first.items]
  while (next !== undefined) {
    const page: Pages.Listed<Item> = yield* read({ limit, cursor: next })
    items.push(...page.items)
    next = page.next
  }
  return items
})

/** Published one after the other, one minute apart. */
const publishMany = Effect.fnUntraced(function*(fields: ReadonlyArray<Partial<Articles.DraftRequest>>) {
  const published_: Array<string> = []
  for (const one of fields) {
    yield* TestClock.adjust("1 minute")
    published_.push(yield* published(one))
  }
  return published_
})

describe("lists of articles", () => {
  it.effect("are newest first, by language, by section, by both, or of all", () =>
    inNewsroom(Effect.gen(function*() {
      const [ar, fr, sport, arSport] = yield* publishMany([
        { language: "ar" },
        { language: "fr" },
        { language: "fr", section: "sport" },
        { language: "ar", section: "sport" }
      ])
      yield* draft({ language: "fr" })
      expect(ids(yield* after(Pages.home({ language: "fr" })))).toEqual([sport, fr])
      expect(ids(yield* Pages.section({ language: "ar", section: "sport" }))).toEqual([arSport])
      expect(ids(yield* Pages.articles({ section: "sport" }))).toEqual([arSport, sport])
      expect(ids(yield* Pages.articles({}))).toEqual([arSport, sport, fr, ar])
      expect(ids(yield* Pages.home({ language: "en" }))).toEqual([])
    })))

  it.effect("follow an article into another section, and lose a retracted one", () =>
    inNewsroom(Effect.gen(function*() {
      const [moved, gone] = yield* publishMany([{}, {}])
      yield* Articles.edit({ id: moved!, actor: chief, commitId: fresh(), section: "culture" })
      yield* Articles.retract({ id: gone!, actor: chief, commitId: fresh(), notice: "Retiré" })
      expect(ids(yield* after(Pages.section({ language: "fr", section: "national" })))).toEqual([])
      expect(ids(yield* Pages.section({ language: "fr", section: "culture" }))).toEqual([moved])
      expect(ids(yield* Pages.home({ language: "fr" }))).toEqual([moved])
    })))

  it.effect("are read page by page, each article once, also when several have the same minute", () =>
    inNewsroom(Effect.gen(function*() {
      const early = yield* publishMany([{}, {}])
      const together = [yield* published(), yield* published(), yield* published()]
      const read = (paging: Pages.Paging) => Pages.home({ language: "fr", ...paging })
      const seen = yield* after(allPages(read, 2))
      expect(seen.map(({ id }) => id).sort()).toEqual([...early, ...together].sort())
      expect(seen.at(-1)?.id).toBe(early[0])
    })))

  it.effect("have twenty articles on a page unless told otherwise", () =>
    inNewsroom(Effect.gen(function*() {
      yield* publishMany(Array.from({ length: 21 }, () => ({})))
      const first = yield* after(Pages.home({ language: "fr" }))
      expect(first.items).toHaveLength(20)
      expect((yield* Pages.home({ language: "fr", cursor: first.next! })).items).toHaveLength(1)
    })))

  it.effect("bring a strange limit inside, and refuse a strange cursor", () =>
    inNewsroom(Effect.gen(function*() {
      yield* publishMany([{}, {}, {}])
      for (const limit of [0, -5, 0.5]) {
        expect((yield* after(Pages.home({ language: "fr", limit }))).items).toHaveLength(1)
      }
      for (const limit of [1e9, Number.NaN, Infinity]) {
        expect((yield* Pages.home({ language: "fr", limit })).items).toHaveLength(3)
      }
      const refused = yield* Effect.flip(Pages.home({ language: "fr", cursor: "tampered" }))
      expect(refused._tag).toBe("InvalidCursor")
    })))
})

describe("a thread", () => {
  it.effect("shows approved comments in the order in which they were submitted, with their number", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published()
      const first = (yield* comment(article)).id
      const second = yield* visible(article)
      yield* comment(article)
      yield* approve(first)
      yield* visible(yield* published())
      const page = yield* after(Pages.thread({ article }))
      expect(page).toMatchObject({ count: 2, items: [{ id: first }, { id: second }] })
      expect(yield* Pages.threadCounts([article, "nosuchid00"])).toEqual(new Map([[article, 2]]))
    })))

  it.effect("is read page by page, each comment once", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published()
      const comments = yield* Effect.forEach(Array.from({ length: 7 }), () => visible(article))
      const seen = yield* after(allPages((paging) => Pages.thread({ article, ...paging }), 3))
      expect(seen.map(({ id }) => id)).toEqual(comments)
      expect((yield* Pages.thread({ article, limit: 3 })).count).toBe(7)
    })))

  it.effect("of an article without comments is empty", () =>
    inNewsroom(Effect.gen(function*() {
      expect(yield* Pages.thread({ article: "nosuchid00" })).toEqual({ items: [], count: 0 })
    })))
})

describe("the register of corrections", () => {
  it.effect("is newest first, by language, with what the article is called now", () =>
    inNewsroom(Effect.gen(function*() {
      const [fr, ar] = yield* publishMany([{ language: "fr" }, { language: "ar" }])
      const act = (id: string) => ({ id, actor: chief, commitId: fresh() })
      yield* Articles.correct({ ...act(fr!), notice: "Premier" })
      yield* TestClock.adjust("1 minute")
      yield* Articles.fixTypo({ ...act(fr!), block: "p1", text: "x" })
      yield* Articles.correct({ ...act(ar!), notice: "تصحيح" })
      yield* Articles.edit({ ...act(fr!), headline: "Nouveau titre", slug: "nouveau" })
      yield* TestClock.adjust("1 minute")
      yield* Articles.retract({ ...act(fr!), notice: "Retiré" })
      const named = { article: fr, headline: "Nouveau titre", section: "national", slug: "nouveau" }
      const register = yield* after(Pages.corrections({ language: "fr" }))
      expect(register.items).toMatchObject([
        { ...named, kind: "retraction", notice: "Retiré" },
        { ...named, kind: "correction", notice: "Premier" }
      ])
      expect((yield* Pages.corrections({ language: "ar" })).items).toHaveLength(1)
    })))
})

describe("the desk", () => {
  it.effect("lists drafts too, last changed first, by language and by state", () =>
    inNewsroom(Effect.gen(function*() {
      const actor = as("writer")
      const [old, live] = yield* publishMany([{ language: "ar" }, {}])
      yield* TestClock.adjust("1 minute")
      const { id: written } = yield* draft()
      yield* TestClock.adjust("1 minute")
      yield* Articles.fixTypo({ id: old!, actor: chief, commitId: fresh(), block: "p1", text: "x" })
      expect(ids(yield* after(Pages.articlesDesk({ actor })))).toEqual([old, written, live])
      expect(ids(yield* Pages.articlesDesk({ actor, state: "draft" }))).toEqual([written])
      expect(ids(yield* Pages.articlesDesk({ actor, language: "fr" }))).toEqual([written, live])
      expect(ids(yield* Pages.articlesDesk({ actor, language: "fr", state: "live" }))).toEqual([live])
    })))

  it.effect("shows the queue oldest first, until each comment is decided", () =>
    inNewsroom(Effect.gen(function*() {
      const actor = as("moderator")
      const article = yield* published()
      const waiting = yield* Effect.forEach(
        Array.from({ length: 5 }),
        () => Effect.map(comment(article), ({ id }) => id)
      )
      const [first, second, third, ...rest] = waiting
      yield* approve(second!)
      yield* Comments.hold({ id: first!, revision: 1, note: "Relire", actor, commitId: fresh() })
      yield* Comments.withdraw({ id: third!, commitId: fresh() })
      const seen = yield* after(allPages((paging) => Moderation.queue({ actor, ...paging }), 2))
      expect(seen.map(({ id }) => id)).toEqual([first, ...rest])
      expect(seen[0]).toMatchObject({ state: "held", note: "Relire", revision: 1 })
    })))

  it.effect("opens for those whom the table of permissions lets in", () =>
    inNewsroom(Effect.gen(function*() {
      const { id } = yield* draft()
      for (const role of roles) {
        const actor = as(role)
        const unpublished = Permissions.allows(role, "article.read-unpublished") ? "Success" : "Failure"
        expect((yield* Effect.result(Pages.articlesDesk({ actor })))._tag).toBe(unpublished)
        expect((yield* Effect.result(Pages.articleDesk({ id, actor })))._tag).toBe(unpublished)
        const waiting = Permissions.allows(role, "comment.read-waiting") ? "Success" : "Failure"
        expect((yield* Effect.result(Moderation.queue({ actor })))._tag).toBe(waiting)
      }
    })))
})

describe("a text that would turn what stands around it", () => {
  const turning = "خبر \u202Eأحمر\u2066 طويل"

  it.effect("turns nothing for whoever reads it, in any view, and is what was written for whoever edits or judges it", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published({ headline: turning, deck: turning, body: [turning, "\u2067سلمى\u2069"] })
      yield* Articles.correct({ id: article, actor: chief, commitId: fresh(), notice: turning })
      const shown = yield* comment(article, { body: turning })
      const waiting = yield* comment(article, { body: turning })
      yield* approve(shown.id)
      yield* Comments.hold({ id: waiting.id, revision: 1, note: turning, actor: as("moderator"), commitId: fresh() })
      const read = yield* after(Effect.all({
        page: Pages.article(article),
        pages: Effect.map(Pages.articlesOf([article]), (pages) => [...pages.values()]),
        list: Pages.articles({}),
        thread: Pages.thread({ article }),
        register: Pages.corrections({ language: "fr" }),
        status: Pages.commentStatus(waiting.id)
      }))
      for (const [view, documents] of Object.entries(read)) {
        const text = JSON.stringify(documents)
        expect([view, text.includes("خبر أحمر طويل"), /[\u202A-\u202E\u2066]/.test(text)]).toEqual([view, true, false])
      }
      // What has its end stays: it reaches no further.
      expect(Option.getOrThrow(read.page).body[1]?.text).toBe("\u2067سلمى\u2069")
      const written = Option.getOrThrow(yield* Pages.articleDesk({ id: article, actor: as("editor") }))
      const [judged] = (yield* Moderation.queue({ actor: as("moderator") })).items
      expect([written.content.headline, judged?.body]).toEqual([turning, turning])
    })))
})

describe("the page of one thing", () => {
  it.effect("is none for what is not there", () =>
    inNewsroom(Effect.gen(function*() {
      expect(Option.isNone(yield* Pages.article("nosuchid00"))).toBe(true)
      expect(Option.isNone(yield* Pages.commentStatus("nosuchcomment000"))).toBe(true)
      expect(Option.isNone(yield* Pages.articleDesk({ id: "nosuchid00", actor: as("editor") }))).toBe(true)
    })))

  it.effect("several articles are read at once, without those that are not public", () =>
    inNewsroom(Effect.gen(function*() {
      const one = yield* published()
      const other = yield* published()
      const { id: written } = yield* draft()
      expect([...(yield* after(Pages.articlesOf([one, other, written]))).keys()].sort()).toEqual([one, other].sort())
    })))
})
