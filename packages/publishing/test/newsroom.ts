/** A newsroom in memory, and people who work in it: for specifications of what it does as a whole. */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import * as EventStore from "@dateline/eventsourcing/EventStore"
import { EventStoreDriver } from "@dateline/eventsourcing/EventStoreDriver"
import * as MemoryEventStore from "@dateline/eventsourcing/MemoryEventStore"
import * as MemoryKeyVault from "@dateline/eventsourcing/MemoryKeyVault"
import * as MemoryViewStore from "@dateline/eventsourcing/MemoryViewStore"
import * as Projector from "@dateline/eventsourcing/Projector"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as Articles from "../src/Articles.ts"
import type { SubmitRequest } from "../src/Comments.ts"
import * as Comments from "../src/Comments.ts"
import type { Actor, Role } from "../src/domain/Actor.ts"
import { family } from "../src/domain/CommentEvents.ts"
import * as DefaultPolicy from "../src/domain/DefaultPolicy.ts"
import { commentStream } from "../src/internal/ids.ts"
import * as Moderation from "../src/Moderation.ts"
import * as Pages from "../src/Pages.ts"
import * as Policies from "../src/Policies.ts"
import * as Projections from "../src/Projections.ts"

const storesOver = (driver: Layer.Layer<EventStoreDriver>) =>
  Layer.fresh(
    EventStore.EventStore.layer.pipe(
      Layer.provideMerge(Layer.mergeAll(driver, MemoryKeyVault.layer, MemoryViewStore.layer))
    )
  )

/** Stores and vault in memory, new for every test. */
export const layerStores = storesOver(MemoryEventStore.layer)

const projector = Projector.Projector.layer({ projections: Projections.all })
const layer = projector.pipe(Layer.provideMerge(layerStores))

export const as = (role: Role, id: string = role): Actor => ({ role, id })
export const commitId = (text: string): CommitId.CommitId => CommitId.make(text)

let lastCommit = 0
/** A commit id that no other request of this run has. */
export const fresh = (): CommitId.CommitId => commitId(`commit-${++lastCommit}`)

/** Waits until views know of everything that has happened. */
export const settled = Effect.gen(function*() {
  const { head } = yield* EventStore.EventStore
  const { caughtUp } = yield* Projector.Projector
  yield* caughtUp(yield* head)
})

/** Runs in a newsroom of its own, with the default policy in force and views that follow the log. */
export const inNewsroom = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.provide(Effect.andThen(Effect.andThen(Policies.ensure, settled), effect), layer)

/** The same over another driver. */
export const inNewsroomOver = <A, E, R>(driver: Layer.Layer<EventStoreDriver>, effect: Effect.Effect<A, E, R>) =>
  Effect.provide(
    Effect.andThen(Effect.andThen(Policies.ensure, settled), effect),
    projector.pipe(Layer.provideMerge(storesOver(driver)))
  )

/** What happens, and then what views say. */
export const after = <A, E, R>(read: Effect.Effect<A, E, R>) => Effect.andThen(settled, read)

export const story = {
  language: "fr",
  headline: "Rabat : ouverture de la 48e session",
  body: ["Premier paragraphe", "Second paragraphe"],
  section: "national"
} as const

export const draft = (fields: Partial<Articles.DraftRequest> = {}) =>
  Articles.draft({ ...story, actor: as("writer"), commitId: fresh(), ...fields })

/** A published article; answers its id. */
export const published = Effect.fnUntraced(function*(fields: Partial<Articles.DraftRequest> = {}) {
  const { id } = yield* draft(fields)
  yield* Articles.publish({ id, actor: as("editor"), commitId: fresh() })
  return id
})

export const submission = (articleId: string, fields: Partial<SubmitRequest> = {}): SubmitRequest => ({
  articleId,
  name: "Amina",
  email: "amina@example.com",
  body: "Bravo !",
  policyVersion: 1,
  language: "fr",
  commitId: fresh(),
  ...fields
})

export const comment = (articleId: string, fields: Partial<SubmitRequest> = {}) =>
  Comments.submit(submission(articleId, fields))

export const approve = (id: string) => Comments.approve({ id, revision: 1, actor: as("moderator"), commitId: fresh() })

/** A comment that readers see; answers its id. */
export const visible = Effect.fnUntraced(function*(articleId: string, fields: Partial<SubmitRequest> = {}) {
  const { id } = yield* comment(articleId, fields)
  yield* approve(id)
  return id
})

/** Everything that the driver keeps, as one text: what a thief of the log would read. */
export const rawLog = Effect.gen(function*() {
  const driver = yield* EventStoreDriver
  const chunks = yield* Stream.runCollect(driver.readAll({}))
  return JSON.stringify(chunks.flatMap((chunk) => chunk.events))
})

export const eventCount = Effect.flatMap(EventStore.EventStore, (store) => store.head)

/** The events of a comment, with name and text opened. */
export const eventsOf = (id: string) =>
  Effect.flatMap(EventStore.EventStore, (store) =>
    Effect.flatMap(
      Stream.runCollect(store.readStream(family, commentStream(id)!)),
      (events) => store.openAll(events, ["publication"])
    ))
/** The subject of a comment's author. */
export const authorOf = (id: string) =>
  Effect.map(eventsOf(id), ([first]) => first?.event._tag === "CommentSubmitted" ? first.event.commenter : undefined)

/** A version without most reasons and with one more. */
export const nextPolicy = Effect.fnUntraced(function*(version: number) {
  const act = { actor: as("chief-editor"), commitId: fresh() }
  const [profanity] = DefaultPolicy.policy.codes.filter(({ code }) => code === "profanity")
  const policy = {
    ...DefaultPolicy.policy,
    version,
    codes: [profanity!, { ...profanity!, code: "advertising" }]
  } as const
  yield* Policies.propose({ ...act, policy })
  yield* Policies.activate({ ...act, commitId: fresh(), version })
})

/** Everything that any page can show of an article, its comments and the desk. */
export const allPages = Effect.fnUntraced(function*(article: string, comments: ReadonlyArray<string>) {
  const moderator = as("moderator")
  const pages = [
    yield* after(Pages.thread({ article, limit: 100 })),
    yield* Moderation.queue({ actor: moderator, limit: 100 }),
    yield* Pages.article(article),
    yield* Effect.forEach(comments, Pages.commentStatus)
  ]
  return JSON.stringify(pages)
})
