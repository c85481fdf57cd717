import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as EventFamily from "../src/EventFamily.ts"
import * as EventStore from "../src/EventStore.ts"
import { EventStoreDriver } from "../src/EventStoreDriver.ts"
import * as Expected from "../src/Expected.ts"
import * as KeyVault from "../src/KeyVault.ts"
import * as MemoryEventStore from "../src/MemoryEventStore.ts"
import * as MemoryKeyVault from "../src/MemoryKeyVault.ts"
import * as MemoryViewStore from "../src/MemoryViewStore.ts"
import * as Projection from "../src/Projection.ts"
import * as Projector from "../src/Projector.ts"
import * as Sealed from "../src/Sealed.ts"
import * as StreamId from "../src/StreamId.ts"
import * as Views from "../src/Views.ts"
import { actor, commitId, streamOf } from "./Counter.ts"

const Address = Sealed.field("address", {
  purpose: "contact",
  value: Schema.Struct({ street: Schema.String, since: Schema.Date })
})
const Name = Sealed.field("name", { purpose: "publication", value: Schema.String })
const Signed = EventFamily.make({
  category: "guest",
  events: {
    GuestSigned: {
      name: Name,
      address: Schema.optionalKey(Address),
      second: Schema.optionalKey(Name),
      page: Schema.Int
    }
  }
})

const address = { street: "شارع محمد الخامس \ud800", since: new Date(1e12) }
const guest = (subject = "s"): EventFamily.DraftOf<typeof Signed> => ({
  _tag: "GuestSigned",
  name: Sealed.hide(Name, subject, "Amina"),
  address: Sealed.hide(Address, subject, address),
  page: 1
})

const stream = StreamId.parse("guest-1")
const guests = stream._tag === "Success" ? stream.success : streamOf("never")
const layer = Layer.fresh(EventStore.EventStore.layer.pipe(
  Layer.provideMerge(Layer.mergeAll(MemoryEventStore.layer, MemoryKeyVault.layer, MemoryViewStore.layer))
))
const inMemory = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.provide(effect, layer)

const commit = Effect.fnUntraced(function*(
  event: EventFamily.DraftOf<typeof Signed>,
  { expected = Expected.any, id = "1" }: { readonly expected?: Expected.Expected; readonly id?: string } = {}
) {
  const store = yield* EventStore.EventStore
  return yield* store.commit({
    id: commitId(id),
    actor,
    appends: [EventStore.append(Signed, guests, expected, [event])]
  })
})

const read = Effect.flatMap(
  EventStore.EventStore,
  (store) => Stream.runCollect(store.readStream(Signed, guests))
)

const raw = Effect.flatMap(
  EventStoreDriver,
  (driver) => Effect.map(Stream.runCollect(driver.readAll({})), (chunks) => JSON.stringify(chunks))
)

