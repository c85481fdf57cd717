/** The newsroom's program in the background, and the way of every call into it and back. */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import type { KeyVault } from "@dateline/eventsourcing/KeyVault"
import type { Position } from "@dateline/eventsourcing/Position"
import { Projector } from "@dateline/eventsourcing/Projector"
import type { Store } from "@dateline/eventsourcing/Store"
import * as Stores from "@dateline/eventsourcing/Stores"
import type { ViewStore } from "@dateline/eventsourcing/ViewStore"
import * as Cause from "effect/Cause"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Commenters from "../../Commenters.ts"
import * as Policies from "../../Policies.ts"
import * as Projections from "../../Projections.ts"
import { NewsroomClosed, Unexpected } from "./errors.ts"

/** What the newsroom's functions need. */
export type Services = EventStore | ViewStore | KeyVault | Projector

export interface Running {
  /** Carries out a read or a command. Rejects with an error that has a `_tag`. */
  readonly run: <A, E>(effect: Effect.Effect<A, E, Services>) => Promise<A>
  /** Carries out a command; when the promise resolves, every view knows of it. */
  readonly command: <A extends { readonly position: Position }, E>(effect: Effect.Effect<A, E, Services>) => Promise<A>
  readonly context: Context.Context<Services>
  /** Calls a function when the newsroom begins to close; answers how to take that back. */
  readonly onClose: (close: () => Promise<void>) => () => void
  readonly close: () => Promise<void>
  readonly isClosed: () => boolean
}

/** An error with a `_tag`, whatever was thrown. */
export const tagged = (error: unknown): unknown =>
  error instanceof Error && "_tag" in error ? error : new Unexpected(error)

const thrown = (cause: Cause.Cause<unknown>): unknown =>
  Cause.hasInterruptsOnly(cause) ? new NewsroomClosed() : tagged(Cause.squash(cause))

const layerOf = (store: Store) =>
  // Whatever program had the store before is gone, or this one could not have opened it.
  Projector.layer({ projections: Projections.all, lease: { takeOver: true } }).pipe(
    Layer.provideMerge(EventStore.layer),
    Layer.provideMerge(Stores.layerOf(store))
  )

/** A new newsroom has conditions of publication, whoever was forgotten stays so, and views that know all that was there before. */
const prepare = Effect.gen(function*() {
  yield* Policies.ensure
  yield* Commenters.uphold
  const [store, projector] = [yield* EventStore, yield* Projector]
  yield* projector.caughtUp(yield* store.head)
})

const knownToViews = <A extends { readonly position: Position }, E>(command: Effect.Effect<A, E, Services>) =>
  Effect.tap(command, ({ position }) => Effect.flatMap(Projector, (projector) => projector.caughtUp(position)))

const valueOf = <A>(exit: Exit.Exit<A, unknown>): A => {
  if (Exit.isSuccess(exit)) return exit.value
  throw thrown(exit.cause)
}

/** Opens the store and follows it. Rejects with whatever keeps the store from being opened. */
export const start = async (store: Store): Promise<Running> => {
  const runtime = ManagedRuntime.make(layerOf(store))
  const opened = await runtime.runPromiseExit(Effect.andThen(prepare, Effect.context<Services>()))
  if (Exit.isFailure(opened)) await runtime.dispose()
  const context = valueOf(opened)

  const pending = new Set<Promise<unknown>>()
  const closers = new Set<() => Promise<void>>()
  let closed: Promise<void> | undefined

  const run: Running["run"] = async (effect) => {
    if (closed !== undefined) throw new NewsroomClosed()
    const exit = runtime.runPromiseExit(effect)
    pending.add(exit)
    try {
      return valueOf(await exit)
    } finally {
      pending.delete(exit)
    }
  }
  /** Subscriptions end, what has begun is carried out, then the files are closed. */
  const shutDown = async () => {
    await Promise.all([...closers].map((close) => close()))
    await Promise.all(pending)
    await runtime.dispose()
  }
  return {
    run,
    command: (effect) => run(knownToViews(effect)),
    context,
    onClose: (close) => {
      closers.add(close)
      return () => closers.delete(close)
    },
    close: () => closed ??= shutDown(),
    isClosed: () => closed !== undefined
  }
}
