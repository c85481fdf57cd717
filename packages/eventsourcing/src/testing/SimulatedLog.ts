/**
 * A log in memory that keeps every law, together with everything that can happen to one: restarts, processes that are
 * killed, damaged and full disks, lost answers. Wrong stores are made from it, each with one thing changed.
 */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Commit } from "../EventStoreDriver.ts"
import * as MemoryEventStore from "../MemoryEventStore.ts"
import { Ambiguous, StoreFault } from "../StoreError.ts"
import type { Driver, OpenedLog, Spawned } from "./Harness.ts"
import { fromText, text } from "./portable.ts"

/** A commit as the disk has it. `sum` is the line as it was written: it tells a damaged line, as a checksum would. */
export interface Written {
  readonly line: string
  readonly sum: string
}

type Committing = ReturnType<Driver["commit"]>

/** What a wrong store does otherwise; what is absent is done right. */
export interface Twist {
  /** Every connection, also those of other processes and after a restart. */
  readonly connection?: (right: Driver) => Partial<Driver>
  /** A log that was opened again. */
  readonly restarted?: (right: Driver) => Partial<Driver>
  /** Another process, when it begins, and when it is not like every other connection. */
  readonly process?: (right: Driver) => Effect.Effect<Partial<Driver>, unknown>
  /** How many of the last commits are not on the disk yet when a process is killed. */
  readonly unwritten?: number
  /** What is taken for a commit when the log is opened again; nothing for a line that is damaged. */
  readonly read?: (written: Written) => Commit | undefined
  /** What is left of a commit whose writing was cut short. */
  readonly torn?: (commit: Commit) => Commit | undefined
  /** A commit whose answer was lost. */
  readonly cut?: (right: Driver, commit: Commit) => Committing
  /** A commit on a full disk. */
  readonly full?: (right: Driver, commit: Commit) => Effect.Effect<unknown, unknown>
  /** A commit that is stopped until `released`. What is in `hidden` no reader is shown. */
  readonly held?: (right: Driver, commit: Commit, released: Effect.Effect<void>, hidden: Set<number>) => Committing
}

const fault = (operation: string, cause: string) => new StoreFault({ operation, cause, retryable: false })

/** A log that can be read up to a damaged place, and not beyond. */
const damagedAfter = (driver: Driver, position: number): Driver => {
  const damage = Effect.fail(fault("read", `the log is damaged at position ${position + 1}`))
  return {
    ...driver,
    commit: () => damage,
    readStream: () => damage,
    readAll: (options) => Stream.concat(driver.readAll(options), Stream.fromEffect(damage))
  }
}

const parse = (line: string): Commit => fromText(line) as Commit // `written` below made it

const written = (commit: Commit): Written => {
  const line = text({ ...commit, guards: [] })
  return { line, sum: line }
}

/** The log that a disk holds. */
const fromDisk = Effect.fnUntraced(function*(disk: ReadonlyArray<Written>, { read }: Twist, log: Driver["log"]) {
  const driver = { ...(yield* MemoryEventStore.make()), log }
  for (const one of disk) {
    const commit = read ? read(one) : one.line === one.sum ? parse(one.line) : undefined
    if (commit === undefined) return damagedAfter(driver, yield* driver.head)
    yield* driver.commit(commit)
  }
  return driver
})

/** Writes what is committed, and shows what is not hidden. */
const onDisk = (memory: Driver, disk: Array<Written>, hidden: ReadonlySet<number>): Driver => ({
  ...memory,
  commit: (commit) =>
    Effect.tap(
      memory.commit(commit),
      ({ _tag }) => Effect.sync(() => _tag === "Committed" && disk.push(written(commit)))
    ),
  readAll: (options) =>
    Stream.map(
      memory.readAll(options),
      (chunk) =>
        hidden.size === 0 ? chunk : { ...chunk, events: chunk.events.filter(({ position }) => !hidden.has(position)) }
    )
})

