/** A small model for the kernel's own tests: a counter that may not go below zero, and the person who last used it. */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as CommitId from "../src/CommitId.ts"
import type { Decider } from "../src/Decider.ts"
import * as EventFamily from "../src/EventFamily.ts"
import * as EventStore from "../src/EventStore.ts"
import * as MemoryEventStore from "../src/MemoryEventStore.ts"
import * as MemoryKeyVault from "../src/MemoryKeyVault.ts"
import * as MemoryViewStore from "../src/MemoryViewStore.ts"
import * as Projection from "../src/Projection.ts"
import * as Sealed from "../src/Sealed.ts"
import * as StreamId from "../src/StreamId.ts"

export const Email = Sealed.field("email", { purpose: "contact", value: Schema.String })

export const Events = EventFamily.make({
  category: "counter",
  events: {
    Increased: { by: Schema.Int },
    Decreased: { by: Schema.Int },
    Named: { by: Schema.String, email: Email }
  },
  upcasters: {
    // Version 1 counted in single steps and said nothing of how many.
    Increased: [{ changes: "It says by how much.", upcast: () => ({ by: 1 }) }]
  },
  tags: (event) => event._tag === "Named" ? ["named"] : []
})

export type Event = EventFamily.EventOf<typeof Events>

export class BelowZero extends Data.TaggedError("BelowZero")<{ readonly count: number }> {}

export type Command =
  | { readonly _tag: "Increase"; readonly by: number }
  | { readonly _tag: "Decrease"; readonly by: number }
  | { readonly _tag: "SetTo"; readonly count: number }
  | { readonly _tag: "Name"; readonly by: string; readonly email: string }

export const Counter: Decider<number, Command, Event, BelowZero> = {
  initial: 0,
  decide: (command, count) => {
    switch (command._tag) {
      case "Increase":
        return Result.succeed([{ _tag: "Increased", by: command.by }])
      case "Decrease":
        return command.by > count
          ? Result.fail(new BelowZero({ count }))
          : Result.succeed([{ _tag: "Decreased", by: command.by }])
      case "SetTo":
        return Result.succeed(command.count === count ? [] : [{ _tag: "Increased", by: command.count - count }])
      case "Name":
        return Result.succeed([
          { _tag: "Named", by: command.by, email: Sealed.hide(Email, `person-${command.by}`, command.email) }
        ])
    }
  },
  evolve: (count, { event }) => {
    switch (event._tag) {
      case "Increased":
        return count + event.by
      case "Decreased":
        return count - event.by
      case "Named":
        return count
    }
  }
}

export interface CounterDocument {
  readonly name: string
  readonly count: number
}

/** One document for each counter, gone when it comes back to zero. */
export const Counts = Projection.make({
  name: "counts",
  revision: 1,
  families: [Events],
  indexes: [{ name: "byCount", equal: [], order: ["count"] }],
  keys: (event) => event.event._tag === "Named" ? [] : [StreamId.localId(event.stream)],
  evolve: (document: CounterDocument | undefined, event, key): CounterDocument | undefined => {
    const count = Counter.evolve(document?.count ?? 0, event)
    return count === 0 ? undefined : { name: key, count }
  }
})

export const streamOf = (name: string): StreamId.StreamId => Result.getOrThrow(StreamId.make("counter", name))

export const actor = { role: "tester", id: "kernel" } as const

export const commitId = (text: string): CommitId.CommitId => Result.getOrThrow(CommitId.parse(text))

/** Stores and vault in memory, new for every test. */
export const layerMemory = Layer.fresh(
  EventStore.EventStore.layer.pipe(
    Layer.provideMerge(Layer.mergeAll(MemoryEventStore.layer, MemoryKeyVault.layer, MemoryViewStore.layer))
  )
)

export const inMemory = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.provide(effect, layerMemory)
