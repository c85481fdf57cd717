/**
 * Many commits in one transaction, for drivers whose cost is one flush per transaction: it writes at once when nothing
 * is being written, and collects whatever arrives meanwhile into the next batch. A single client never waits for a
 * timer; many share one flush.
 */
import * as Arr from "effect/Array"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import type { Commit, Outcome } from "./EventStoreDriver.ts"
import { StoreFault } from "./StoreError.ts"

/**
 * Writes a batch in one transaction and answers each commit in its place. If it fails, nothing of the batch was
 * written. Commits are evaluated in order, and each sees the earlier ones of its batch.
 */
export type CommitAll = (batch: Arr.NonEmptyReadonlyArray<Commit>) => Effect.Effect<ReadonlyArray<Outcome>, StoreFault>

interface Waiting {
  readonly commit: Commit
  readonly answer: Deferred.Deferred<Outcome, StoreFault>
}

const closed = Effect.fail(
  new StoreFault({ operation: "commit", cause: "the store has been closed", retryable: false })
)

const answerOf = (outcome: Outcome | undefined): Effect.Effect<Outcome, StoreFault> =>
  outcome === undefined
    ? Effect.fail(
      new StoreFault({ operation: "commit", cause: "the batch did not answer this commit", retryable: false })
    )
    : Effect.succeed(outcome)

/**
 * The `commit` of a driver, from a function that commits a batch. Batches run one after another, and one that has begun
 * is not interrupted: a caller that stops waiting leaves its commit whole, written or not. When the scope closes, the
 * batch in progress ends, and whoever still waits gets a {@link StoreFault}.
 *
 * `maxBatch`: most commits in one batch; 512 unless told otherwise.
 */
export const make = Effect.fnUntraced(function*(
  commitAll: CommitAll,
  options?: { readonly maxBatch?: number }
): Effect.fn.Return<(commit: Commit) => Effect.Effect<Outcome, StoreFault>, never, Scope.Scope> {
  const queue = yield* Queue.unbounded<Waiting>()
  const maxBatch = options?.maxBatch ?? 512
  let open = true

  const writeBatch = Effect.fnUntraced(function*(batch: Arr.NonEmptyReadonlyArray<Waiting>) {
    const outcomes = yield* Effect.exit(Effect.suspend(() => commitAll(Arr.map(batch, (waiting) => waiting.commit))))
    batch.forEach(({ answer }, place) => {
      Deferred.doneUnsafe(answer, Effect.flatMap(outcomes, (all) => answerOf(all[place])))
    })
  })

  const refuseRest = Effect.suspend(() => {
    open = false
    return Effect.flatMap(
      Queue.clear(queue),
      (rest) => Effect.sync(() => rest.forEach(({ answer }) => Deferred.doneUnsafe(answer, closed)))
    )
  })
  yield* Effect.addFinalizer(() => refuseRest)

  yield* Queue.takeBetween(queue, 1, maxBatch).pipe(
    Effect.flatMap((batch) => Arr.isArrayNonEmpty(batch) ? Effect.uninterruptible(writeBatch(batch)) : Effect.void),
    Effect.forever,
    Effect.forkScoped
  )

  return (commit) =>
    Effect.suspend(() => {
      if (!open) return closed
      const answer = Deferred.makeUnsafe<Outcome, StoreFault>()
      Queue.offerUnsafe(queue, { commit, answer })
      return Deferred.await(answer)
    })
})