describe("a personal value in an event", () => {
  it.effect("is stored sealed, and given opened to whoever declares its purpose, as the value it was", () =>
    inMemory(Effect.gen(function*() {
      yield* commit(guest())
      const store = yield* EventStore.EventStore
      const [log, events] = [yield* raw, yield* read]
      for (const word of ["Amina", "شارع", btoa("Amina")]) {
        expect(log).not.toContain(word)
        expect(JSON.stringify(events)).not.toContain(word)
      }
      const [published] = yield* store.openAll(events, ["publication"])
      expect(published?.event).toMatchObject({
        name: "Amina",
        address: { label: "address", purpose: "contact" },
        page: 1
      })
      const [whole] = yield* store.openAll(events, ["publication", "contact"])
      expect(whole?.event).toEqual({ _tag: "GuestSigned", name: "Amina", address, page: 1 })
      expect(yield* store.open(events[0]!, events[0]!.event.name)).toBe("Amina")
      expect(events[0]?.event.name).toMatchObject({ label: "name" })
    })))

  it.effect("is erased with its purpose or with its subject, and the others are as they were", () =>
    inMemory(Effect.gen(function*() {
      yield* commit(guest())
      yield* commit(guest("other"), { id: "2" })
      const [store, vault] = [yield* EventStore.EventStore, yield* KeyVault.KeyVault]
      const opened = Effect.gen(function*() {
        const events = yield* store.openAll(yield* read, ["publication", "contact"])
        return events.map(({ event }) => [event.name, event.address])
      })
      yield* vault.forget("s", "contact")
      expect(yield* opened).toEqual([["Amina", Sealed.erased], ["Amina", address]])
      yield* vault.forget("s")
      expect(yield* opened).toEqual([[Sealed.erased, Sealed.erased], ["Amina", address]])
    })))

  it.effect("opens in its own event only: not in another one, nor in the place of another value", () =>
    inMemory(Effect.gen(function*() {
      yield* commit(guest())
      yield* commit(guest(), { id: "2" })
      const store = yield* EventStore.EventStore
      const [first, second] = yield* read
      const moved = yield* Effect.flip(store.open(second!, first!.event.name))
      expect(moved).toMatchObject({ _tag: "VaultFault", reason: "Damaged" })
      const { box } = first!.event.address!
      const exchanged = { ...first!, event: { ...first!.event, name: Object.assign(first!.event.name, { box }) } }
      expect(yield* Effect.flip(store.openAll([exchanged], ["publication"]))).toMatchObject({ _tag: "VaultFault" })
    })))

  it.effect("is refused when another one of the event has its label and its subject, as each could stand for the other", () =>
    inMemory(Effect.gen(function*() {
      const twice = { ...guest(), second: Sealed.hide(Name, "s", "Fatima") }
      expect(yield* Effect.flip(commit(twice))).toMatchObject({
        _tag: "InvalidEvent",
        detail: expect.stringContaining("each needs its own")
      })
      const ofTwo = { ...guest(), second: Sealed.hide(Name, "other", "Fatima") }
      yield* commit(ofTwo)
      const [event] = yield* (yield* EventStore.EventStore).openAll(yield* read, ["publication"])
      expect([event?.event.name, event?.event.second]).toEqual(["Amina", "Fatima"])
    })))

  it.effect("is refused when it does not fit its field, by an error that does not say what it was", () =>
    inMemory(Effect.gen(function*() {
      const secret = "0612345678"
      const wrong = { ...guest(), name: Sealed.hide(Name, "s", { secret } as unknown as string) }
      const refused = yield* Effect.flip(commit(wrong))
      expect(refused).toMatchObject({ _tag: "InvalidEvent", detail: expect.stringContaining("\"name\"") })
      expect(`${refused.message}${JSON.stringify(refused)}`).not.toContain(secret)
    })))

  it.effect("that is only made up in a payload is not taken for one: what looks like it is never opened", () =>
    inMemory(Effect.gen(function*() {
      const Free = EventFamily.make({ category: "guest", events: { GuestSaid: { anything: Schema.Json } } })
      const store = yield* EventStore.EventStore
      const anything = { subject: "s", purpose: "publication", label: "name", box2: "A".repeat(40), box: 1 }
      const appends = [
        EventStore.append(Free, guests, Expected.any, [{ _tag: "GuestSaid", anything: [anything] }])
      ] as const
      yield* store.commit({ id: commitId("1"), actor, appends })
      const events = yield* Stream.runCollect(store.readStream(Free, guests))
      expect((yield* store.openAll(events, ["publication"]))[0]?.event.anything).toEqual([anything])
    })))
})

describe("the keys of a commit", () => {
  const keyed = Effect.fnUntraced(function*(subject: string) {
    const vault = yield* KeyVault.KeyVault
    const box = { subject, purpose: "publication", context: "c", box: "A".repeat(40) }
    return (yield* Effect.flip(vault.open([box]))).reason !== "NoKey"
  })

  it.effect("are not left behind when it was refused, whatever for", () =>
    inMemory(Effect.gen(function*() {
      const refusals = [
        commit(guest(), { expected: Expected.exists }),
        commit({ ...guest(), page: 1.5 }),
        commit({ ...guest(), second: Sealed.hide(Name, "s", "Fatima") })
      ]
      for (const refusal of refusals) {
        yield* Effect.flip(refusal)
        expect(yield* keyed("s")).toBe(false)
      }
      yield* commit(guest())
      expect(yield* keyed("s")).toBe(true)
    })))

  it.effect("stay when an earlier commit has used them", () =>
    inMemory(Effect.gen(function*() {
      yield* commit(guest())
      yield* Effect.flip(commit(guest(), { id: "2", expected: Expected.noStream }))
      const [event] = yield* (yield* EventStore.EventStore).openAll(yield* read, ["publication"])
      expect(event?.event.name).toBe("Amina")
    })))

  it.effect("stay when another commit came to use them while the one that they were made for was being refused", () => {
    let meanwhile: Effect.Effect<unknown> = Effect.void
    const driver = Layer.effect(
      EventStoreDriver,
      Effect.map(MemoryEventStore.make(), (memory) =>
        EventStoreDriver.of({
          ...memory,
          commit: (one) => {
            const happens = one.appends[0].stream === guests ? meanwhile : Effect.void
            if (one.appends[0].stream === guests) meanwhile = Effect.void
            return Effect.andThen(happens, memory.commit(one))
          }
        }))
    )
    return Effect.gen(function*() {
      const services = yield* Effect.context<EventStore.EventStore>()
      meanwhile = Effect.provide(Effect.orDie(commit(guest(), { id: "2" })), services)
      const refused = yield* Effect.flip(commit(guest(), { expected: Expected.noStream }))
      expect(refused._tag).toBe("Conflict")
      const [event] = yield* (yield* EventStore.EventStore).openAll(yield* read, ["publication"])
      expect(event?.event.name).toBe("Amina")
    }).pipe(Effect.provide(
      EventStore.EventStore.layer.pipe(Layer.provideMerge(Layer.mergeAll(driver, MemoryKeyVault.layer)))
    ))
  })

  it.effect("are known to the log: with the keys of another vault it is not opened once something is sealed in it", () =>
    Effect.gen(function*() {
      const driver = Layer.succeed(EventStoreDriver, yield* MemoryEventStore.make())
      const open = (vault: KeyVault.KeyVault["Service"]) =>
        EventStore.EventStore.layer.pipe(
          Layer.provide(Layer.merge(driver, Layer.succeed(KeyVault.KeyVault, vault)))
        )
      const vaultIn = Layer.build(Layer.fresh(MemoryKeyVault.layer))
      const [mine, other] = yield* Effect.forEach(
        [vaultIn, vaultIn],
        (one) => Effect.flatMap(one, (context) => Effect.provide(Effect.service(KeyVault.KeyVault), context))
      )
      yield* Effect.provide(Effect.void, open(other!))
      yield* Effect.provide(commit(guest()), open(mine!))
      const refused = yield* Effect.flip(Effect.provide(Effect.void, open(other!)))
      expect(refused).toMatchObject({ _tag: "VaultFault", reason: "KeysLost" })
      yield* Effect.provide(commit(guest(), { id: "2" }), open(mine!))
    }).pipe(Effect.scoped))
})

