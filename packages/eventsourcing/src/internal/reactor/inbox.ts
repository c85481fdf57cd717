/**
 * What other parts of a program, or other programs, ask of a reactor: a view that anybody may write, and that the one who
 * runs the reactor empties. Its checkpoint counts the writes, so that none is lost to another.
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Checkpoint } from "../../Checkpoint.ts"
import * as Position from "../../Position.ts"
import type { Json } from "../../Projection.ts"
import type { StoreFault } from "../../StoreError.ts"
import type * as Timer from "../../Timer.ts"
import type { ViewBatch, ViewId, ViewStore } from "../../ViewStore.ts"
import type { Change } from "./message.ts"

type Views = ViewStore["Service"]

export type Order =
  | { readonly _tag: "Schedule"; readonly timer: Timer.Request }
  | { readonly _tag: "Cancel"; readonly key: string }
  | { readonly _tag: "Replay"; readonly lane: string }
  | { readonly _tag: "Discard"; readonly id: string; readonly lane: string }

export const viewOf = (reactor: string): ViewId => ({ name: `reactor/${reactor}/inbox`, revision: 1, build: 0 })

export const indexes = [{ name: "orders", equal: [], order: ["number"] }] as const

/** A later order about the same thing takes the place of an earlier one. */
const keyOf = (order: Order): string => {
  switch (order._tag) {
    case "Schedule":
      return `timer/${order.timer.key}`
    case "Cancel":
      return `timer/${order.key}`
    case "Replay":
      return `replay/${order.lane}`
    case "Discard":
      return `discard/${order.id}`
  }
}

const countOf = (views: Views, view: ViewId) =>
  Effect.map(
    views.checkpoint(view),
    Option.getOrElse((): Checkpoint => ({ log: "inbox", epoch: "1", position: Position.start }))
  )

const next = (from: Checkpoint): Checkpoint => ({ ...from, position: Position.make(from.position + 1) })

/** Puts an order into the inbox, durably; whoever runs the reactor finds it within a moment, or when it starts. */
export const post = Effect.fnUntraced(function*(views: Views, reactor: string, order: Order) {
  const view = viewOf(reactor)
  yield* views.define(view, indexes)
  const write = Effect.gen(function*() {
    const from = yield* countOf(views, view)
    const document = { number: from.position, order } as unknown as Json
    const upserts = new Map([[keyOf(order), document]])
    yield* views.apply([{ view, fence: 0, from, to: next(from), upserts, deletes: [] }])
  })
  yield* Effect.retry(write, { while: (error) => error._tag === "CheckpointMoved" })
})

export interface Drained {
  readonly changes: ReadonlyArray<Change>
  /** Takes the orders out; refused when another one has come in meanwhile. */
  readonly batch: ViewBatch
}

const changesOf = (order: Order): ReadonlyArray<Change> => {
  if (order._tag !== "Discard") return [order]
  // What was held behind it goes on.
  return [{ _tag: "Discard", id: order.id }, { _tag: "Replay", lane: order.lane }]
}

/** What was ordered, in the order in which it was. */
export const read = Effect.fnUntraced(function*(views: Views, reactor: string) {
  const view = viewOf(reactor)
  const from = yield* countOf(views, view)
  const page = yield* views.query(view, { index: "orders", equal: [], limit: 100 })
  if (page.items.length === 0) return undefined
  // The documents of the view were all written by `post`.
  const orders = page.items.map(({ document }) => (document as unknown as { readonly order: Order }).order)
  const batch: ViewBatch = {
    view,
    fence: 0,
    from,
    to: next(from),
    upserts: new Map(),
    deletes: page.items.map(({ key }) => key)
  }
  const drained: Drained = { changes: orders.flatMap(changesOf), batch }
  return drained
})

export const define = (views: Views, reactor: string): Effect.Effect<void, StoreFault> =>
  views.define(viewOf(reactor), indexes)
