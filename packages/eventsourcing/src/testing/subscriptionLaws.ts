/** What whoever follows a log must be given, on somebody's driver. */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import type { EventStore, SubscribeOptions } from "../EventStore.ts"
import type { ReadAllOptions } from "../EventStoreDriver.ts"
import * as Position from "../Position.ts"
import * as Commits from "./Commits.ts"
import type { Driver } from "./Harness.ts"
import { type Law, same } from "./Law.ts"
import { Notes, subscriptionLaw, until } from "./Runtime.ts"

type Store = EventStore["Service"]
type After = SubscribeOptions<unknown>["after"]

const pagesOf = (store: Store, after: After, pageSize: number) =>
  store.subscribe({ families: [Notes], pageSize, ...(after === undefined ? {} : { after }) })

/** The positions that a subscription brings, up to one of them. */
const upTo = (store: Store, last: number, after?: After) =>
  pagesOf(store, after, 3).pipe(
    Stream.flatMap(({ events }) => Stream.fromIterable(events.map(({ position }): number => position))),
    Stream.takeUntil((position) => position >= last),
    Stream.runCollect
  )

const positions = (driver: Driver) =>
  Effect.map(Commits.all(driver), (events) => events.map(({ position }): number => position))

const texts = (
  count: number
): [string, ...Array<string>] => ["0", ...Array.from({ length: count - 1 }, (_, n) => `${n + 1}`)]

const once = subscriptionLaw(
  "a subscription brings every event once and in order: what was there before it, and what comes after",
  ({ driver, store, write }) =>
    Effect.gen(function*() {
      yield* write("before", ...texts(12))
      const seen: Array<number> = []
      // Somebody writes whenever a page was taken: also after the one with which the log was read to its end.
      let writes = 0
      yield* Effect.forkScoped(
        Stream.runForEach(pagesOf(store, undefined, 3), ({ events }) => {
          seen.push(...events.map(({ position }) => position))
          return writes++ < 10 ? write("meanwhile", "a") : Effect.void
        })
      )
      yield* until(() => writes >= 10)
      const last = yield* write("after", "b")
      yield* until(() => seen.includes(last))
      yield* same("what it was given", yield* positions(driver), seen)
    })
)

const anywhere = subscriptionLaw(
  "a subscription goes on from any position and from any checkpoint, and at the end begins with what comes then",
  ({ driver, store, write }) =>
    Effect.gen(function*() {
      for (let n = 0; n < 4; n++) yield* write("note", ...texts(3))
      const all = yield* positions(driver)
      const last = all.at(-1)!
      for (const at of all.slice(0, -1)) {
        const position = Position.make(at)
        const rest = all.filter((other) => other > at)
        yield* same(`after position ${at}`, rest, yield* upTo(store, last, position))
        const checkpoint = { log: store.log.id, epoch: store.log.epoch, position }
        yield* same(`after a checkpoint at ${at}`, rest, yield* upTo(store, last, checkpoint))
      }
      const seen: Array<number> = []
      const taking = Stream.runForEach(pagesOf(store, "end", 3), ({ events }) =>
        Effect.sync(() => seen.push(...events.map(({ position }) => position))))
      yield* Effect.forkScoped(taking)
      // When it has begun is its own affair, so somebody writes until it is heard.
      while (seen.length === 0) {
        yield* Effect.andThen(write("end", "a"), Effect.sleep(1))
      }
      const final = yield* write("end", "b")
      yield* until(() =>
        seen.includes(final)
      )
      const later = (yield* positions(driver)).filter((position) => position >= seen[0]!)
      yield* same("that nothing from before is brought", true, seen[0]! > last)
      yield* same("from the end on", later, seen)
    })
)

/** A driver that counts the pages that are read of it. */
const counting = (driver: Driver) => {
  const read = { pages: 0 }
  const counted: Driver = {
    ...driver,
    readAll: (options: ReadAllOptions) =>
      Stream.tap(driver.readAll(options), () => Effect.sync(() => void read.pages++))
  }
  return { read, counted }
}

