/**
 * Stores that each break one law and keep all the others: they show that the laws can tell, and that no law says the
 * same as another. Not for use.
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as CommitId from "../CommitId.ts"
import type * as Store from "../EventStoreDriver.ts"
import * as Expected from "../Expected.ts"
import type { Driver } from "./Harness.ts"
import { wrong as twisted, type WrongStore } from "./wrongStore.ts"

/** A store with every connection changed for the worse. */
export const wrong = (name: string, breaks: string, connection: (right: Driver) => Partial<Driver>): WrongStore =>
  twisted(name, breaks, { connection })

const versionOf = (driver: Driver, stream: string) =>
  Effect.map(driver.readStream(stream, 0, 1, "backward"), (events) => events[0]?.version ?? 0)

/** The first append whose expectation does not hold at this moment. */
const conflictNow = Effect.fnUntraced(function*(driver: Driver, commit: Store.Commit) {
  for (const { expected, stream } of commit.appends) {
    const actual = yield* versionOf(driver, stream)
    if (!Expected.matches(expected, actual)) return { _tag: "Conflict", stream, expected, actual } as const
  }
  return undefined
})

const known = (driver: Driver, commit: Store.Commit) =>
  Effect.map(driver.findCommit(commit.id, commit.appends[0].stream), Option.isSome)

const withExpected = (append: Store.Append, expected: Expected.Expected): Store.Append => ({ ...append, expected })

const mapAppends = (commit: Store.Commit, change: (append: Store.Append) => Store.Append): Store.Commit => {
  const [first, ...rest] = commit.appends
  return { ...commit, appends: [change(first), ...rest.map(change)] }
}

const anyVersion = (commit: Store.Commit) => mapAppends(commit, (append) => withExpected(append, Expected.any))

export const wrongStores: ReadonlyArray<WrongStore> = [
  wrong(
    "answers many events in order when asked for them backwards",
    "what was committed is read back as it was, in both directions and by filter",
    (right) => ({
      readStream: (stream, after, limit, direction) =>
        Effect.map(
          right.readStream(stream, after, limit, direction),
          (events) => limit < 10 ? events : events.toSorted((a, b) => a.version - b.version)
        )
    })
  ),
  wrong(
    "checks the expected version first and writes later, when several writers share its connection",
    "of writers that expect the same version exactly one wins, and the others learn the true version",
    (right) => {
      let waiting = 0
      const hasty = Effect.fnUntraced(function*(commit: Store.Commit) {
        if (yield* known(right, commit)) return yield* right.commit(commit)
        const conflict = yield* conflictNow(right, commit)
        yield* Effect.yieldNow
        return conflict ?? (yield* right.commit(anyVersion(commit)))
      })
      return {
        commit: (commit) =>
          Effect.suspend(() => {
            waiting++
            return Effect.andThen(Effect.yieldNow, Effect.suspend(() => (waiting > 1 ? hasty : right.commit)(commit)))
          }).pipe(Effect.ensuring(Effect.sync(() => waiting--)))
      }
    }
  ),
  wrong(
    "treats a writer that expects nothing as one that expects the version it found",
    "writers that expect nothing all succeed, and versions are dense",
    (right) => ({
      commit: Effect.fnUntraced(function*(commit) {
        const [first] = commit.appends
        if (first.expected._tag !== "Any" || (yield* known(right, commit))) return yield* right.commit(commit)
        const found = Expected.exactly(yield* versionOf(right, first.stream))
        yield* Effect.yieldNow
        return yield* right.commit({ ...commit, appends: [withExpected(first, found), ...commit.appends.slice(1)] })
      })
    })
  ),
  wrong(
    "remembers a commit id only for the next hundred commits",
    "a commit that comes again answers the first result and writes nothing",
    (right) => {
      const order: Array<string> = []
      const key = (commit: Store.Commit) => `${commit.id} ${commit.appends[0].stream}`
      return {
        commit: Effect.fnUntraced(function*(commit) {
          const forgotten = order.lastIndexOf(key(commit))
          order.push(key(commit))
          const age = forgotten < 0 ? 0 : order.length - 1 - forgotten
          const id = age > 100 ? CommitId.make(`${commit.id}-${order.length}`) : commit.id
          return yield* right.commit({ ...commit, id })
        })
      }
    }
  ),
  wrong(
    "answers a known commit id without comparing the contents",
    "a commit id that comes with other content is refused, and writes nothing",
    (right) => ({
      commit: Effect.fnUntraced(function*(commit) {
        const receipt = yield* right.findCommit(commit.id, commit.appends[0].stream)
        return Option.isSome(receipt)
          ? { _tag: "Repeated", receipt: receipt.value } as const
          : yield* right.commit(commit)
      })
    })
  ),
  wrong(
    "writes three streams of a commit one after another",
    "a commit over several streams is seen whole or not at all",
    (right) => ({
      commit: Effect.fnUntraced(function*(commit) {
        if (commit.appends.length !== 3 || (yield* known(right, commit))) return yield* right.commit(commit)
        const conflict = yield* conflictNow(right, commit)
        if (conflict) return conflict
        let outcome = yield* right.commit({ ...commit, appends: [commit.appends[0]] })
        for (const [place, append] of commit.appends.slice(1).entries()) {
          yield* Effect.yieldNow
          outcome = yield* right.commit({ ...commit, id: CommitId.make(`${commit.id}+${place}`), appends: [append] })
        }
        return outcome
      })
    })
  ),
  wrong(
    "names a limit that it does not keep",
    "a commit up to the limits is written, and one over them is refused before anything is",
    (right) => ({ limits: { ...right.limits, events: right.limits.events / 2 } })
  ),
  wrong(
    "takes \"must not exist\" for \"whatever is there\"",
    "every expected version is honoured in every state of a stream",
    (right) => ({
      commit: (commit) =>
        right.commit(
          commit.appends.length > 1 ?
            commit :
            mapAppends(commit, (append) =>
              append.expected._tag === "NoStream" ? withExpected(append, Expected.any) : append)
        )
    })
  ),
  wrong(
    "forgets guards of streams",
    "every guard is honoured in every state of the stream that it names",
    (right) => ({
      commit: (commit) => right.commit({ ...commit, guards: commit.guards.filter(({ _tag }) => _tag !== "StreamAt") })
    })
  )
]
