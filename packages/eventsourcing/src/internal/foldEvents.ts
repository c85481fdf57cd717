/** Folds events into one projection's documents, each document loaded once; what cannot be folded is told apart. */
import * as Effect from "effect/Effect"
import type { Any as AnyProjection, Json } from "../Projection.ts"
import { PoisonEvent } from "../ProjectionError.ts"
import type { Recorded } from "../Recorded.ts"
import type { CorruptEvent } from "../StoreError.ts"

type Event = Recorded<{ readonly _tag: string }>

/** What was put aside earlier: later events of the same document, or stream, wait behind it. */
export interface Blocked {
  readonly keys: ReadonlySet<string>
  readonly streams: ReadonlySet<string>
}

/** An event that is put aside for a document, or, where `keys` was not known, for all of them. */
export interface Aside {
  readonly event: Pick<Event, "position" | "stream" | "version">
  readonly type: string
  readonly key?: string
  /** `Behind`: nothing is wrong with it, but with one before it. */
  readonly reason: PoisonEvent["reason"] | "Behind"
  /** The name of the class of what was thrown. Never its message, which may quote the event. */
  readonly error?: string
}

export interface Folded {
  readonly upserts: ReadonlyMap<string, Json>
  readonly deletes: ReadonlyArray<string>
  readonly asides: ReadonlyArray<Aside>
  /** The first event that could not be folded and may not be put aside: nothing of it, or after it, was folded. */
  readonly poison: PoisonEvent | undefined
  /** How many events concerned the projection. */
  readonly events: number
}

export interface Request {
  readonly projection: AnyProjection
  readonly events: ReadonlyArray<Event>
  readonly blocked: Blocked
  /** How many events may be put aside; 0 under a policy that does not. */
  readonly room: number
}

interface Step {
  readonly event: Event
  readonly keys: ReadonlyArray<string>
}

const poisonous = (
  { name }: AnyProjection,
  event: Event,
  reason: PoisonEvent["reason"],
  cause: unknown,
  key?: string
): PoisonEvent =>
  new PoisonEvent({
    projection: name,
    position: event.position,
    stream: event.stream,
    version: event.version,
    type: event.event._tag,
    reason,
    ...(key === undefined ? {} : { key }),
    cause
  })

/** The poison that an event is which cannot be decoded. */
export const undecodable = ({ name }: AnyProjection, cause: CorruptEvent): PoisonEvent => {
  const { position, reason, stream, type, version } = cause
  return new PoisonEvent({ projection: name, position, stream, version, type, reason, cause })
}

/** The record of a poison that is put aside. */
export const asideOf = ({ cause, key, position, reason, stream, type, version }: PoisonEvent): Aside => ({
  event: { position, stream, version } as Aside["event"], // the event's own
  type,
  reason,
  ...(key === undefined ? {} : { key }),
  ...(cause instanceof Error ? { error: cause.name } : {})
})

const behind = (event: Event, key?: string): Aside => ({
  event,
  type: event.event._tag,
  reason: "Behind",
  ...(key === undefined ? {} : { key })
})

/** Collects what is put aside, as long as there is room; what there is no room for is poison. */
const asideIn = (room: { left: number }, asides: Array<Aside>) => (aside: Aside, poison: () => PoisonEvent) => {
  if (room.left <= 0) return poison()
  room.left--
  asides.push(aside)
  return undefined
}

const full = (projection: AnyProjection, event: Event, key?: string) => () =>
  poisonous(projection, event, "TooManyParked", new Error("too many events before it are put aside"), key)

/** Which documents each event changes. */
const plan = ({ blocked, events, projection }: Request, room: { left: number }) => {
  const streams = new Set(blocked.streams)
  const steps: Array<Step> = []
  const asides: Array<Aside> = []
  const putAside = asideIn(room, asides)
  for (const event of events) {
    let poison: PoisonEvent | undefined
    if (streams.has(event.stream)) poison = putAside(behind(event), full(projection, event))
    else {
      try {
        const keys: ReadonlyArray<string> = projection.keys(event)
        if (keys.length > 0) steps.push({ event, keys: keys.length === 1 ? keys : [...new Set(keys)] })
      } catch (cause) {
        const thrown = poisonous(projection, event, "Keys", cause)
        poison = putAside(asideOf(thrown), () => thrown)
        streams.add(event.stream)
      }
    }
    if (poison) return { steps, asides, poison }
  }
  return { steps, asides, poison: undefined }
}

/** Folds the steps into the documents; an event changes all of its documents, or none if it is poison. */
const evolve = (
  { blocked, projection }: Request,
  steps: ReadonlyArray<Step>,
  documents: Map<string, Json | undefined>,
  room: { left: number }
) => {
  const stuck = new Set(blocked.keys)
  const asides: Array<Aside> = []
  const touched = new Set<string>()
  const putAside = asideIn(room, asides)
  /** The documents of one event; they are taken over when all of them are there. */
  const staged = new Map<string, Json | undefined>()
  const foldInto = (event: Event, key: string): PoisonEvent | undefined => {
    if (stuck.has(key)) return putAside(behind(event, key), full(projection, event, key))
    try {
      staged.set(key, projection.evolve(documents.get(key), event, key))
      return undefined
    } catch (cause) {
      const thrown = poisonous(projection, event, "Fold", cause, key)
      stuck.add(key)
      return putAside(asideOf(thrown), () => thrown)
    }
  }
  for (const { event, keys } of steps) {
    staged.clear()
    for (const key of keys) {
      const poison = foldInto(event, key)
      if (poison) return { asides, touched, poison }
    }
    for (const [key, document] of staged) {
      documents.set(key, document)
      touched.add(key)
    }
  }
  return { asides, touched, poison: undefined }
}

/**
 * Folds events of the projection's own families, in order. `load` answers the documents that there are. Every document
 * that was folded is written, also one that is the same object as before: `evolve` may have changed it in place.
 */
export const foldEvents = <E>(
  request: Request,
  load: (keys: ReadonlyArray<string>) => Effect.Effect<ReadonlyMap<string, Json>, E>
): Effect.Effect<Folded, E> => {
  const room = { left: request.room }
  const planned = plan(request, room)
  const keys = new Set<string>()
  for (const step of planned.steps) for (const key of step.keys) keys.add(key)
  const loaded = keys.size === 0 ? Effect.succeed(new Map<string, Json>()) : load([...keys])
  return Effect.map(loaded, (before) => {
    const documents = new Map<string, Json | undefined>(before)
    const evolved = evolve(request, planned.steps, documents, room)
    const upserts = new Map<string, Json>()
    const deletes: Array<string> = []
    for (const key of evolved.touched) {
      const document = documents.get(key)
      if (document !== undefined) upserts.set(key, document)
      else if (before.has(key)) deletes.push(key)
    }
    const poison = evolved.poison ?? planned.poison
    const asides = [...planned.asides, ...evolved.asides]
      .filter(({ event }) => poison === undefined || event.position < poison.position)
      .sort((a, b) => a.event.position - b.event.position)
    return { upserts, deletes, asides, poison, events: planned.steps.length }
  })
}
