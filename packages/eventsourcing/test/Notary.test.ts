import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as EventStore from "../src/EventStore.ts"
import { EventStoreDriver, type RecordedRaw } from "../src/EventStoreDriver.ts"
import * as Expected from "../src/Expected.ts"
import { commitDigest } from "../src/internal/digest.ts"
import * as KeyVault from "../src/KeyVault.ts"
import * as MemoryEventStore from "../src/MemoryEventStore.ts"
import * as MemoryKeyVault from "../src/MemoryKeyVault.ts"
import * as MemoryViewStore from "../src/MemoryViewStore.ts"
import * as Notary from "../src/Notary.ts"
import * as Sealed from "../src/Sealed.ts"
import { actor, commitId, Email, type Event, Events, streamOf } from "./Counter.ts"

type Change = (events: ReadonlyArray<RecordedRaw>) => ReadonlyArray<RecordedRaw>

/** What somebody with access to the storage makes of the log, behind everybody's back. */
const tampering: { change: Change } = { change: (events) => events }

const layer = EventStore.EventStore.layer.pipe(
  Layer.provideMerge(Layer.effect(
    EventStoreDriver,
    Effect.map(MemoryEventStore.make(), (driver) => ({
      ...driver,
      readAll: (options) =>
        Stream.map(driver.readAll(options), (chunk) => ({ ...chunk, events: tampering.change(chunk.events) }))
    }))
  )),
  Layer.provideMerge(Layer.mergeAll(MemoryKeyVault.layer, MemoryViewStore.layer))
)

const tampered = <A, E, R>(change: Change, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.acquireUseRelease(
    Effect.sync(() => void (tampering.change = change)),
    () => effect,
    () => Effect.sync(() => void (tampering.change = (events) => events))
  )

let ids = 0
const increase = (by: number) => append({ _tag: "Increased", by })
const append = (event: Event) =>
  Effect.flatMap(EventStore.EventStore, (store) =>
    store.commit({
      id: commitId(`n${ids++}`),
      actor,
      appends: [EventStore.append(Events, streamOf("a"), Expected.any, [event])]
    }))

/** Three commits, a head, two more commits, a head. */
const notarized = Effect.gen(function*() {
  const { key, secret } = yield* Notary.makeKeys
  const signer = yield* Notary.signer(secret)
  yield* Effect.forEach([1, 2, 3], increase)
  const first = Option.getOrThrow(yield* Notary.extend(signer))
  yield* Effect.forEach([4, 5], increase)
  const second = Option.getOrThrow(yield* Notary.extend(signer))
  return { key, signer, heads: [first, second], trusted: [key] }
})

/** The event with another payload, and a digest that fits it: what a careful forger would write. */
const forged = (position: number): Change => (events) =>
  events.map((event) => {
    if (event.position !== position) return event
    const other = { ...event, payload: "{\"by\":1000}" }
    const digest = commitDigest(event.commit.id, actor, [{ stream: event.stream, events: [other] }])
    return { ...other, commit: { ...event.commit, digest } }
  })

const refuted = (change: Change) =>
  Effect.gen(function*() {
    const { heads, trusted } = yield* notarized
    return yield* tampered(change, Effect.flip(Notary.verify({ heads, trusted })))
  })

describe("a notary", () => {
  it.effect("keeps heads that hold for the log that they were made of", () =>
    Effect.gen(function*() {
      const { heads, key, signer, trusted } = yield* notarized
      expect(heads.map(({ position, commits }) => [position, commits])).toEqual([[3, 3], [5, 5]])
      expect(yield* Notary.heads).toEqual(heads)
      expect(heads.every((head) => head.key === key)).toBe(true)
      expect(yield* Notary.extend(signer)).toEqual(Option.none())
      yield* increase(6)
      expect(yield* Notary.verify({ heads, trusted })).toBe(5)
      expect(yield* Notary.verify({ heads: heads.slice(1), trusted })).toBe(5)
    }).pipe(Effect.provide(layer)))

  it.effect("names the positions between which the log was changed, however well it was forged", () =>
    Effect.gen(function*() {
      const error = yield* refuted(forged(4))
      expect(error).toMatchObject({ _tag: "HeadRefuted", reason: "Chain", holdsUpTo: 3 })
      expect(error.message).toBe("The log was changed between positions 4 and 5")
    }).pipe(Effect.provide(layer)))

  it.effect("finds an event that does not fit its own digest", () =>
    Effect.gen(function*() {
      const change: Change = (events) =>
        events.map((event) => event.position === 2 ? { ...event, payload: "{\"by\":7}" } : event)
      expect(yield* refuted(change)).toMatchObject({ _tag: "LogDamaged", position: 2 })
    }).pipe(Effect.provide(layer)))

  it.effect("misses what was cut off at the end", () =>
    Effect.gen(function*() {
      const error = yield* refuted((events) => events.filter(({ position }) => position < 5))
      expect(error).toMatchObject({ _tag: "HeadRefuted", reason: "Missing", holdsUpTo: 3 })
    }).pipe(Effect.provide(layer)))

  it.effect("believes no head that was changed, that a stranger signed, or that is of another log", () =>
    Effect.gen(function*() {
      const { heads: [head], trusted } = yield* notarized
      const reason = (heads: ReadonlyArray<Notary.Head>, keys = trusted) =>
        Effect.map(Effect.flip(Notary.verify({ heads, trusted: keys })), (error) => "reason" in error && error.reason)
      const stranger = yield* Notary.makeKeys
      expect(yield* reason([{ ...head!, commits: 2 }])).toBe("Signature")
      expect(yield* reason([head!], [stranger.key])).toBe("Signature")
      expect(yield* reason([{ ...head!, key: stranger.key }], [stranger.key])).toBe("Signature")
      const elsewhere = yield* Effect.provide(notarized, Layer.fresh(layer))
      expect(yield* reason(elsewhere.heads, elsewhere.trusted)).toBe("Log")
    }).pipe(Effect.provide(layer)))

  it.effect("vouches for the log as before when a person has been forgotten", () =>
    Effect.gen(function*() {
      const { signer } = yield* notarized
      yield* append({ _tag: "Named", by: "x", email: Sealed.hide(Email, "person-x", "x@example.org") })
      const head = Option.getOrThrow(yield* Notary.extend(signer))
      yield* Effect.flatMap(KeyVault.KeyVault, (vault) => vault.forget("person-x"))
      expect(yield* Notary.verify({ heads: [head], trusted: [signer.key] })).toBe(head.position)
    }).pipe(Effect.provide(layer)))

  it.effect("signs nothing that is not what was written", () =>
    Effect.gen(function*() {
      const { signer } = yield* notarized
      yield* increase(6)
      const change: Change = (events) =>
        events.map((event) => event.position === 6 ? { ...event, payload: "{\"by\":7}" } : event)
      expect(yield* tampered(change, Effect.flip(Notary.extend(signer)))).toMatchObject({ _tag: "LogDamaged" })
      expect((yield* Notary.heads).length).toBe(2)
    }).pipe(Effect.provide(layer)))

  it.effect("tells a secret that is none", () =>
    Effect.gen(function*() {
      expect(yield* Effect.flip(Notary.signer("not a key"))).toMatchObject({ _tag: "SignerFault" })
    }))
})
