/**
 * A reactor's memory: its checkpoint, its timers and its parked messages, in a view of its own that one program at a time
 * may write. Whatever happened since the last step is written with the checkpoint in one.
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Checkpoint } from "../../Checkpoint.ts"
import type { Index, Json } from "../../Projection.ts"
import type { ViewBatch, ViewId, ViewStore } from "../../ViewStore.ts"
import { type Change, type KeptTimer, type Message, messageKey, type Replay, replayKey, timerKey } from "./message.ts"

type Views = ViewStore["Service"]

/** Raised whenever the documents change their form. */
const revision = 1

export const viewOf = (reactor: string): ViewId => ({ name: `reactor/${reactor}`, revision, build: 0 })

export const indexes: ReadonlyArray<Index> = [
  { name: "due", equal: ["kind"], order: ["at"] },
  { name: "places", equal: ["kind"], order: ["place"] },
  { name: "lanes", equal: ["kind", "lane"], order: ["place"] }
]

type Documents = Map<string, Json | undefined>

// The documents of the view were all written here, under the key of their kind.
const asJson = (document: KeptTimer | Message | Replay): Json => document as unknown as Json
const asTimer = (document: Json | undefined): KeptTimer | undefined => document as unknown as KeptTimer | undefined

const discard = (documents: Documents, key: string): void => {
  const message = documents.get(key) as Message | undefined
  if (message !== undefined) documents.set(key, asJson({ ...message, state: "discarded" }))
}

const change = (documents: Documents, step: Change): void => {
  switch (step._tag) {
    case "Schedule":
      return void documents.set(timerKey(step.timer.key), asJson({ kind: "timer", ...step.timer }))
    case "Cancel":
      return void documents.set(timerKey(step.key), undefined)
    case "Fired":
      if (asTimer(documents.get(timerKey(step.key)))?.at === step.at) documents.set(timerKey(step.key), undefined)
      return
    case "Park":
      return void documents.set(messageKey(step.message.id), asJson(step.message))
    case "Discard":
      return discard(documents, messageKey(step.id))
    case "Unpark":
      return void documents.set(messageKey(step.id), undefined)
    case "Replay":
      return void documents.set(replayKey(step.lane), asJson({ kind: "replay", lane: step.lane, place: 0 }))
    case "Replayed":
      return void documents.set(replayKey(step.lane), undefined)
  }
}

/** What a step depends on. */
const lookedAt = (step: Change): ReadonlyArray<string> => {
  if (step._tag === "Fired") return [timerKey(step.key)]
  return step._tag === "Discard" ? [messageKey(step.id)] : []
}

/** The batch that a reactor's steps come to. */
export const batchOf = Effect.fnUntraced(function*(
  views: Views,
  view: ViewId,
  fence: number,
  steps: { readonly from: Checkpoint; readonly to: Checkpoint; readonly changes: ReadonlyArray<Change> }
) {
  const looked = steps.changes.flatMap(lookedAt)
  const before = looked.length === 0 ? new Map<string, Json>() : yield* views.getMany(view, looked)
  const documents: Documents = new Map(before)
  for (const step of steps.changes) change(documents, step)
  const upserts = new Map<string, Json>()
  const deletes: Array<string> = []
  for (const [key, document] of documents) {
    if (before.has(key) && document === before.get(key)) continue
    if (document === undefined) deletes.push(key)
    else upserts.set(key, document)
  }
  const batch: ViewBatch = { view, fence, from: steps.from, to: steps.to, upserts, deletes }
  return batch
})

const most = 200

const documentsOf = <A>(page: { readonly items: ReadonlyArray<{ readonly document: Json }> }): ReadonlyArray<A> =>
  page.items.map(({ document }) => document as unknown as A)

/** The timers that come next, soonest first. */
export const timers = (views: Views, view: ViewId) =>
  Effect.map(views.query(view, { index: "due", equal: ["timer"], limit: most }), documentsOf<KeptTimer>)

/** The lanes that are to be delivered again. */
export const replays = (views: Views, view: ViewId) =>
  Effect.map(views.query(view, { index: "places", equal: ["replay"], limit: most }), documentsOf<Replay>)

/** The first message of a lane. */
export const firstOf = (views: Views, view: ViewId, lane: string) =>
  Effect.map(
    views.query(view, { index: "lanes", equal: ["message", lane], limit: 1 }),
    (page) => Option.fromNullishOr(documentsOf<Message>(page)[0])
  )

/** How many messages are parked in each lane. */
export const countParked = Effect.fnUntraced(function*(views: Views, view: ViewId) {
  const counts = new Map<string, number>()
  let cursor: string | undefined
  do {
    const page: { readonly items: ReadonlyArray<{ readonly document: Json }>; readonly next?: string } = yield* views
      .query(view, { index: "places", equal: ["message"], limit: 1000, ...(cursor === undefined ? {} : { cursor }) })
    for (const { lane } of documentsOf<Message>(page)) counts.set(lane, (counts.get(lane) ?? 0) + 1)
    cursor = page.next
  } while (cursor !== undefined)
  return counts
})
