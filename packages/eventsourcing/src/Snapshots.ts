/**
 * Keeps folded states of long streams, so that loading one costs the time of its tail. Only deciders that say how a state
 * is kept have snapshots (`Decider.snapshot`). A snapshot is a favour and never the truth: one that is damaged, of
 * another fold, or of a stream that went another way is passed over and made anew.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import * as Layer from "effect/Layer"
import type { Checkpoint } from "./Checkpoint.ts"
import { sha256 } from "./internal/sha256.ts"
import * as Position from "./Position.ts"
import type { Json } from "./Projection.ts"
import { StoreFault } from "./StoreError.ts"
import { ViewStore } from "./ViewStore.ts"

/** A folded state as it is kept. */
export interface Kept {
  /** Of the decider's fold; a state of another revision is of no use. */
  readonly revision: number
  /** The version of the last event that was folded. */
  readonly version: number
  /** The id of that event: proof that the stream is still the one that was folded. */
  readonly event: string
  /** The state as JSON text. */
  readonly state: string
}

export interface SnapshotsService {
  /** What was last kept for a stream, if it is intact. */
  readonly load: (log: string, stream: string) => Effect.Effect<Kept | undefined, StoreFault>
  readonly save: (log: string, stream: string, snapshot: Kept) => Effect.Effect<void, StoreFault>
}

/** The store of snapshots in force; none unless a program provides one, such as with {@link layer}. */
export const Snapshots: Context.Reference<SnapshotsService | undefined> = Context.Reference(
  "@dateline/eventsourcing/Snapshots",
  { defaultValue: (): SnapshotsService | undefined => undefined }
)

const view = { name: "snapshots", revision: 1, build: 0 } as const

/** The documents belong to streams and not to a place in a log, so their checkpoint stands still. */
const still: Checkpoint = { log: "snapshots", epoch: "1", position: Position.start }

const keyOf = (log: string, stream: string): string => `${log} ${stream}`

const digestOf = ({ event, revision, state, version }: Kept): string =>
  Hex.encode(sha256(`${revision} ${version} ${event} ${state}`))

/** The snapshot in a document, if it is one and says what was written. */
const read = (document: Json | undefined): Kept | undefined => {
  if (typeof document !== "object" || document === null) return undefined
  const { digest, ...snapshot } = document as unknown as Kept & { readonly digest: string }
  return typeof snapshot.state === "string" && digest === digestOf(snapshot) ? snapshot : undefined
}

/** The view is defined when the layer is built, and is nobody's to write alone: anything else is a store gone wrong. */
const asFault = (cause: { readonly _tag: string }): StoreFault =>
  cause instanceof StoreFault ? cause : new StoreFault({ operation: "snapshots", cause, retryable: false })

/** Keeps snapshots as documents of a view of their own. */
export const make: Effect.Effect<SnapshotsService, StoreFault, ViewStore> = Effect.gen(function*() {
  const views = yield* ViewStore
  yield* views.define(view, [])
  return {
    load: (log, stream) => {
      const key = keyOf(log, stream)
      return Effect.mapError(Effect.map(views.getMany(view, [key]), (found) => read(found.get(key))), asFault)
    },
    save: (log, stream, snapshot) => {
      const document: Json = { ...snapshot, digest: digestOf(snapshot) }
      const upserts = new Map([[keyOf(log, stream), document]])
      // Nobody moves the checkpoint, so that many processes can keep snapshots at once; the last one is as good as any.
      return Effect.mapError(
        views.apply([{ view, fence: 0, from: still, to: still, upserts, deletes: [] }]),
        asFault
      )
    }
  }
})

/** Snapshots in the program's view store. Fails with `StoreFault` when the view cannot be made ready. */
export const layer: Layer.Layer<never, StoreFault, ViewStore> = Layer.effect(Snapshots, make)