/** Another process: it takes a moment over everything, and does nothing more once it is killed. */
const process = (right: Driver, onKill: () => void): Spawned => {
  let dead = false
  const alive = (commit: Commit) =>
    Effect.suspend(() => dead ? Effect.fail(new Ambiguous({ commitId: commit.id, cause: "killed" })) : Effect.void)
  const commit: Driver["commit"] = Effect.fnUntraced(function*(commit) {
    yield* Effect.yieldNow
    yield* alive(commit)
    const outcome = yield* right.commit(commit)
    yield* Effect.yieldNow
    yield* alive(commit)
    return outcome
  })
  const kill = Effect.sync(() => {
    dead = true
    onKill()
  })
  return { driver: { ...right, commit }, kill }
}

/** A commit that is stopped, and lets it be known. */
interface Held {
  readonly reached: Deferred.Deferred<void>
  readonly released: Deferred.Deferred<void>
}

/** What can befall the next commits of the first connection. */
const accidents = (right: Driver, twist: Twist, hidden: Set<number>) => {
  let next: "cut" | Held | undefined
  let full = false
  const lost = (commit: Commit): Committing =>
    Effect.andThen(
      right.commit(commit),
      twist.cut?.(right, commit) ?? Effect.fail(new Ambiguous({ commitId: commit.id, cause: "cut" }))
    )
  const held = (commit: Commit, { reached, released }: Held): Committing => {
    Deferred.doneUnsafe(reached, Effect.void)
    const wait = Deferred.await(released)
    return twist.held?.(right, commit, wait, hidden) ?? Effect.andThen(wait, right.commit(commit))
  }
  const refused = (commit: Commit): Committing =>
    Effect.andThen(Effect.ignore(twist.full?.(right, commit) ?? Effect.void), Effect.fail(fault("commit", "disk full")))
  const commit: Driver["commit"] = (commit) =>
    Effect.suspend(() => {
      const now = next
      next = undefined
      if (full) return refused(commit)
      return now === undefined ? right.commit(commit) : now === "cut" ? lost(commit) : held(commit, now)
    })
  return {
    driver: { ...right, commit },
    cut: Effect.sync(() => void (next = "cut")),
    hold: Effect.sync(() => {
      const stop: Held = { reached: Deferred.makeUnsafe(), released: Deferred.makeUnsafe() }
      next = stop
      return {
        reached: Deferred.await(stop.reached),
        release: Effect.asVoid(Deferred.succeed(stop.released, undefined))
      }
    }),
    fill: Effect.sync(() => {
      full = true
      return { makeRoom: Effect.sync(() => void (full = false)) }
    })
  }
}

/** The payload with one letter changed: still JSON, and something else. */
const flipped = (payload: string): string =>
  payload.replace(/[a-z](?=[^a-z]*$)/, (letter) => letter === "x" ? "y" : "x")

const damage = (disk: Array<Written>, { torn }: Twist): NonNullable<OpenedLog["damage"]> => ({
  flip: ({ commit, payload }) =>
    Effect.sync(() => {
      const at = disk.findIndex(({ line }) => parse(line).id === commit.id)
      const { line, sum } = disk[at]!
      const [before, after] = [JSON.stringify(payload), JSON.stringify(flipped(payload))]
      disk[at] = { line: line.replace(before, () => after), sum }
    }),
  tear: Effect.sync(() => {
    const last = disk.pop()
    const left = last && torn?.(parse(last.line))
    if (left) disk.push(written(left))
  })
})

/** A new log; a right one unless it is twisted. */
export const open = Effect.fnUntraced(function*(twist: Twist = {}): Effect.fn.Return<OpenedLog> {
  const disk: Array<Written> = []
  const hidden = new Set<number>()
  const memory = yield* MemoryEventStore.make()
  const twisted = (driver: Driver): Driver => ({ ...driver, ...twist.connection?.(driver) })
  const untwisted = onDisk(memory, disk, hidden)
  const right = twisted(untwisted)
  const { cut, driver, fill, hold } = accidents(right, twist, hidden)
  const reopen = Effect.gen(function*() {
    const again = onDisk(yield* fromDisk([...disk], twist, memory.log), disk, hidden)
    return twisted({ ...again, ...twist.restarted?.(again) })
  })
  const spawn = Effect.gen(function*() {
    const inside = twist.process ? { ...untwisted, ...(yield* twist.process(untwisted)) } : right
    return process(inside, () => disk.splice(disk.length - (twist.unwritten ?? 0)))
  })
  return { driver, connect: Effect.succeed(right), reopen, spawn, damage: damage(disk, twist), cut, hold, fill }
})
