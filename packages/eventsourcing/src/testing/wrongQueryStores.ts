/** Stores that each break one law of guards by query and keep all the others. Not for use. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type * as Store from "../EventStoreDriver.ts"
import * as Position from "../Position.ts"
import type { Selection } from "../Query.ts"
import type { Driver } from "./Harness.ts"
import type { WrongStore } from "./wrongStore.ts"
import { wrong } from "./wrongStores.ts"

const mapGuards = (commit: Store.Commit, change: (guard: Store.NothingSince) => Store.NothingSince): Store.Commit => ({
  ...commit,
  guards: commit.guards.map((guard) => guard._tag === "NothingSince" ? change(guard) : guard)
})

const anyTag = ({ tags = [], ...rest }: Selection): ReadonlyArray<Selection> =>
  tags.length === 0 ? [rest] : tags.map((tag) => ({ ...rest, tags: [tag] }))

/** How many of the last events this store looks at. */
const nearness = 10_000

const onlyNear = (driver: Driver, commit: Store.Commit) =>
  Effect.map(driver.head, (head) =>
    mapGuards(commit, (guard) => ({
      ...guard,
      after: Position.make(Math.max(guard.after, head - nearness))
    })))

/** The position of the last event that the guard's query selects. */
const newest = (driver: Driver, { query }: Store.NothingSince) =>
  Effect.map(
    Stream.runHead(Stream.filter(
      driver.readAll({ query, direction: "backward", pageSize: 1 }),
      (chunk) => chunk.events.length > 0
    )),
    Option.match({ onNone: () => 0, onSome: (chunk) => chunk.events[0]?.position ?? 0 })
  )

/** The first guard that does not hold at this moment. */
const failedNow = Effect.fnUntraced(function*(driver: Driver, guards: ReadonlyArray<Store.Guard>) {
  for (const guard of guards) {
    if (guard._tag === "StreamAt") continue
    const actual = yield* newest(driver, guard)
    if (actual > guard.after) return { _tag: "GuardFailed", guard, actual } as const
  }
  return undefined
})

export const wrongQueryStores: ReadonlyArray<WrongStore> = [
  wrong(
    "takes all of the tags for any of them",
    "a commit that depends on a query is refused if anything it selects was recorded since, and only then",
    (right) => ({
      commit: (commit) =>
        right.commit(mapGuards(commit, (guard) => {
          const [first, ...rest] = guard.query.flatMap(anyTag)
          return { ...guard, query: [first!, ...rest] } // a query has a selection, and that gives one or more
        }))
    })
  ),
  wrong(
    "looks at the last events alone",
    "a commit that depends on a query is told of an event however many others followed it",
    (right) => ({ commit: (commit) => Effect.flatMap(onlyNear(right, commit), right.commit) })
  ),
  wrong(
    "asks the query first and writes later",
    "of writers whose commits depend on the same query and are selected by it, exactly one wins",
    (right) => ({
      commit: Effect.fnUntraced(function*(commit) {
        const guards = commit.guards.filter(({ _tag }) => _tag === "NothingSince")
        if (guards.length === 0) return yield* right.commit(commit)
        const probe = yield* failedNow(right, guards)
        yield* Effect.yieldNow
        return probe ?? (yield* right.commit({ ...commit, guards: [] }))
      })
    })
  )
]
