/** Views that end with the program: the reference that every other view store is compared with. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { keyRefusal } from "./Admission.ts"
import type { Checkpoint } from "./Checkpoint.ts"
import { queryDocuments } from "./internal/queryDocuments.ts"
import * as Position from "./Position.ts"
import type { Index, Json } from "./Projection.ts"
import type { StoreFault } from "./StoreError.ts"
import { type ClaimRequest, type ViewBatch, type ViewId, ViewStore } from "./ViewStore.ts"
import {
  CheckpointMoved,
  Fenced,
  LeaseHeld,
  LiveMoved,
  NotCaughtUp,
  UnknownIndex,
  UnknownView
} from "./ViewStoreError.ts"

interface View {
  readonly id: ViewId
  indexes: ReadonlyArray<Index>
  checkpoint: Checkpoint | undefined
  /** The last one given; 0 while none was. */
  fence: number
  /** Nobody's, once it was released. */
  lease: { readonly owner: string; readonly until: number } | undefined
  readonly documents: Map<string, Json>
}

const idText = ({ build, name, revision }: ViewId): string => `${name} ${revision} ${build}`

const copy = (document: Json): Json => structuredClone(document)

const sameCheckpoint = (a: Checkpoint, b: Checkpoint): boolean =>
  a.log === b.log && a.epoch === b.epoch && a.position === b.position

const sameView = (a: Option.Option<ViewId>, b: Option.Option<ViewId>): boolean =>
  Option.getOrUndefined(Option.map(a, idText)) === Option.getOrUndefined(Option.map(b, idText))

/** Whether the new build has read as much as the one that readers see; a log that was restored begins anew. */
const isBehind = (to: Checkpoint | undefined, from: Checkpoint | undefined): boolean =>
  from !== undefined && (to === undefined || to.log === from.log && to.epoch === from.epoch &&
      to.position < from.position)

/** A new, empty view store. */
export const make = (): ViewStore["Service"] => {
  const views = new Map<string, View>()
  const live = new Map<string, ViewId>()
  let lastFence = 0

  const find = (id: ViewId): Effect.Effect<View, UnknownView> =>
    Effect.suspend(() => {
      const view = views.get(idText(id))
      return view ? Effect.succeed(view) : Effect.fail(new UnknownView({ view: id }))
    })

  const refusal = (batch: ViewBatch): UnknownView | Fenced | CheckpointMoved | undefined => {
    const view = views.get(idText(batch.view))
    if (view === undefined) return new UnknownView({ view: batch.view })
    if (view.fence !== batch.fence) return new Fenced({ view: batch.view, fence: batch.fence })
    const actual = view.checkpoint ?? { ...batch.from, position: Position.start }
    return sameCheckpoint(actual, batch.from)
      ? undefined
      : new CheckpointMoved({ view: batch.view, expected: batch.from, actual })
  }

  const write = (batch: ViewBatch): void => {
    const view = views.get(idText(batch.view))! // looked at a moment ago, with nothing in between
    view.checkpoint = batch.to
    for (const key of batch.deletes) view.documents.delete(key)
    for (const [key, document] of batch.upserts) view.documents.set(key, copy(document))
  }

  const claim = Effect.fnUntraced(function*(id: ViewId, { duration, owner, takeOver }: ClaimRequest) {
    const view = yield* find(id)
    const now = yield* Clock.currentTimeMillis
    const { lease } = view
    if (lease !== undefined && lease.owner !== owner && lease.until > now && takeOver !== true) {
      return yield* new LeaseHeld({ view: id, ...lease })
    }
    if (lease?.owner !== owner) view.fence = ++lastFence
    view.lease = { owner, until: now + duration }
    return view.fence
  })

  const revoke = (view: View | undefined): void => {
    if (view === undefined) return
    view.fence = ++lastFence
    view.lease = undefined
  }

  const switchLive = Effect.fnUntraced(function*(from: Option.Option<ViewId>, to: ViewId) {
    const next = yield* find(to)
    const actual = Option.fromNullishOr(live.get(to.name))
    if (!sameView(from, actual)) return yield* new LiveMoved({ name: to.name, expected: from, actual })
    const before = Option.getOrUndefined(Option.map(actual, (id) => views.get(idText(id))))
    if (before === next) return
    if (isBehind(next.checkpoint, before?.checkpoint)) {
      const position = next.checkpoint?.position ?? 0
      return yield* new NotCaughtUp({ view: to, position, live: before?.checkpoint?.position ?? 0 })
    }
    live.set(to.name, to)
    revoke(before)
  })

  return ViewStore.of({
    define: (id, indexes) =>
      Effect.sync(() => {
        const view = views.get(idText(id))
        if (view) view.indexes = indexes
        else {
          const documents = new Map<string, Json>()
          views.set(idText(id), { id, indexes, checkpoint: undefined, fence: 0, lease: undefined, documents })
        }
      }),
    getMany: (id, keys) =>
      Effect.map(
        find(id),
        ({ documents }) =>
          new Map(keys.flatMap((key) => documents.has(key) ? [[key, copy(documents.get(key)!)] as const] : []))
      ),
    query: Effect.fnUntraced(function*(id, request) {
      const view = yield* find(id)
      const index = view.indexes.find(({ name }) => name === request.index)
      if (index === undefined) return yield* new UnknownIndex({ view: id, index: request.index })
      return yield* queryDocuments(view.documents, id, index, request)
    }),
    apply: (batches) =>
      Effect.suspend((): Effect.Effect<void, UnknownView | Fenced | CheckpointMoved | StoreFault> => {
        const notTaken = keyRefusal(batches)
        if (notTaken) return Effect.fail(notTaken)
        for (const batch of batches) {
          const refused = refusal(batch)
          if (refused) return Effect.fail(refused)
        }
        batches.forEach(write)
        return Effect.void
      }),
    checkpoint: (id) => Effect.map(find(id), (view) => Option.fromNullishOr(view.checkpoint)),
    claim,
    release: (id, owner) =>
      Effect.sync(() => {
        const view = views.get(idText(id))
        if (view?.lease?.owner === owner) revoke(view)
      }),
    builds: (name) => Effect.sync(() => [...views.values()].flatMap(({ id }) => id.name === name ? [id] : [])),
    live: (name) => Effect.sync(() => Option.fromNullishOr(live.get(name))),
    switchLive,
    drop: (id) =>
      Effect.sync(() => {
        views.delete(idText(id))
        if (sameView(Option.fromNullishOr(live.get(id.name)), Option.some(id))) live.delete(id.name)
      })
  })
}

/** A new, empty view store for the program that is given it. */
export const layer: Layer.Layer<ViewStore> = Layer.sync(ViewStore, make)
