/** Stores that each break one law of concurrency, or of the model, and keep all the others. Not for use. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import type { Commit, Outcome, Receipt } from "../EventStoreDriver.ts"
import { matches } from "../Expected.ts"
import * as Position from "../Position.ts"
import type { Driver } from "./Harness.ts"
import { wrong as twisted, type WrongStore } from "./wrongStore.ts"
import { wrong } from "./wrongStores.ts"

const keyOf = ({ appends, id }: Commit): string => `${id} ${appends[0].stream}`

/** Gives up what a reader has not taken by the time that it comes back. */
const impatient = (right: Driver): Driver["readAll"] => (options) => {
  if (options.direction === "backward" || options.pageSize === undefined) return right.readAll(options)
  const most = 20
  return Stream.paginate(options.after ?? Position.start, (after) =>
    Effect.gen(function*() {
      const head = yield* right.head
      const from = head - after > most * 2 && after > Position.start ? Position.make(head - most) : after
      const first = yield* Stream.runHead(right.readAll({ ...options, after: from }))
      const chunk = Option.getOrUndefined(first)
      if (chunk === undefined) return [[], Option.none()] as const
      const last = chunk.events.length < options.pageSize!
      return [[chunk], last ? Option.none<Position.Position>() : Option.some(chunk.through)] as const
    }))
}

/** Says "repeated" of whatever was begun, made or not. */
const presumptuous = (right: Driver): Partial<Driver> => {
  const begun = new Set<string>()
  const receipt = (commit: Commit): Receipt => ({
    position: Position.make(1),
    versions: commit.appends.map(() => 1 as Receipt["versions"][number]),
    digest: commit.digest
  })
  return {
    commit: (commit) =>
      Effect.suspend((): ReturnType<Driver["commit"]> => {
        if (begun.has(keyOf(commit))) return Effect.succeed({ _tag: "Repeated", receipt: receipt(commit) })
        return Effect.andThen(Effect.yieldNow, right.commit(commit)).pipe(
          Effect.onInterrupt(() => Effect.sync(() => begun.add(keyOf(commit))))
        )
      })
  }
}

/** Leaves its lock taken when a caller stops waiting. */
const locking = (right: Driver): Partial<Driver> => {
  const lock = Semaphore.makeUnsafe(1)
  return {
    commit: (commit) =>
      Effect.gen(function*() {
        yield* lock.take(1)
        yield* Effect.yieldNow
        const exit = yield* Effect.exit(right.commit(commit))
        yield* lock.release(1)
        return yield* exit
      })
  }
}

/** Tells whoever waited together the position that all of them led to. */
const generalising = (right: Driver): Partial<Driver> => ({
  commit: Effect.fnUntraced(function*(commit) {
    const outcome = yield* right.commit(commit)
    if (outcome._tag !== "Committed") return outcome
    yield* Effect.yieldNow
    const receipt = { ...outcome.receipt, position: yield* right.head }
    return { ...outcome, receipt } satisfies Outcome
  })
})

/** Looks at the guards before the expected versions; matters only where both fail. */
const guardsFirst = (right: Driver): Partial<Driver> => ({
  commit: Effect.fnUntraced(function*(commit) {
    const outcome = yield* right.commit(commit)
    if (outcome._tag !== "Conflict") return outcome
    for (const guard of commit.guards) {
      if (guard._tag !== "StreamAt") continue
      const [last] = yield* right.readStream(guard.stream, 0, 1, "backward")
      const actual = last?.version ?? 0
      if (matches(guard.expected, actual)) continue
      return { _tag: "GuardFailed", guard, actual } satisfies Outcome
    }
    return outcome
  })
})

const pollingLaw =
  "a reader who polls while others write sees every event once, and nothing appears before what was seen"
const interruptedLaw = "a commit whose caller stops waiting is there as a whole or not at all, and can be made again"

export const wrongConcurrentStores: ReadonlyArray<WrongStore> = [
  twisted("gives out a position before the commit ends, and shows later ones meanwhile", pollingLaw, {
    held: Effect.fnUntraced(function*(right, commit, released, hidden) {
      const outcome = yield* right.commit(commit)
      if (outcome._tag !== "Committed") return outcome
      const events = commit.appends.reduce((sum, append) => sum + append.events.length, 0)
      const own = Array.from({ length: events }, (_, n) => outcome.receipt.position - n)
      for (const position of own) hidden.add(position)
      yield* released
      for (const position of own) hidden.delete(position)
      return outcome
    })
  }),
  wrong(
    "gives up what a slow reader has not taken",
    "a reader may pause between two pages, or begin anew after any event: it misses nothing and is given nothing twice",
    (right) => ({ readAll: impatient(right) })
  ),
  wrong("takes a commit that was given up for one that was made", interruptedLaw, presumptuous),
  wrong("keeps its lock when a caller stops waiting", interruptedLaw, locking)
]

/** Each keeps every law but one of the model's. */
export const wrongModelStores: ReadonlyArray<WrongStore> = [
  twisted(
    "tells writers of one moment the same position",
    "what writers are told, who write at the same time, is true in one order of their commits",
    { connection: generalising, process: Effect.succeed }
  ),
  wrong(
    "looks at the guards before the expected versions",
    "any program of commits and reads is answered as the memory store answers it",
    guardsFirst
  )
]
