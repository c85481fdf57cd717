/** What an event store must refuse, and only then: expected versions, guards, limits. */
import * as Effect from "effect/Effect"
import type { Expected } from "../Expected.ts"
import * as Expect from "../Expected.ts"
import * as Commits from "./Commits.ts"
import type { Driver } from "./Harness.ts"
import { type Law, law, LawBroken, same } from "./Law.ts"

const limited = law(
  "a commit up to the limits is written, and one over them is refused before anything is",
  ({ driver }) =>
    Effect.gen(function*() {
      const { commitBytes, events, streams } = driver.limits
      const many = (count: number) => {
        const [first = Commits.event(""), ...rest] = Array.from({ length: count }, (_, n) => Commits.event(String(n)))
        return Commits.commit(`${count} events`, [{
          stream: `note-${count}`,
          expected: Expect.any,
          events: [first, ...rest]
        }])
      }
      const wide = (count: number) => {
        const appends = Array.from({ length: count }, (_, n) => Commits.append(`wide-${n}`, Expect.any, "x"))
        return Commits.commit(`${count} streams`, [appends[0]!, ...appends.slice(1)])
      }
      yield* same("as many events", "Committed", (yield* driver.commit(many(events)))._tag)
      yield* same("as many streams", "Committed", (yield* driver.commit(wide(streams)))._tag)
      /** A commit of so many bytes: of payload, type, tags and metadata. */
      const heavy = (bytes: number) => {
        const of = (text: string) => Commits.commit(`${bytes} bytes`, [Commits.append("note-heavy", Expect.any, text)])
        const { appends, metadata } = of("")
        const [{ payload, type }] = appends[0].events
        return of("x".repeat(bytes - payload.length - type.length - metadata.length))
      }
      yield* same("as many bytes", "Committed", (yield* driver.commit(heavy(commitBytes)))._tag)
      for (const over of [many(events + 1), wide(streams + 1), heavy(commitBytes + 1)]) {
        const refused = yield* Effect.flip(driver.commit(over)).pipe(
          Effect.mapError(() => new LawBroken({ detail: `${over.id} over the limits was not refused` }))
        )
        yield* same(`the refusal of ${over.id}`, "TooLarge", refused._tag)
      }
      yield* same("events in all", events + streams + 1, (yield* Commits.all(driver)).length)
    })
)

const cells: ReadonlyArray<readonly [Expected, ReadonlyArray<boolean>]> = [
  // whether it holds for a stream at version 0, 1, 2, 3
  [Expect.any, [true, true, true, true]],
  [Expect.noStream, [true, false, false, false]],
  [Expect.exists, [false, true, true, true]],
  [Expect.exactly(2), [false, false, true, false]]
]

const everyCell = (
  refusal: string,
  attempt: (driver: Driver, id: string, stream: string, expected: Expected) => ReturnType<Driver["commit"]>
) =>
(driver: Driver) =>
  Effect.gen(function*() {
    for (const [expected, holds] of cells) {
      for (let version = 0; version < holds.length; version++) {
        const stream = `note-${expected._tag}-${version}`
        for (let n = 0; n < version; n++) {
          yield* driver.commit(Commits.commit(`${stream} ${n}`, [Commits.append(stream, Expect.any, "x")]))
        }
        const outcome = yield* attempt(driver, `try ${stream}`, stream, expected)
        const what = `${Expect.describe(expected)}, at version ${version}`
        yield* same(what, holds[version] ? "Committed" : refusal, outcome._tag)
        if ("actual" in outcome) yield* same(`${what}: the true version`, version, outcome.actual)
      }
    }
  })

const expectations = law(
  "every expected version is honoured in every state of a stream",
  ({ driver }) =>
    everyCell(
      "Conflict",
      (driver, id, stream, expected) => driver.commit(Commits.commit(id, [Commits.append(stream, expected, "x")]))
    )(driver)
)

const guards = law(
  "every guard is honoured in every state of the stream that it names",
  ({ driver }) =>
    everyCell("GuardFailed", (driver, id, stream, expected) => {
      const guard = { _tag: "StreamAt", stream, expected } as const
      return driver.commit(Commits.commit(id, [Commits.append(`guarded-${id}`, Expect.any, "x")], [guard]))
    })(driver)
)

export const conditionLaws: ReadonlyArray<Law> = [limited, expectations, guards]
