/** What projections must be, on somebody's driver and view store. */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as ParkedEvents from "../ParkedEvents.ts"
import * as Poison from "../Poison.ts"
import * as Projection from "../Projection.ts"
import * as StreamId from "../StreamId.ts"
import * as ViewsOf from "../Views.ts"
import { ViewStore } from "../ViewStore.ts"
import type { Views } from "./Harness.ts"
import { type Law, same } from "./Law.ts"
import { followerLaw, type Followers, Notes, withStores } from "./Runtime.ts"

interface Tallied {
  readonly name: string
  readonly count: number
}

const tally = (name: string, isPoison: (text: string) => boolean = () => false) =>
  Projection.make({
    name,
    revision: 1,
    families: [Notes],
    indexes: [{ name: "names", equal: [], order: ["name"] }],
    keys: ({ stream }) => [StreamId.localId(stream)],
    evolve: (document: Tallied | undefined, { event }, key): Tallied => {
      if (isPoison(event.text)) throw new Error("poison")
      return { name: key, count: (document?.count ?? 0) + 1 }
    }
  })

/** How many events each stream has. */
export const Tally = tally("tally")

const counts = (projection: typeof Tally) =>
  Effect.map(
    ViewsOf.query(projection, { index: "names", equal: [], limit: 100 }),
    ({ items }) => items.map(({ document }) => `${document.name} ${document.count}`)
  )

/** Pages and writes of three events. */
const small = { pageSize: 3, batchSize: 3 }
const takingOver = { projections: [Tally], lease: { takeOver: true }, ...small }

/** Views at whose next write the program ends: when it was made, or before it is. */
const ending = (views: Views, isMade: boolean): Views => ({
  ...views,
  apply: (batches) => Effect.andThen(isMade ? views.apply(batches) : Effect.void, Effect.die("the program has ended"))
})

const stopAtWrite = ({ runtime, views }: Followers, isMade: boolean) =>
  Effect.exit(Effect.provideService(runtime.catchUp(takingOver), ViewStore, ending(views, isMade)))

const exactlyOnce = followerLaw(
  "an event counts once in a view, wherever between reading and writing the program was stopped",
  (log) =>
    Effect.gen(function*() {
      for (const [round, isMade] of [false, true, true, false, true].entries()) {
        yield* log.write("a", `${round}`, "x")
        yield* log.write("b", `${round}`, "x", "y")
        yield* stopAtWrite(log, isMade)
      }
      yield* log.runtime.catchUp(takingOver)
      yield* same("the view", ["a 10", "b 15"], yield* counts(Tally))
    }).pipe(withStores(log))
)

const stops = followerLaw(
  "a projection stops before an event that it cannot take in, and the others go on",
  (log) =>
    Effect.gen(function*() {
      const spoiled = tally("spoiled", (text) => text === "poison")
      const projections = [Tally, spoiled]
      yield* log.write("a", "1", "2")
      yield* log.runtime.catchUp({ projections })
      const position = yield* log.write("a", "poison")
      yield* log.write("a", "4")
      const named = yield* Effect.match(log.runtime.catchUp({ projections }), {
        onFailure: (failure) => failure._tag === "PoisonEvent" ? failure.position : failure._tag,
        onSuccess: () => "none"
      })
      yield* same("the event that is named", position, named)
      yield* same("the view that cannot go on", ["a 2"], yield* counts(spoiled))
      yield* same("the other", ["a 4"], yield* counts(Tally))
    }).pipe(withStores(log))
)

const puts = followerLaw(
  "a parked event holds up its own document alone, and is taken in when it is replayed",
  (log) =>
    Effect.gen(function*() {
      let isBroken = true
      const spoiled = tally("spoiled", (text) => isBroken && text === "poison")
      yield* log.write("a", "1", "poison", "3")
      yield* log.write("b", "1")
      yield* log.runtime.catchUp({ projections: [spoiled], poison: () => Poison.park })
      yield* same("by then", ["a 1", "b 1"], yield* counts(spoiled))
      yield* same("put aside", 2, (yield* ParkedEvents.list(spoiled)).length)
      isBroken = false
      yield* ParkedEvents.replay(spoiled)
      yield* same("then", ["a 3", "b 1"], yield* counts(spoiled))
    }).pipe(withStores(log))
)

const whole = followerLaw(
  "readers see a whole view while it is built anew, and then the new one, whoever writes meanwhile",
  (log) =>
    Effect.gen(function*() {
      const names = ["a", "b", "c", "d", "e", "f"]
      for (const name of names) yield* log.write(name, "1", "2")
      yield* log.runtime.catchUp({ projections: [Tally] })
      const reader = yield* Effect.forkChild(
        Effect.forever(Effect.gen(function*() {
          const seen = (yield* counts(Tally)).filter((one) => !one.startsWith("later"))
          yield* same("documents that a reader saw", names.map((name) => `${name} 2`), seen)
          yield* Effect.yieldNow
        }))
      )
      let writes = 0
      const onProgress = () =>
        Effect.gen(function*() {
          if (writes++ < 5) yield* Effect.orDie(log.write("later", "x"))
          for (let n = 0; n < 5; n++) yield* Effect.yieldNow // the reader reads
        })
      yield* Effect.raceFirst(
        log.runtime.rebuild({ projections: [Tally], ...small, onProgress }),
        Fiber.join(reader)
      )
      yield* Fiber.interrupt(reader)
      yield* same("in the end", [...names.map((name) => `${name} 2`), "later 5"], yield* counts(Tally))
    }).pipe(withStores(log))
)

/** The laws of projections. */
export const projectionLaws: ReadonlyArray<Law> = [exactlyOnce, stops, puts, whole]
