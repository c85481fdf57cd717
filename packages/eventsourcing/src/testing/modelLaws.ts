/**
 * Laws that know the whole port: they compare a store with a model of it, and so find much of what the single laws find,
 * and what only some order of calls shows.
 */
import * as Effect from "effect/Effect"
import * as Expect from "../Expected.ts"
import * as Commits from "./Commits.ts"
import * as Differential from "./Differential.ts"
import type { Driver } from "./Harness.ts"
import * as History from "./History.ts"
import { type Law, law, LawBroken, lawOfLogs, same } from "./Law.ts"
import { seeded } from "./seeded.ts"

/** A client that goes by what it was told, and now and then sends what another one sends too. */
const client = Effect.fnUntraced(function*(driver: Driver, number: number, seed: number) {
  const random = seeded(seed + number)
  const known = new Map<string, number>()
  for (let n = 0; n < 15; n++) {
    if (random.below(5) === 0) {
      const shared = random.below(6)
      const text = random.pick(["the same", `by ${number}`])
      yield* driver.commit(Commits.commit(`shared-${shared}`, [Commits.append(`note-s${shared}`, Expect.any, text)]))
      continue
    }
    const stream = `note-${random.below(3)}`
    const seen = Expect.exactly(known.get(stream) ?? 0)
    const expected = random.pick([seen, seen, seen, Expect.any, Expect.exists, Expect.noStream])
    const also = random.below(3) === 0 ? [Commits.append(`note-own-${number}`, Expect.any, "x", "y")] : []
    const guard = { _tag: "StreamAt", stream: `note-${random.below(3)}`, expected: Expect.exactly(n) } as const
    const guards = random.below(4) === 0 && guard.stream !== stream ? [guard] : []
    const outcome = yield* driver.commit(
      Commits.commit(`c${number}-${n}`, [Commits.append(stream, expected, `${n}`), ...also], guards)
    )
    if (outcome._tag === "Committed") known.set(stream, outcome.receipt.versions[0]!)
    if (outcome._tag === "Conflict") known.set(stream, outcome.actual)
  }
})

const oneOrder = law(
  "what writers are told, who write at the same time, is true in one order of their commits",
  ({ connect, driver, spawn }, { seed }) =>
    Effect.gen(function*() {
      const history = History.recorder()
      const elsewhere = spawn ? [(yield* spawn).driver] : []
      const drivers = [driver, yield* connect, ...elsewhere].map(history.watch)
      yield* Effect.forEach(
        Array(8).keys(),
        (number) => client(drivers[number % drivers.length]!, number, 100 * seed),
        {
          concurrency: "unbounded"
        }
      )
      yield* same("findings", [], History.check(history.calls(), yield* Commits.all(driver)))
    })
)

const likeMemory = lawOfLogs(
  "any program of commits and reads is answered as the memory store answers it",
  (open, { programs, seed }) =>
    Effect.gen(function*() {
      const driver = Effect.map(open, (log) => log.driver)
      const found = yield* Differential.find({ open: driver, programs, seed })
      if (found === undefined) return
      const { actual, expected, program } = found
      return yield* new LawBroken({
        detail: `expected ${expected}, found ${actual}, after ${JSON.stringify(program)}`
      })
    })
)

export const modelLaws: ReadonlyArray<Law> = [oneOrder, likeMemory]
