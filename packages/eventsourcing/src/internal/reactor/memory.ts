/** Writes what a reactor has done: everything since the last time, with the checkpoint, in one step. */
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import type { Checkpoint } from "../../Checkpoint.ts"
import type { StoreFault } from "../../StoreError.ts"
import type { ViewBatch, ViewStore } from "../../ViewStore.ts"
import type { CheckpointMoved, Fenced, InvalidCursor, UnknownIndex, UnknownView } from "../../ViewStoreError.ts"
import * as Inbox from "./inbox.ts"
import * as Journal from "./journal.ts"
import type { Change } from "./message.ts"
import type { Progress } from "./progress.ts"

/** Why a reactor's memory cannot be read or written. */
export type MemoryError = StoreFault | CheckpointMoved | Fenced | UnknownView | UnknownIndex | InvalidCursor

export interface Memory {
  /** Something is done that belongs to no place in the log, such as a timer that fired. */
  readonly note: (...changes: ReadonlyArray<Change>) => void
  /** Writes what is done. `all`: also that there was nothing to do, which is otherwise not worth a write. */
  readonly flush: (all?: boolean) => Effect.Effect<void, MemoryError>
  /** Takes over what others ordered. */
  readonly drain: Effect.Effect<void, MemoryError>
  /** Everything up to here is dealt with and written. */
  readonly position: () => number
}

export const make = (options: {
  readonly views: ViewStore["Service"]
  readonly reactor: string
  readonly fence: number
  readonly checkpoint: Checkpoint
  readonly progress: Progress
  /** Told when a timer was set. */
  readonly scheduled: () => void
  /** Told after each write how far everything is dealt with. */
  readonly reached: (position: number) => void
}): Memory => {
  const { fence, progress, reached, reactor, views } = options
  const view = Journal.viewOf(reactor)
  const writing = Semaphore.makeUnsafe(1)
  let written = options.checkpoint
  let position: number = written.position
  let noted: Array<Change> = []

  const write = Effect.fnUntraced(function*(to: Checkpoint, changes: ReadonlyArray<Change>, ...more: Array<ViewBatch>) {
    const batch = yield* Journal.batchOf(views, view, fence, { from: written, to, changes })
    yield* views.apply([batch, ...more])
    written = to
  })

  const flush = Effect.fnUntraced(function*(all: boolean) {
    const own = noted
    noted = []
    const done = progress.take()
    const changes = [...done.changes, ...own]
    const worth = done.reactions > 0 || changes.length > 0 || all && done.position > written.position
    if (worth) yield* write({ ...written, position: done.position }, changes)
    if (changes.some(({ _tag }) => _tag === "Schedule")) options.scheduled()
    position = done.position
    reached(position)
  })

  const drain = Effect.gen(function*() {
    const drained = yield* Inbox.read(views, reactor)
    if (drained !== undefined) yield* write(written, drained.changes, drained.batch)
  })

  // What was taken to be written is gone with a write that failed: whoever goes on after it would pass it over. So nobody
  // does; the reactor begins again from what is written.
  let broken: MemoryError | undefined
  const one = (work: Effect.Effect<void, MemoryError>) =>
    writing.withPermit(
      Effect.suspend(() => broken === undefined ? work : Effect.fail(broken)).pipe(
        Effect.tapError((error) => Effect.sync(() => void (broken = error)))
      )
    )

  return {
    note: (...changes) => void noted.push(...changes),
    flush: (all = false) => one(flush(all)),
    drain: one(drain),
    position: () => position
  }
}
