import { EventStore } from "@dateline/eventsourcing/EventStore"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Articles from "../src/Articles.ts"
import { roles } from "../src/domain/Actor.ts"
import { family } from "../src/domain/ArticleEvents.ts"
import * as Permissions from "../src/domain/Permissions.ts"
import { articleStream } from "../src/internal/ids.ts"
import * as Pages from "../src/Pages.ts"
import { after, as, commitId, draft, eventCount, fresh, inNewsroom, published, story } from "./newsroom.ts"

const onDesk = (id: string) =>
  Effect.map(after(Pages.articleDesk({ id, actor: as("editor") })), (found) => Option.getOrThrow(found))
const page = (id: string) => Effect.map(after(Pages.article(id)), (found) => Option.getOrThrow(found))

describe("a draft", () => {
  it.effect("gets an id of ten small letters and digits, and version 1", () =>
    inNewsroom(Effect.gen(function*() {
      const drafted = yield* draft()
      expect(drafted).toMatchObject({ version: 1, repeated: false })
      expect(drafted.id).toMatch(/^[0-9a-z]{10}$/)
      expect((yield* draft()).id).not.toBe(drafted.id)
    })))

  it.effect("sent again is the same article, and nothing is written", () =>
    inNewsroom(Effect.gen(function*() {
      const first = yield* draft({ commitId: commitId("once") })
      const events = yield* eventCount
      expect(yield* draft({ commitId: commitId("once") })).toEqual({ ...first, repeated: true })
      expect(yield* eventCount).toBe(events)
    })))

  it.effect("with other words under the same commit id is refused", () =>
    inNewsroom(Effect.gen(function*() {
      yield* draft({ commitId: commitId("once") })
      const again = yield* Effect.flip(draft({ commitId: commitId("once"), headline: "Autre" }))
      expect(again._tag).toBe("CommitIdReused")
    })))

  it.effect("has a slug from its headline, or from the slug that was asked for", () =>
    inNewsroom(Effect.gen(function*() {
      expect((yield* onDesk((yield* draft()).id)).content.slug).toBe("rabat-ouverture-de-la-48e-session")
      expect((yield* onDesk((yield* draft({ slug: " " })).id)).content.slug).toBe("rabat-ouverture-de-la-48e-session")
      const hostile = yield* draft({ slug: "../Autre/<b>" })
      expect((yield* onDesk(hostile.id)).content.slug).toBe("autre-b")
    })))

  it.effect("keeps all that was sent, and takes a blank deck for none", () =>
    inNewsroom(Effect.gen(function*() {
      const more = {
        dateline: { place: "Rabat", date: "2024-05-12" },
        agency: "MAP",
        byline: ["S. M."],
        tags: ["x"]
      } as const
      const { content } = yield* onDesk((yield* draft({ ...more, deck: "Douze pays" })).id)
      const { body, ...rest } = story
      expect(content).toEqual({
        ...rest,
        ...more,
        deck: "Douze pays",
        slug: "rabat-ouverture-de-la-48e-session",
        body: body.map((text, place) => ({ id: `p${place + 1}`, text }))
      })
      expect((yield* onDesk((yield* draft({ deck: " \n" })).id)).content).not.toHaveProperty("deck")
    })))

  it.effect("under an id of one's own is refused when the id is no id", () =>
    inNewsroom(Effect.gen(function*() {
      expect((yield* draft({ id: "import1" })).id).toBe("import1")
      expect(yield* Effect.flip(draft({ id: "../etc" }))).toMatchObject({
        _tag: "InvalidInput",
        problems: [{ field: "id", problem: "malformed" }]
      })
      expect((yield* Effect.flip(draft({ id: "import1" })))._tag).toBe("ArticleExists")
    })))
})

