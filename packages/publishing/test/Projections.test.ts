import * as EventStore from "@dateline/eventsourcing/EventStore"
import * as MemoryViewStore from "@dateline/eventsourcing/MemoryViewStore"
import * as Projector from "@dateline/eventsourcing/Projector"
import * as Views from "@dateline/eventsourcing/Views"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as Articles from "../src/Articles.ts"
import * as Commenters from "../src/Commenters.ts"
import * as Comments from "../src/Comments.ts"
import * as Projections from "../src/Projections.ts"
import { as, comment, draft, fresh, inNewsroom, published, settled, visible } from "./newsroom.ts"

/** A day in which everything happens that can happen. */
const day = Effect.gen(function*() {
  const act = (id: string) => ({ id, actor: as("chief-editor"), commitId: fresh() })
  const article = yield* published({ agency: "MAP" })
  const other = yield* published({ language: "ar", section: "sport" })
  yield* draft()
  const parent = yield* visible(article)
  yield* visible(article, { parentId: parent, email: "other@example.com" })
  yield* Comments.withdraw({ id: parent, commitId: fresh() })
  yield* Articles.correct({ ...act(article), notice: "Erreur", block: "p2", text: "Juste" })
  yield* Articles.fixTypo({ ...act(other), block: "headline", text: "Titre" })
  yield* Comments.hold({ ...act((yield* comment(other)).id), revision: 1, note: "?" })
  yield* Comments.reject({ ...act((yield* comment(other)).id), revision: 1, codes: ["profanity"] })
  const forgotten = yield* visible(other, { email: "forgotten@example.com" })
  const subject = yield* Commenters.subjectOf(forgotten)
  yield* Commenters.forget({ subject, actor: as("administrator"), commitId: fresh() })
  yield* Articles.edit({ ...act(article), body: ["Premier paragraphe", "Nouveau", "Juste"] })
  yield* Articles.retract({ ...act(other), notice: "Retiré" })
})

/** Every document of every view, as the bytes that a store would keep. */
const everything = Effect.gen(function*() {
  const { readAll } = yield* EventStore.EventStore
  const found: Array<string> = []
  for (const projection of Projections.all) {
    const pages = yield* Stream.runCollect(readAll({ families: projection.families }))
    const keys = pages.flatMap(({ events }) => events.flatMap((event) => projection.keys(event)))
    const documents = yield* Views.getMany<unknown>(projection, [...new Set(keys)].sort())
    for (const [key, document] of [...documents].sort(([a], [b]) => a < b ? -1 : 1)) {
      found.push(`${projection.name} ${key} ${JSON.stringify(document)}`)
    }
  }
  return found
})

const rebuilt = (pageSize: number) =>
  Effect.andThen(Projector.catchUp({ projections: Projections.all, pageSize }), everything).pipe(
    Effect.provide(Layer.fresh(MemoryViewStore.layer))
  )

describe("the views of a newsroom", () => {
  it.effect("rebuilt from the log in pages of any size are the same bytes as those that followed it", () =>
    inNewsroom(Effect.gen(function*() {
      yield* day
      yield* settled
      const live = yield* everything
      expect(new Set(live.map((line) => line.split(" ")[0])).size).toBe(Projections.all.length)
      for (const pageSize of [1, 2, 7, 1000]) expect(yield* rebuilt(pageSize)).toEqual(live)
    })))

  it("have names of their own", () => {
    expect(new Set(Projections.all.map(({ name }) => name)).size).toBe(Projections.all.length)
  })
})
