/**
 * Compares a store with the memory store: whatever a program asks of both, both must answer alike, refusals too. A program
 * for which they do not is made shorter until every step of it is needed.
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as MemoryEventStore from "../MemoryEventStore.ts"
import * as Position from "../Position.ts"
import type { Driver } from "./Harness.ts"
import { text } from "./portable.ts"
import * as RandomProgram from "./RandomProgram.ts"

/** Makes a new, empty log. */
export type Open = Effect.Effect<Driver, unknown, Scope.Scope>

/** Two stores answered the last step of a program differently; without any of its steps they would not have. */
export interface Difference {
  readonly program: RandomProgram.Program
  /** What the store answered, as JSON. */
  readonly actual: string
  /** What the other one answered. */
  readonly expected: string
}

export interface Options {
  readonly open: Open
  /** What it is compared with; the memory store unless told otherwise. */
  readonly reference?: Open
  /** How many programs; 15 unless told otherwise. */
  readonly programs?: number
  /** The seed of the first; 1 unless told otherwise. */
  readonly seed?: number
  /** Steps of each program; 40 unless told otherwise. */
  readonly steps?: number
}

const events = (driver: Driver, options: Parameters<Driver["readAll"]>[0]) =>
  Effect.map(Stream.runCollect(driver.readAll(options)), (chunks) => ({
    events: chunks.flatMap((chunk) => chunk.events),
    // Pages may have any size up to the one that was asked for, so only the end of the reading can be compared.
    through: options.direction === "backward" ? undefined : chunks.at(-1)?.through
  }))

const positions = (driver: Driver) =>
  Effect.map(events(driver, {}), (all) => all.events.map(({ position }) => position))

/** The position after so many events; one that is not there yet, when there are fewer. */
const placeAfter = (known: ReadonlyArray<Position.Position>, count: number): Position.Position =>
  count === 0 ? Position.start : known[count - 1] ?? Position.make((known.at(-1) ?? 0) + 1000)

const perform = (driver: Driver, step: RandomProgram.Step): Effect.Effect<unknown, unknown> => {
  switch (step._tag) {
    case "Commit":
      return driver.commit(step.commit)
    case "FindCommit":
      return Effect.map(driver.findCommit(step.id, step.stream), Option.getOrNull)
    case "ReadStream":
      return driver.readStream(step.stream, step.after, step.limit, step.direction)
    case "ReadAll":
      return Effect.flatMap(positions(driver), (known) =>
        events(driver, {
          direction: step.direction,
          pageSize: step.pageSize,
          ...(step.query === undefined ? {} : { query: step.query }),
          ...(step.after === undefined ? {} : { after: placeAfter(known, step.after) })
        }))
    case "Head":
      return Effect.map(driver.head, (head) => ({ head }))
  }
}

const failure = (error: unknown): { readonly fails: string } => ({
  fails: typeof error === "object" && error !== null && "_tag" in error ? String(error._tag) : String(error)
})

const places: ReadonlySet<string> = new Set(["position", "through", "head"])

/** The answer with positions as numbers of events, because each store has its own; digests are the commit's, not the store's. */
const comparable = (answer: unknown, known: ReadonlyArray<number>): unknown => {
  if (Array.isArray(answer)) return answer.map((one) => comparable(one, known))
  if (typeof answer !== "object" || answer === null || answer instanceof Uint8Array) return answer
  return Object.fromEntries(
    Object.entries(answer).flatMap(([name, value]) => {
      if (name === "digest") return []
      const isPlace = places.has(name) && typeof value === "number"
      return [[name, isPlace ? known.filter((position) => position <= value).length : comparable(value, known)]]
    })
  )
}

/** What a new log answers to each step, as JSON. */
const answers = (open: Open, program: RandomProgram.Program): Effect.Effect<ReadonlyArray<string>, unknown> =>
  Effect.scoped(Effect.gen(function*() {
    const driver = yield* open
    const given: Array<unknown> = []
    for (const step of program) {
      given.push(yield* Effect.match(perform(driver, step), { onFailure: failure, onSuccess: (value) => value }))
    }
    const known = yield* positions(driver)
    return given.map((answer) => text(comparable(answer, known)))
  }))

/** Compares the answers to one program; the difference has the program up to the first step that was answered otherwise. */
export const compare = (
  program: RandomProgram.Program,
  { open, reference = MemoryEventStore.make() }: Pick<Options, "open" | "reference">
): Effect.Effect<Difference | undefined, unknown> =>
  Effect.gen(function*() {
    const [actual, expected] = [yield* answers(open, program), yield* answers(reference, program)]
    const at = expected.findIndex((answer, step) => answer !== actual[step])
    return at < 0 ? undefined : { program: program.slice(0, at + 1), actual: actual[at]!, expected: expected[at]! }
  })

/** Leaves out one step after the other, from the end, as long as the stores still differ. */
const shrink = Effect.fnUntraced(function*(
  found: Difference,
  options: Pick<Options, "open" | "reference">
): Effect.fn.Return<Difference, unknown> {
  let smallest = found
  for (let at = smallest.program.length - 2; at >= 0; at--) {
    const shorter = yield* compare(smallest.program.toSpliced(at, 1), options)
    if (shorter === undefined) continue
    smallest = shorter
    at = Math.min(at, smallest.program.length - 1)
  }
  return smallest
})

/**
 * Runs random programs on new logs of both stores until one is answered differently; answers the shortest form of it, or
 * nothing when all were answered alike. The same seed gives the same programs.
 *
 * @example
 * const difference = yield* Differential.find({ open: MyEventStore.make({ folder }), programs: 1000 })
 */
export const find = Effect.fnUntraced(function*(options: Options): Effect.fn.Return<Difference | undefined, unknown> {
  const { programs = 15, seed = 1, steps = 40 } = options
  for (let n = 0; n < programs; n++) {
    const found = yield* compare(RandomProgram.make(seed + n, steps), options)
    if (found !== undefined) return yield* shrink(found, options)
  }
  return undefined
})