describe("a projection", () => {
  const book = (opens: ReadonlyArray<string>) =>
    Projection.make<{ readonly seen: string }, readonly [typeof Signed], ReadonlyArray<string>>({
      name: `book-${opens.join("-")}`,
      revision: 1,
      opens,
      families: [Signed],
      indexes: [],
      keys: () => ["book"],
      evolve: (document, { event }) => ({
        seen: `${document?.seen ?? ""} ${JSON.stringify([event.name, event.address])}`
      })
    })

  it.effect("is given opened what it declares, and sealed what it does not, beside others that declare more", () =>
    inMemory(Effect.gen(function*() {
      yield* commit(guest())
      yield* commit(guest("gone"), { id: "2" })
      yield* Effect.flatMap(KeyVault.KeyVault, ({ forget }) => forget("gone"))
      const projections = [book([]), book(["publication"]), book(["publication", "contact"])]
      yield* Projector.catchUp({ projections })
      const seen = yield* Effect.forEach(
        projections,
        (one) => Effect.map(Views.getMany(one, ["book"]), (found) => found.get("book")!.seen)
      )
      expect(seen[0]!.match(/Amina|شارع|Erased/g)).toBeNull()
      expect(seen[1]!.match(/Amina|شارع|Erased/g)).toEqual(["Amina", "Erased"])
      expect(seen[2]!.match(/Amina|شارع|Erased/g)).toEqual(["Amina", "شارع", "Erased", "Erased"])
    })))

  it.effect("opens an event once for itself and for the others that declare the same", () =>
    inMemory(Effect.gen(function*() {
      yield* commit(guest())
      yield* commit(guest("other"), { id: "2" })
      const store = yield* EventStore.EventStore
      const asked: Array<readonly [events: number, purposes: string]> = []
      const counting = EventStore.EventStore.of({
        ...store,
        openAll: (events, purposes) => {
          if (events.length > 0) asked.push([events.length, purposes.join()])
          return store.openAll(events, purposes)
        }
      })
      const twin = { ...book(["publication"]), name: "twin" }
      const projections = [book(["publication"]), twin, book(["publication", "contact"])]
      yield* Effect.provideService(Projector.catchUp({ projections }), EventStore.EventStore, counting)
      expect(asked).toEqual([[2, "publication"], [2, "publication,contact"]])
      const seen = yield* Effect.forEach(projections, (one) => Views.getMany(one, ["book"]))
      expect(seen[1]!.get("book")).toEqual(seen[0]!.get("book"))
      expect(seen[2]!.get("book")).not.toEqual(seen[0]!.get("book"))
    })))

  it.effect("that opens something stops with the vault's fault when the keys cannot be read, and no other does", () =>
    inMemory(Effect.gen(function*() {
      yield* commit(guest())
      const store = yield* EventStore.EventStore
      const fault = new KeyVault.VaultFault({ reason: "Unavailable", operation: "open", cause: "disk" })
      const closed = EventStore.EventStore.of({ ...store, openAll: () => Effect.fail(fault) })
      const projections = [book([]), book(["publication"])]
      const stopped = Effect.provideService(Projector.catchUp({ projections }), EventStore.EventStore, closed)
      expect(yield* Effect.flip(stopped)).toBe(fault)
      expect((yield* Views.getMany(projections[0]!, ["book"])).size).toBe(1)
      expect(yield* Effect.flip(Views.getMany(projections[1]!, ["book"]))).toMatchObject({ _tag: "ViewNotReady" })
    })))
})
