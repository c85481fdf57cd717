/**
 * Many commits in one transaction, for drivers whose cost is one flush per transaction: it writes at once when nothing
 * is being written, and collects whatever arrives meanwhile into the next batch. A single client never waits for a
 * timer; many share one flush.
 */
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
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
  readonly answer: (outcome: Effect.Effect<Outcome, StoreFault>) => void
}

const fault = (cause: string) => Effect.fail(new StoreFault({ operation: "commit", cause, retryable: false }))
const closed = fault("the store has been closed")
const unanswered = fault("the batch did not answer this commit")

/** Commits that wait for the writer, and the writer when it waits for commits. */
const makeQueue = (maxBatch: number) => {
  let waiting: Array<Waiting> = []
  let wake: (() => void) | undefined
  return {
    add: (one: Waiting): void => {
      waiting.push(one)
      wake?.()
    },
    remove: (one: Waiting): void => {
      waiting = waiting.filter((other) => other !== one)
    },
    /** Ends once something waits. */
    filled: Effect.callback<void>((resume) => {
      if (waiting.length > 0) return resume(Effect.void)
      wake = () => {
        wake = undefined
        resume(Effect.void)
      }
    }),
    /** What waits, at most one batch of it. */
    take: (): ReadonlyArray<Waiting> => waiting.splice(0, maxBatch)
  }
}

/**
 * The `commit` of a driver, from a function that commits a batch. Batches run one after another, and one that has begun
 * is not interrupted: a caller that stops waiting before its batch begins takes its commit back, and one that stops
 * later leaves it whole, written or not. When the scope closes, the batch in progress ends, and whoever still waits gets
 * a {@link StoreFault}.
 *
 * `maxBatch`: most commits in one batch; 512 unless told otherwise.
 */
export const make = Effect.fnUntraced(function*(
  commitAll: CommitAll,
  options?: { readonly maxBatch?: number }
): Effect.fn.Return<(commit: Commit) => Effect.Effect<Outcome, StoreFault>, never, Scope.Scope> {
  const queue = makeQueue(options?.maxBatch ?? 512)
  let open = true

  const answerAll = (batch: ReadonlyArray<Waiting>, exit: Exit.Exit<ReadonlyArray<Outcome>, StoreFault>): void => {
    for (const [place, { answer }] of batch.entries()) {
      if (Exit.isFailure(exit)) answer(Exit.failCause(exit.cause))
      else {
        const outcome = exit.value[place]
        answer(outcome === undefined ? unanswered : Exit.succeed(outcome))
      }
    }
  }

  const writeBatch = Effect.suspend(() => {
    const batch = queue.take()
    const commits = batch.map(({ commit }) => commit)
    if (!Arr.isReadonlyArrayNonEmpty(commits)) return Effect.void
    return Effect.map(
      Effect.exit(Effect.suspend(() => commitAll(commits))),
      (exit) => answerAll(batch, exit)
    )
  })

  const refuseRest = Effect.sync(() => {
    open = false
    for (let rest = queue.take(); rest.length > 0; rest = queue.take()) {
      for (const { answer } of rest) answer(closed)
    }
  })
  yield* Effect.addFinalizer(() => refuseRest)

  yield* queue.filled.pipe(
    // Whoever is about to commit, such as those that the last batch answered, gets to do so before the next one begins.
    Effect.andThen(Effect.yieldNow),
    Effect.andThen(Effect.uninterruptible(writeBatch)),
    Effect.forever({ disableYield: true }),
    Effect.forkScoped
  )

  return (commit) =>
    Effect.callback((resume) => {
      if (!open) return resume(closed)
      const waiting: Waiting = { commit, answer: resume }
      queue.add(waiting)
      return Effect.sync(() => queue.remove(waiting))
    })
})
