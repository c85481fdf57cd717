/**
 * What follows a log on somebody's stores: subscriptions, reactors with their timers, and projections. Laws run the
 * kernel's own, so that an author of stores sees them at work there; wrong ones show that the laws can tell.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as References from "effect/References"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as EventFamily from "../EventFamily.ts"
import { EventStore } from "../EventStore.ts"
import { EventStoreDriver } from "../EventStoreDriver.ts"
import * as Expect from "../Expected.ts"
import { KeyVault } from "../KeyVault.ts"
import type { Position } from "../Position.ts"
import * as Projector from "../Projector.ts"
import type * as Reactor from "../Reactor.ts"
import { Reactors } from "../Reactors.ts"
import { ViewStore } from "../ViewStore.ts"
import * as Commits from "./Commits.ts"
import { defaultSizes, type Driver, type Harness, type Views } from "./Harness.ts"
import { type Law, LawBroken, offered, withPatience } from "./Law.ts"

/** How programs run what follows a log. */
export interface Runtime {
  /** The event store over a driver; it is its subscriptions that laws are about. */
  readonly store: (driver: Driver) => Effect.Effect<EventStore["Service"], unknown, Scope.Scope>
  readonly reactors: (reactor: Reactor.Any<never>) => Layer.Layer<Reactors, unknown, EventStore | ViewStore>
  readonly catchUp: typeof Projector.catchUp
  readonly rebuild: typeof Projector.rebuild
}

/** The kernel's own. */
export const kernel: Runtime = {
  store: (driver) =>
    Effect.provide(
      EventStore,
      Layer.fresh(EventStore.layer).pipe(Layer.provide([Layer.succeed(EventStoreDriver, driver), KeyVault.layerNone]))
    ),
  reactors: (reactor) => Reactors.layer([reactor]),
  catchUp: Projector.catchUp,
  rebuild: Projector.rebuild
}

/** The events that laws write: a text each. */
export const Notes = EventFamily.make({ category: "note", events: { Noted: { text: Schema.String } } })

/** A log that is followed. */
export interface Followed {
  readonly driver: Driver
  readonly store: EventStore["Service"]
  readonly runtime: Runtime
  /** Commits an event for each text to the stream of this name; answers the position of the last. */
  readonly write: (name: string, first: string, ...rest: ReadonlyArray<string>) => Effect.Effect<Position, unknown>
}

/** A log that is followed by what remembers in views. */
export interface Followers extends Followed {
  readonly views: Views
  /** Another log, new and empty. */
  readonly another: Effect.Effect<Followed, unknown, Scope.Scope>
}

const followedOver = Effect.fnUntraced(function*(driver: Driver, runtime: Runtime) {
  let commits = 0
  const write: Followed["write"] = (name, first, ...rest) =>
    Effect.flatMap(
      driver.commit(Commits.commit(`w${commits++}`, [Commits.append(`note-${name}`, Expect.any, first, ...rest)])),
      (outcome) =>
        outcome._tag === "Committed"
          ? Effect.succeed(outcome.receipt.position)
          : Effect.fail(new LawBroken({ detail: `a commit without conditions was answered by ${outcome._tag}` }))
    )
  return { driver, runtime, write, store: yield* runtime.store(driver) } satisfies Followed
})

const openLog = (harness: Harness) => {
  const opened = Effect.flatten(offered("a log (open)", harness.open))
  return Effect.flatMap(opened, ({ driver }) => followedOver(driver, harness.runtime ?? kernel))
}

/** A law about subscriptions to a log; `over` opens an event store over a changed driver. */
export const subscriptionLaw = (
  name: string,
  check: (
    log: Followed,
    over: (driver: Driver) => Effect.Effect<EventStore["Service"], unknown, Scope.Scope>
  ) => Effect.Effect<void, unknown, Scope.Scope>
): Law => ({
  name,
  check: (harness) =>
    withPatience(Effect.flatMap(openLog(harness), (log) => check(log, log.runtime.store)), {
      ...defaultSizes,
      ...harness.sizes
    })
})

/** A law about what follows a log and remembers in views. */
export const followerLaw = (
  name: string,
  check: (followers: Followers) => Effect.Effect<void, unknown, Scope.Scope>
): Law => ({
  name,
  check: (harness) => {
    const followers = Effect.gen(function*() {
      const log = yield* openLog(harness)
      const { views } = yield* Effect.flatten(offered("a place for views (views)", harness.views))
      return { ...log, views, another: openLog(harness) }
    })
    // Laws bring about what runtimes warn of.
    const quietly = Effect.provideService(Effect.flatMap(followers, check), References.MinimumLogLevel, "None")
    return withPatience(quietly, { ...defaultSizes, ...harness.sizes })
  }
})

type Stores = EventStore | ViewStore

/** With the log and its views as the program's own. */
export const withStores = (
  { store, views }: Followers
): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, Exclude<R, Stores>> =>
  Effect.provide(Layer.merge(Layer.succeed(EventStore, store), Layer.succeed(ViewStore, views)))

/** A program that runs a reactor for as long as the effect takes, and then ends. */
export const program = <A>(
  followers: Followers,
  reactor: Reactor.Any<never>,
  effect: (reactors: Reactors["Service"]) => Effect.Effect<A, unknown, Stores>
): Effect.Effect<A, unknown> =>
  Effect.provide(Effect.flatMap(Reactors, effect), Layer.fresh(followers.runtime.reactors(reactor))).pipe(
    withStores(followers)
  )

/** Waits until it is so; patience is the law's. */
export const until = (isSo: () => boolean): Effect.Effect<void> =>
  Effect.repeat(Effect.sleep(1), { until: isSo }).pipe(Effect.asVoid)
