/** What reactors must be while they run, on somebody's driver and view store; what comes of restarts is apart. */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as ParkedMessages from "../ParkedMessages.ts"
import { type Law, same } from "./Law.ts"
import { noting, settled } from "./noting.ts"
import { followerLaw, program, until, withStores } from "./Runtime.ts"

const sameKey = followerLaw(
  "every event has one key of its own, at every try and in every program",
  (log) =>
    Effect.gen(function*() {
      yield* log.write("a", "1")
      yield* log.write("b", "1", "2")
      const first = noting((event, { attempt }) => {
        if (event === "a1") return Effect.never
        return attempt < 3 ? Effect.fail("not yet") : Effect.void
      })
      yield* program(log, first.reactor, () => until(() => first.told.length === 7))
      const second = noting()
      yield* program(log, second.reactor, settled(log))
      const keys = new Map<string, Set<string>>()
      for (const { event, key } of [...first.told, ...second.told]) {
        keys.set(event, (keys.get(event) ?? new Set()).add(key))
      }
      yield* same("keys of each event", [1, 1, 1], [...keys.values()].map((own) => own.size))
      yield* same("keys of all", 3, new Set([...keys.values()].flatMap((own) => [...own])).size)
    })
)

const inOrder = followerLaw(
  "events of one key are reacted to one after another, in their order",
  (log) =>
    Effect.gen(function*() {
      yield* log.write("a", "1", "2", "3", "4", "5", "6")
      let busy = 0
      let together = 0
      const { events, reactor } = noting(() =>
        Effect.gen(function*() {
          together = Math.max(together, ++busy)
          for (let n = 0; n < 5; n++) yield* Effect.yieldNow
          busy--
        })
      )
      yield* program(log, reactor, settled(log))
      yield* same("at once", 1, together)
      yield* same("in order", ["a1", "a2", "a3", "a4", "a5", "a6"], events())
    })
)

const beside = followerLaw(
  "a reaction that takes its time keeps no other key waiting",
  (log) =>
    Effect.gen(function*() {
      yield* log.write("a", "1")
      yield* log.write("b", "1")
      const gate = yield* Deferred.make<void>()
      const react = (event: string) => event === "a1" ? Deferred.await(gate) : Effect.void
      const { events, reactor } = noting(react, { concurrency: 2 })
      yield* program(log, reactor, (reactors) =>
        Effect.gen(function*() {
          yield* until(() => events().includes("b1"))
          yield* Deferred.succeed(gate, undefined)
          yield* settled(log)(reactors)
        }))
    })
)

const window = 5

const inWindow = followerLaw(
  "a reactor has no more events in hand than its window, however slow it is, and is told of all",
  (log) =>
    Effect.gen(function*() {
      const names = Array.from({ length: 30 }, (_, n) => `s${n}x`)
      for (const name of names) yield* log.write(name, "1")
      const gate = yield* Deferred.make<void>()
      const { events, reactor } = noting(() => Deferred.await(gate), { window, concurrency: 100 })
      yield* program(log, reactor, (reactors) =>
        Effect.gen(function*() {
          yield* until(() => events().length >= window)
          for (let n = 0; n < 20; n++) yield* Effect.andThen(log.driver.head, Effect.yieldNow)
          yield* same("in hand", window, events().length)
          yield* Deferred.succeed(gate, undefined)
          yield* settled(log)(reactors)
        }))
      yield* same("in the end", names.map((name) => `${name}1`).toSorted(), events().toSorted())
    })
)

const parked = followerLaw(
  "a message that fails in every try is put aside, and is delivered when somebody asks for it again",
  (log) =>
    Effect.gen(function*() {
      yield* log.write("a", "1")
      let broken = true
      const { events, reactor, told } = noting(() => broken ? Effect.fail("down") : Effect.void)
      const list = withStores(log)(ParkedMessages.list("noting", { limit: 10 }))
      yield* program(log, reactor, (reactors) =>
        Effect.gen(function*() {
          yield* settled(log)(reactors)
          const { items } = yield* list
          yield* same("put aside", [["parked", 3]], items.map(({ attempts, state }) => [state, attempts]))
          broken = false
          told.length = 0
          yield* ParkedMessages.replay("noting", items[0]!.id)
          yield* until(() => events().includes("a1"))
          yield* Effect.repeat(list, { until: (page) => page.items.length === 0 })
        }))
    })
)

const heldBehind = followerLaw(
  "what follows a parked message under its key waits for it, and comes after it",
  (log) =>
    Effect.gen(function*() {
      yield* log.write("a", "1", "2", "3")
      let broken = true
      const { events, reactor, told } = noting((event) => broken && event === "a2" ? Effect.fail("down") : Effect.void)
      yield* program(log, reactor, (reactors) =>
        Effect.gen(function*() {
          yield* settled(log)(reactors)
          yield* same("meanwhile", ["a1", "a2", "a2", "a2"], events())
          broken = false
          told.length = 0
          const { items: [first] } = yield* ParkedMessages.list("noting", { limit: 1 })
          if (first) yield* ParkedMessages.replay("noting", first.id)
          yield* until(() => events().length >= 2)
          yield* same("then", ["a2", "a3"], events())
        }))
    })
)

/** The laws of keys, order, windows and parked messages. */
export const reactorLaws: ReadonlyArray<Law> = [sameKey, inOrder, beside, inWindow, parked, heldBehind]
