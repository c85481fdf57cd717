/** Ways of making a right reactor wrong: what it is told, and what it remembers. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { Checkpoint } from "../Checkpoint.ts"
import type { EventStore } from "../EventStore.ts"
import * as Journal from "../internal/reactor/journal.ts"
import type * as Reactor from "../Reactor.ts"
import { ViewStore } from "../ViewStore.ts"
import { kernel, type Runtime } from "./Runtime.ts"

export type Any = Reactor.Any<never>

/** Reactors that are told something else than what there is. */
export const retold = (change: (right: Any) => Partial<Any>): Partial<Runtime> => ({
  reactors: (reactor) => kernel.reactors({ ...reactor, ...change(reactor) })
})

/** What a reactor remembers, with a difference, or as it is. Whoever writes it meanwhile loses it. */
export const rewrite = Effect.fnUntraced(function*(
  name: string,
  change: (known: Checkpoint) => { readonly to: Checkpoint; readonly deletes?: ReadonlyArray<string> } | undefined
) {
  const views = yield* ViewStore
  const view = Journal.viewOf(name)
  yield* views.define(view, Journal.indexes)
  const known = yield* views.checkpoint(view)
  const changed = Option.getOrUndefined(Option.map(known, change))
  if (Option.isNone(known) || changed === undefined) return
  const fence = yield* views.claim(view, { owner: "nobody", duration: 60_000, takeOver: true })
  const { deletes = [], to } = changed
  yield* views.apply([{ view, fence, from: known.value, to, upserts: new Map(), deletes }])
  yield* views.release(view, "nobody")
})

/** What is done with a reactor's memory before it begins, or after it has ended. */
export const tampered = (
  when: "before" | "after",
  tamper: (name: string) => Effect.Effect<void, unknown, EventStore | ViewStore>
) => ({
  reactors: (reactor: Any) => {
    const done = Effect.ignore(tamper(reactor.name))
    const right = kernel.reactors(reactor)
    const layer = when === "before"
      ? Layer.effectDiscard(done)
      : Layer.effectDiscard(Effect.acquireRelease(Effect.void, () => done))
    return Layer.provideMerge(right, layer)
  }
})
