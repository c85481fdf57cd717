/**
 * Many commits in one transaction, for drivers whose cost is one flush per transaction: it writes at once when nothing
 * is being written, and collects whatever arrives meanwhile into the next batch. A single client never waits for a
 * timer; many share one flush.
 */
import * as Arr from "effect/Array"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { identity } from "effect/Function"
import type * as Scope from "effect/Scope"
import type { Commit, Outcome } from "./EventStoreDriver.ts"
import { type Ambiguous, StoreFault } from "./StoreError.ts"

/**
 * Writes a batch in one transaction and answers each commit in its place. If it fails, nothing of the batch was
 * written. Commits are evaluated in order, and each sees the earlier ones of its batch.
 */
export type CommitAll = (batch: Arr.NonEmptyReadonlyArray<Commit>) => Effect.Effect<ReadonlyArray<Outcome>, StoreFault>

interface Waiting {
  readonly commit: Commit
  readonly answer: (outcome: Effect.Effect<Outcome, StoreFault | Ambiguous>) => void
}

const fault = (cause: string) => Effect.fail(new StoreFault({ operation: "commit", cause, retryable: false }))
const closed = fault("the store has been closed")
const unanswered = fault("the batch did not answer this commit")

/** Commits that wait for the writer, and the writer when it waits for them or for its turn. */
const makeQueue = (maxBatch: number) => {
  let waiting: Array<Waiting> = []
  let wake: (() => void) | undefined
  let writing = false
  const isReady = () => waiting.length > 0 && !writing
  return {
    add: (one: Waiting): void => {
      waiting.push(one)
      if (isReady()) wake?.()
    },
    remove: (one: Waiting): void => {
      waiting = waiting.filter((other) => other !== one)
    },
    isIdle: (): boolean => waiting.length === 0 && !writing,
    /** Ends once something waits and nothing is being written. */
    ready: Effect.callback<void>((resume) => {
      if (isReady()) return resume(Effect.void)
      wake = () => {
        wake = undefined
        resume(Effect.void)
      }
    }),
    /** What waits, at most one batch of it. */
    take: (): ReadonlyArray<Waiting> => waiting.splice(0, maxBatch),
    begin: (): void => {
      writing = true
    },
    end: (): void => {
      writing = false
      if (isReady()) wake?.()
    }
  }
}

/**
 * Commits that follow one that came alone, and are written at once. The next waits for company again: were there always
 * somebody else about to commit, nobody would notice otherwise.
 */
const alone = 8

/**
 * The `commit` of a driver, from a function that commits a batch. Batches run one after another, and one that has begun
 * is not interrupted: a caller that stops waiting before its batch begins takes its commit back, and one that stops
 * later leaves it whole, written or not. When the scope closes, the batch in progress ends, and whoever still waits gets
 * a {@link StoreFault}.
 *
 * `maxBatch`: most commits in one batch; 512 unless told otherwise. `faultOf`: what the fault of a batch means for one of
 * its commits; the fault itself unless told otherwise.
 */
export const make = Effect.fnUntraced(function*(
  commitAll: CommitAll,
  options?: {
    readonly maxBatch?: number
    readonly faultOf?: (fault: StoreFault, commit: Commit) => StoreFault | Ambiguous
  }
): Effect.fn.Return<(commit: Commit) => Effect.Effect<Outcome, StoreFault | Ambiguous>, never, Scope.Scope> {
  const { faultOf = identity, maxBatch = 512 } = options ?? {}
  const queue = makeQueue(maxBatch)
  let open = true
  let atOnce = 0
  let lone: Fiber.Fiber<Outcome, StoreFault | Ambiguous> | undefined

  const write = (commits: Arr.NonEmptyReadonlyArray<Commit>) => {
    queue.begin()
    return Effect.exit(Effect.suspend(() => commitAll(commits)))
  }

  const answerTo = (exit: Exit.Exit<ReadonlyArray<Outcome>, StoreFault>, commit: Commit, place: number) => {
    if (Exit.isFailure(exit)) return Exit.failCause(Cause.map(exit.cause, (fault) => faultOf(fault, commit)))
    const outcome = exit.value[place]
    return outcome === undefined ? unanswered : Exit.succeed(outcome)
  }

  const writeBatch = Effect.suspend(() => {
    const batch = queue.take()
    const commits = batch.map(({ commit }) => commit)
    if (!Arr.isReadonlyArrayNonEmpty(commits)) return Effect.void
    atOnce = commits.length === 1 ? alone : 0
    return Effect.map(write(commits), (exit) => {
      for (const [place, { answer, commit }] of batch.entries()) answer(answerTo(exit, commit, place))
      queue.end()
    })
  })

  /**
   * In a fiber of its own, as batches are: its caller may stop waiting, and who closes the scope waits for it. It
   * begins in this very step, before anybody else could, and mostly ends in it.
   */
  const writeAlone = (commit: Commit, { context }: Fiber.Fiber<unknown, unknown>) => {
    const written = Effect.flatMap(write([commit]), (exit) => {
      lone = undefined
      queue.end()
      return answerTo(exit, commit, 0)
    })
    const fiber = Effect.runForkWith(context)(written, { uninterruptible: true })
    const exit = fiber.pollUnsafe()
    if (exit !== undefined) return exit
    lone = fiber
    return Fiber.join(fiber)
  }

  const refuseRest = Effect.suspend(() => {
    open = false
    for (let rest = queue.take(); rest.length > 0; rest = queue.take()) {
      for (const { answer } of rest) answer(closed)
    }
    return lone === undefined ? Effect.void : Fiber.await(lone)
  })

  yield* queue.ready.pipe(
    // Whoever is about to commit, such as those that the last batch answered, gets to do so before the next one begins.
    Effect.andThen(Effect.yieldNow),
    Effect.andThen(Effect.uninterruptible(writeBatch)),
    Effect.forever({ disableYield: true }),
    Effect.forkScoped
  )
  yield* Effect.addFinalizer(() => refuseRest)

  const enqueue = (commit: Commit): Effect.Effect<Outcome, StoreFault | Ambiguous> =>
    Effect.callback((resume) => {
      // A fiber may give way between two steps, and the scope may have been closed since.
      if (!open) return resume(closed)
      const waiting: Waiting = { commit, answer: resume }
      queue.add(waiting)
      return Effect.sync(() => queue.remove(waiting))
    })

  return (commit) =>
    Effect.withFiber((fiber): Effect.Effect<Outcome, StoreFault | Ambiguous> => {
      if (!open || atOnce === 0 || !queue.isIdle()) return enqueue(commit)
      atOnce--
      return writeAlone(commit, fiber)
    })
})
