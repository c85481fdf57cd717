/** Where events are kept that a projection has put aside: documents of a view beside its own, written together with it. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type Checkpoint } from "../Checkpoint.ts"
import * as Position from "../Position.ts"
import type { Index, Json } from "../Projection.ts"
import type { PoisonEvent } from "../ProjectionError.ts"
import type { StoreFault } from "../StoreError.ts"
import type { ViewBatch, ViewId, ViewStore } from "../ViewStore.ts"
import type { InvalidCursor, UnknownIndex, UnknownView } from "../ViewStoreError.ts"
import type { Aside, Blocked } from "./foldEvents.ts"

type Views = ViewStore["Service"]

/** An event that is put aside, as it is kept. Of the event itself only its place: the log has the rest. */
export interface ParkedEvent {
  readonly position: number
  readonly stream: string
  /** Place in its stream, from 1. */
  readonly version: number
  readonly type: string
  /** The document that it waits for; absent when it is not known which it changes. */
  readonly key?: string
  /** Why: as of a `PoisonEvent`, or `Behind` another that is parked. */
  readonly reason: PoisonEvent["reason"] | "Behind"
  /** The name of the class of what was thrown. */
  readonly error?: string
}

/** The view of what a view's projection has put aside. It comes and goes with the view. */
export const parkedView = (view: ViewId): ViewId => ({ ...view, name: `${view.name}/parked` })

const byPosition: Index = { name: "byPosition", equal: [], order: ["position"] }

/** What is put aside for a view, as its one writer knows it. */
export interface Parking {
  /** The parked view's own; none when nothing was ever put aside. */
  readonly checkpoint: Checkpoint | undefined
  readonly defined: boolean
  readonly blocked: Blocked
  readonly count: number
}

/** The document's key: one for each event and document. */
export const parkedKey = ({ key, position }: Pick<ParkedEvent, "position" | "key">): string =>
  key === undefined ? `${position}` : `${position} ${key}`

/** What is kept of an event that is put aside. */
export const parkedOf = ({ error, event, key, reason, type }: Aside): ParkedEvent => ({
  position: event.position,
  stream: event.stream,
  version: event.version,
  type,
  reason,
  ...(key === undefined ? {} : { key }),
  ...(error === undefined ? {} : { error })
})

/** Everything that is put aside for a view, in the order of the log. */
export const list = (
  views: Views,
  view: ViewId
): Effect.Effect<ReadonlyArray<ParkedEvent>, StoreFault> => {
  const request = { index: byPosition.name, equal: [], limit: 1000 }
  const pages = (
    cursor: string | undefined
  ): Effect.Effect<ReadonlyArray<ParkedEvent>, StoreFault | UnknownView | UnknownIndex | InvalidCursor> =>
    Effect.flatMap(
      views.query(parkedView(view), cursor === undefined ? request : { ...request, cursor }),
      ({ items, next }) => {
        const found = items.map((item) => item.document as unknown as ParkedEvent) // written by this file
        return next === undefined
          ? Effect.succeed(found)
          : Effect.map(pages(next), (rest) => [...found, ...rest])
      }
    )
  return pages(undefined).pipe(
    Effect.catchTag("UnknownView", () => Effect.succeed([])),
    Effect.catchTags({ UnknownIndex: Effect.die, InvalidCursor: Effect.die })
  )
}

const blockedBy = (events: Iterable<Pick<ParkedEvent, "key" | "stream">>, before?: Blocked): Blocked => {
  const keys = new Set(before?.keys)
  const streams = new Set(before?.streams)
  for (const { key, stream } of events) {
    if (key === undefined) streams.add(stream)
    else keys.add(key)
  }
  return { keys, streams }
}

/** What is put aside for a view; nothing when it has no such view. */
export const open = Effect.fnUntraced(function*(views: Views, view: ViewId): Effect.fn.Return<Parking, StoreFault> {
  const events = yield* list(views, view)
  const checkpoint = yield* Effect.catchTag(
    views.checkpoint(parkedView(view)),
    "UnknownView",
    () => Effect.succeed(Option.none<Checkpoint>())
  )
  return {
    checkpoint: Option.getOrUndefined(checkpoint),
    defined: Option.isSome(checkpoint),
    blocked: blockedBy(events),
    count: events.length
  }
})

interface Change {
  readonly parking: Parking
  readonly batch: ViewBatch
}

const change = (
  view: ViewId,
  parking: Parking,
  log: Omit<Checkpoint, "position">,
  to: number,
  changes: Pick<ViewBatch, "upserts" | "deletes">
): ViewBatch => {
  const from = parking.checkpoint ?? { log: log.log, epoch: log.epoch, position: Position.start }
  const position = Position.make(Math.max(from.position, to))
  return { view: parkedView(view), fence: 0, from, to: { ...from, position }, ...changes }
}

/** Puts events aside: the batch to be written with the view's own, and what is put aside then. */
export const putAside = Effect.fnUntraced(function*(
  views: Views,
  view: ViewId,
  parking: Parking,
  checkpoint: Checkpoint,
  asides: ReadonlyArray<Aside>
): Effect.fn.Return<Change, StoreFault> {
  if (!parking.defined) yield* views.define(parkedView(view), [byPosition])
  const upserts = new Map(asides.map((aside) => {
    const kept = parkedOf(aside)
    return [parkedKey(kept), kept as unknown as Json] as const // texts and numbers
  }))
  const batch = change(view, parking, checkpoint, asides.at(-1)?.event.position ?? 0, { upserts, deletes: [] })
  const blocked = blockedBy(upserts.values() as unknown as Iterable<ParkedEvent>, parking.blocked) // made above
  return { batch, parking: { checkpoint: batch.to, defined: true, blocked, count: parking.count + upserts.size } }
})

/** Takes events back: the batch to be written with what they made of the view. */
export const takeBack = (
  view: ViewId,
  parking: Parking,
  checkpoint: Checkpoint,
  events: ReadonlyArray<ParkedEvent>
): ViewBatch => change(view, parking, checkpoint, 0, { upserts: new Map(), deletes: events.map(parkedKey) })
