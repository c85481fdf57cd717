/** Random programs of commits and reads, the same for the same seed: for comparing one store with another. */
import type { Append, Commit, Direction, Guard } from "../EventStoreDriver.ts"
import * as Expected from "../Expected.ts"
import type { Query } from "../Query.ts"
import * as Commits from "./Commits.ts"
import { type Random, seeded } from "./seeded.ts"

export type Step =
  | { readonly _tag: "Commit"; readonly commit: Commit }
  | { readonly _tag: "FindCommit"; readonly id: Commit["id"]; readonly stream: string }
  | {
    readonly _tag: "ReadStream"
    readonly stream: string
    readonly after: number
    readonly limit: number
    readonly direction: Direction
  }
  /** `after`: how many events of the log come before; positions are each store's own. */
  | {
    readonly _tag: "ReadAll"
    readonly after: number | undefined
    readonly direction: Direction
    readonly pageSize: number
    readonly query: Query | undefined
  }
  | { readonly _tag: "Head" }

export type Program = ReadonlyArray<Step>

// Few names, so that what happens to one meets what happens to another; twins that a careless store takes for one.
const streams = ["note-a", "note-A", "note-a ", "other-a", "note-é", "note-e\u0301"] as const
const ids = ["c1", "c2", "c3", "c4", "C1"] as const
const payloads = [
  "{}",
  "{\"n\":-0}",
  "{ \"a\": 1, \"a\": 2 }",
  "\"\\ud800\"",
  "{\"__proto__\":\"\u0000\"}",
  "12345678901234567890",
  ""
] as const

const queries: readonly [undefined, ...ReadonlyArray<Query>] = [
  undefined,
  [{ categories: ["note"] }],
  [{ types: ["Marked"] }, { tags: ["a", "b"] }],
  [{ tags: ["A"] }, { categories: ["other"], types: ["Noted"] }],
  [{ types: [] }]
]

const direction = (random: Random): Direction => random.pick(["forward", "backward"])

const expected = (random: Random): Expected.Expected =>
  random.pick([
    Expected.any,
    Expected.any,
    Expected.noStream,
    Expected.exists,
    Expected.exactly(random.below(5))
  ])

const append = (random: Random, stream: string): Append => {
  const event = () => ({
    type: random.pick(["Noted", "Marked"]),
    schemaVersion: 1 + random.below(3),
    payload: random.pick(payloads),
    tags: random.pick([[], ["a"], ["a", "b"], ["A", ""]])
  })
  const rest = Array.from({ length: random.below(3) }, event)
  return { stream, expected: expected(random), events: [event(), ...rest] }
}

const commit = (random: Random, place: number): Commit => {
  const first = random.below(streams.length)
  const count = 1 + (random.below(3) === 0 ? random.below(2) + 1 : 0)
  const [one, ...others] = Array.from(
    { length: count },
    (_, at) => append(random, streams[(first + at) % streams.length]!)
  )
  const guards: ReadonlyArray<Guard> = random.below(4) === 0
    ? [{ _tag: "StreamAt", stream: random.pick(streams), expected: expected(random) }]
    : []
  const id = random.below(2) === 0 ? random.pick(ids) : `own ${place}`
  const made = Commits.commit(id.replace(" ", "-"), [one!, ...others], guards)
  // Clocks go wrong; the order of the log does not.
  return { ...made, recordedAt: random.pick([0, 1_700_000_000_000, -1, Number.MAX_SAFE_INTEGER, place]) }
}

const step = (random: Random, place: number, before: ReadonlyArray<Step>): Step => {
  const earlier = before.flatMap((one) => one._tag === "Commit" ? [one] : [])
  switch (random.below(10)) {
    case 0:
      return {
        _tag: "FindCommit",
        id: Commits.commit(random.pick(ids), [Commits.append("x-1", Expected.any, "")]).id,
        stream: random.pick(streams)
      }
    case 1:
    case 2:
      return {
        _tag: "ReadStream",
        stream: random.pick(streams),
        after: random.below(6),
        limit: 1 + random.below(4),
        direction: direction(random)
      }
    case 3:
    case 4: {
      const after = random.below(3) === 0 ? undefined : random.below(12)
      const query = random.pick(queries)
      return { _tag: "ReadAll", after, direction: direction(random), pageSize: 1 + random.below(5), query }
    }
    case 5:
      // The same commit, once more.
      return earlier[random.below(earlier.length + 1)] ?? { _tag: "Head" }
    default:
      return { _tag: "Commit", commit: commit(random, place) }
  }
}

/** A program of so many steps. */
export const make = (seed: number, steps: number): Program => {
  const random = seeded(seed)
  const program: Array<Step> = []
  for (let place = 0; place < steps; place++) program.push(step(random, place, program))
  return program
}