/** Pages that may be in memory: the one in hand, the next one, and one between the two. */
const mostPages = 3

const bounded = subscriptionLaw(
  "a subscription reads no further than a few pages ahead of a slow consumer",
  ({ driver, write }, over) =>
    Effect.gen(function*() {
      for (let n = 0; n < 8; n++) yield* write("note", ...texts(5))
      const { counted, read } = counting(driver)
      const ahead: Array<number> = []
      let taken = 0
      const slow = pagesOf(yield* over(counted), undefined, 2).pipe(
        Stream.takeUntil(({ head, position }) => position >= head),
        Stream.runForEach(() =>
          Effect.gen(function*() {
            taken++
            for (let n = 0; n < 5; n++) yield* Effect.andThen(driver.head, Effect.yieldNow)
            ahead.push(read.pages - taken)
          })
        )
      )
      yield* slow
      yield* same("pages", 20, taken)
      yield* same("that it was too far ahead", [], ahead.filter((pages) => pages > mostPages))
    })
)

const patient = subscriptionLaw(
  "a consumer that stands still keeps no writer waiting, and is then given everything",
  ({ driver, store, write }) =>
    Effect.gen(function*() {
      const first = yield* write("note", "first")
      const seen: Array<number> = []
      const [standing, goOn] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
      const consumer = Stream.runForEach(pagesOf(store, undefined, 3), ({ events }) => {
        seen.push(...events.map(({ position }) => position))
        return seen.length === 2
          ? Effect.andThen(Deferred.succeed(standing, undefined), Deferred.await(goOn))
          : Effect.void
      })
      yield* Effect.forkScoped(consumer)
      yield* until(() => seen.includes(first))
      yield* write("note", "second")
      yield* Deferred.await(standing)
      for (let n = 0; n < 40; n++) yield* write("note", ...texts(3))
      yield* Deferred.succeed(goOn, undefined)
      const all = yield* positions(driver)
      yield* until(() => seen.includes(all.at(-1)!))
      yield* same("what it was given", all, seen)
    })
)

const elsewhere = subscriptionLaw(
  "a place that the log has not come to, or that is of another log or epoch, is refused",
  ({ store, write }) =>
    Effect.gen(function*() {
      const position = yield* write("note", "a")
      const own = { log: store.log.id, epoch: store.log.epoch, position }
      const ahead = Position.make(position + 1)
      const places: ReadonlyArray<After> = [
        ahead,
        { ...own, position: ahead },
        { ...own, log: `${own.log}-other` },
        { ...own, epoch: `${own.epoch}-other` }
      ]
      for (const after of places) {
        const refused = Effect.flip(Stream.runHead(pagesOf(store, after, 3)))
        const waited = Effect.as(Effect.sleep(1000), { _tag: "nothing" })
        yield* same(
          `from ${JSON.stringify(after)}`,
          "CheckpointFromElsewhere",
          (yield* Effect.raceFirst(refused, waited))._tag
        )
      }
    })
)

const unhinted = subscriptionLaw(
  "a subscription that is told of nothing looks by itself",
  ({ driver, write }, over) =>
    Effect.gen(function*() {
      const deaf = yield* over({ ...driver, changed: Stream.never })
      const first = yield* write("note", "a")
      const seen: Array<number> = []
      const taking = Stream.runForEach(pagesOf(deaf, undefined, 3), ({ events }) =>
        Effect.sync(() => seen.push(...events.map(({ position }) => position))))
      const fiber = yield* Effect.forkScoped(taking)
      yield* until(() =>
        seen.includes(first)
      )
      const second = yield* write("note", "b")
      yield* until(() => seen.includes(second))
      yield* Fiber.interrupt(fiber)
    })
)

/** The laws of whoever subscribes. */
export const subscriptionLaws: ReadonlyArray<Law> = [once, anywhere, bounded, patient, elsewhere, unhinted]