describe("editing, publishing and putting right", () => {
  it.effect("reach readers in the order in which they were done", () =>
    inNewsroom(Effect.gen(function*() {
      const { id } = yield* draft()
      const act = () => ({ id, actor: as("chief-editor"), commitId: fresh() })
      expect(Option.isNone(yield* after(Pages.article(id)))).toBe(true)
      yield* Articles.edit({ ...act(), headline: "Rabat : clôture" })
      expect((yield* Articles.publish(act())).version).toBe(3)
      yield* Articles.fixTypo({ ...act(), block: "p1", text: "Premier paragraphe." })
      yield* Articles.correct({ ...act(), notice: "Douze pays et non vingt", block: "p2", text: "Douze pays" })
      expect(yield* page(id)).toMatchObject({
        state: "live",
        headline: "Rabat : clôture",
        body: [{ id: "p1", text: "Premier paragraphe." }, { id: "p2", text: "Douze pays" }],
        corrections: [{ notice: "Douze pays et non vingt", block: "p2" }],
        version: 5
      })
      yield* Articles.retract({ ...act(), notice: "Article retiré" })
      expect(yield* page(id)).toMatchObject({ state: "retracted", body: [], notice: "Article retiré", version: 6 })
    })))

  it.effect("give a new slug only when asked, and only one that can stand in an address", () =>
    inNewsroom(Effect.gen(function*() {
      const id = yield* published()
      const act = () => ({ id, actor: as("editor"), commitId: fresh() })
      yield* Articles.edit({ ...act(), headline: "Autre titre", slug: " " })
      expect((yield* page(id)).slug).toBe("rabat-ouverture-de-la-48e-session")
      yield* Articles.edit({ ...act(), slug: "Nouveau / titre" })
      expect((yield* page(id)).slug).toBe("nouveau-titre")
    })))

  it.effect("from a version that is not the present one is a conflict that carries the true one", () =>
    inNewsroom(Effect.gen(function*() {
      const id = yield* published()
      const stale = { id, actor: as("editor"), commitId: fresh(), expectedVersion: 1 }
      const conflict = { _tag: "Conflict", actual: 2 }
      expect(yield* Effect.flip(Articles.edit({ ...stale, headline: "x" }))).toMatchObject(conflict)
      expect(yield* Effect.flip(Articles.publish(stale))).toMatchObject(conflict)
      expect(yield* Effect.flip(Articles.correct({ ...stale, notice: "x" }))).toMatchObject(conflict)
      expect((yield* Articles.edit({ ...stale, headline: "x", expectedVersion: 2 })).version).toBe(3)
    })))

  it.effect("of what no article can be called, or none is, is refused", () =>
    inNewsroom(Effect.gen(function*() {
      for (const id of ["nosuchid00", "../x", "", "É", "a".repeat(300)]) {
        const refused = yield* Effect.flip(Articles.publish({ id, actor: as("editor"), commitId: fresh() }))
        expect(refused).toMatchObject({ _tag: "ArticleNotFound", article: id })
      }
    })))

  it.effect("keep the dateline and the deck unless they are removed", () =>
    inNewsroom(Effect.gen(function*() {
      const { id } = yield* draft({ deck: "Douze pays", dateline: { place: "Rabat", date: "2024-05-12" } })
      const act = () => ({ id, actor: as("writer"), commitId: fresh() })
      yield* Articles.edit({ ...act(), headline: "x" })
      expect((yield* onDesk(id)).content).toMatchObject({ deck: "Douze pays", dateline: { place: "Rabat" } })
      yield* Articles.edit({ ...act(), deck: " ", dateline: null })
      expect((yield* onDesk(id)).content).not.toHaveProperty("deck")
      expect((yield* onDesk(id)).content).not.toHaveProperty("dateline")
    })))
})

describe("every command", () => {
  const commands = {
    "article.draft": (_id: string, role: typeof roles[number]) => draft({ actor: as(role) }),
    "article.edit": (id, role) => Articles.edit({ id, actor: as(role), commitId: fresh(), headline: `By a ${role}` }),
    "article.publish": (id, role) => Articles.publish({ id, actor: as(role), commitId: fresh() }),
    "article.fix-typo": (id, role) =>
      Articles.fixTypo({ id, actor: as(role), commitId: fresh(), block: "p1", text: role }),
    "article.correct": (id, role) => Articles.correct({ id, actor: as(role), commitId: fresh(), notice: "x" }),
    "article.retract": (id, role) => Articles.retract({ id, actor: as(role), commitId: fresh(), notice: "x" })
  } satisfies { [action: string]: (id: string, role: typeof roles[number]) => ReturnType<typeof draft> }

  for (const action of Object.keys(commands) as ReadonlyArray<keyof typeof commands>) {
    it.effect(`asks the table of permissions for ${action}`, () =>
      inNewsroom(Effect.gen(function*() {
        for (const role of roles) {
          const id = action === "article.edit" ? (yield* draft()).id : yield* published()
          const events = yield* eventCount
          const refused = yield* Effect.result(commands[action](id, role))
          if (Permissions.allows(role, action)) {
            expect(refused._tag).toBe("Success")
          } else {
            expect(refused).toMatchObject({ _tag: "Failure", failure: { _tag: "NotPermitted", role, action } })
            expect(yield* eventCount).toBe(events)
          }
        }
      })))
  }

  it.effect("that changes what readers see without a notice is not a writer's", () =>
    inNewsroom(Effect.gen(function*() {
      const id = yield* published()
      const edit = { id, commitId: fresh(), headline: "x" }
      expect(yield* Effect.flip(Articles.edit({ ...edit, actor: as("writer") }))).toMatchObject({
        _tag: "NotPermitted",
        action: "article.edit-live"
      })
      expect((yield* Articles.edit({ ...edit, actor: as("editor") })).version).toBe(3)
    })))

  it.effect("records who did it", () =>
    inNewsroom(Effect.gen(function*() {
      const { id } = yield* draft({ actor: as("writer", "souad") })
      const because = { correlationId: "request-7", causationId: "schedule-1" }
      yield* Articles.publish({ id, actor: as("editor", "omar"), commitId: fresh(), ...because })
      expect(yield* readActors(id)).toEqual(["writer souad undefined undefined", "editor omar request-7 schedule-1"])
    })))
})

const readActors = Effect.fnUntraced(function*(id: string) {
  const store = yield* EventStore
  const events = yield* Stream.runCollect(store.readStream(family, articleStream(id)!))
  return events.map(({ metadata: { actor, causationId, correlationId } }) =>
    `${actor.role} ${actor.id} ${correlationId} ${causationId}`
  )
})
