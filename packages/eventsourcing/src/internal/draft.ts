/** Documents that have been folded and are not written yet: a document that changes on every page is written once for many. */
import * as Effect from "effect/Effect"
import type { Json } from "../Projection.ts"
import type { Folded } from "./foldEvents.ts"

export interface Draft {
  /** By key; `undefined` for one that is gone. */
  readonly documents: Map<string, Json | undefined>
  /** Events that were folded into it. */
  events: number
  /** When the first of them was, in milliseconds since the Unix epoch. */
  since: number
}

type Documents = ReadonlyMap<string, Json>

/** A draft with many documents is written with the page that it ends with, so that it stays small in memory. */
const mostDocuments = 2000

/** A draft is written after so long, in milliseconds, however little there is: a kill loses no more than that. */
const longest = 1000

export const make = (): Draft => ({ documents: new Map(), events: 0, since: 0 })

export const clear = (draft: Draft): void => {
  draft.documents.clear()
  draft.events = 0
}

/** Reads documents as they are in the draft, or else as they are stored. */
export const loading =
  <E>({ documents }: Draft, load: (keys: ReadonlyArray<string>) => Effect.Effect<Documents, E>) =>
  (keys: ReadonlyArray<string>): Effect.Effect<Documents, E> => {
    const missing = keys.filter((key) => !documents.has(key))
    const stored = missing.length === 0 ? Effect.succeed<Documents>(new Map()) : load(missing)
    return missing.length === keys.length ? stored : Effect.map(stored, (found) => {
      const all = new Map(found)
      for (const key of keys) {
        const document = documents.get(key)
        if (document !== undefined) all.set(key, document)
      }
      return all
    })
  }

export const keep = (draft: Draft, { deletes, events, upserts }: Omit<Folded, "asides" | "poison">, now = 0): void => {
  if (draft.events === 0) draft.since = now
  draft.events += events
  for (const [key, document] of upserts) draft.documents.set(key, document)
  for (const key of deletes) draft.documents.set(key, undefined)
}

/** Whether it is time to write it. */
export const isFull = ({ documents, events, since }: Draft, batchSize: number, now: number): boolean =>
  events >= batchSize || documents.size >= mostDocuments || events > 0 && now - since >= longest

export const changesOf = ({ documents }: Draft) => {
  const upserts = new Map<string, Json>()
  const deletes: Array<string> = []
  for (const [key, document] of documents) {
    if (document === undefined) deletes.push(key)
    else upserts.set(key, document)
  }
  return { upserts, deletes }
}
