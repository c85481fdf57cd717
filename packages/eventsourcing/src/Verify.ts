/**
 * Checks that a log is what was written to it: every commit whole and with the digest of its contents, versions without
 * gaps, positions in order. It reads at the level of the driver and needs to know no family, so it can check a log whose
 * events it does not understand. What it cannot see: commits that
 * are missing as a whole and are each the last of their streams, such as the last one of the log.
 */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Chunk, EventStoreDriver, RecordedRaw } from "./EventStoreDriver.ts"
import { parseMetadata } from "./internal/decodeEvent.ts"
import { appendsOf, commitDigest } from "./internal/digest.ts"
import type { StoreFault } from "./StoreError.ts"

/** What was counted in a log that is in order. */
export interface Report {
  readonly events: number
  readonly commits: number
  readonly streams: number
}

/** The log is not what was written: the first event that shows it, and how. */
export class LogDamaged extends Data.TaggedError("LogDamaged")<{
  readonly position: number
  readonly stream: string
  readonly reason: "Position" | "Version" | "Incomplete" | "Metadata" | "Digest"
  readonly detail: string
}> {
  override get message(): string {
    return `The log is damaged at position ${this.position} (${this.stream}): ${this.detail}`
  }
}

/** Checks a log piece by piece, in order. */
export interface Verifier {
  /** The next events of the log; answers the first damage that they show. */
  readonly next: (events: ReadonlyArray<RecordedRaw>) => LogDamaged | undefined
  /** Nothing follows. */
  readonly end: () => LogDamaged | undefined
  readonly report: () => Report
}

const damaged = (event: RecordedRaw, reason: LogDamaged["reason"], detail: string): LogDamaged =>
  new LogDamaged({ position: event.position, stream: event.stream, reason, detail })

const wholeCommit = (events: ReadonlyArray<RecordedRaw>): LogDamaged | undefined => {
  const [first] = events
  if (first === undefined) return undefined
  const { commit } = first
  if (events.length !== commit.size) {
    return damaged(first, "Incomplete", `commit ${commit.id} has ${events.length} of its ${commit.size} events`)
  }
  const metadata = parseMetadata(commit.metadata)
  if (metadata === undefined) {
    return damaged(first, "Metadata", `nobody can be read as the author of commit ${commit.id}`)
  }
  return commitDigest(commit.id, metadata.actor, appendsOf(events)) === commit.digest
    ? undefined
    : damaged(first, "Digest", `commit ${commit.id} is not what its digest says`)
}

/**
 * A verifier at the start of a log, or after a position up to which somebody else answers for it: which versions its
 * streams had by then, it takes from the first event that it sees of each.
 */
export const make = (options: { readonly after?: number } = {}): Verifier => {
  const begins = (options.after ?? 0) === 0
  const versions = new Map<string, number>()
  let open: Array<RecordedRaw> = []
  let position = options.after ?? 0
  let events = 0
  let commits = 0

  const close = (): LogDamaged | undefined => {
    const problem = wholeCommit(open)
    if (open.length > 0) commits++
    open = []
    return problem
  }

  const check = (event: RecordedRaw): LogDamaged | undefined => {
    if (event.position <= position) return damaged(event, "Position", `it comes after position ${position}`)
    const before = versions.get(event.stream) ?? (begins ? 0 : event.version - 1)
    const version = before + 1
    if (event.version !== version) {
      return damaged(event, "Version", `version ${version} of the stream was to follow, not ${event.version}`)
    }
    const problem = event.index === 0 ? close() : undefined
    if (problem) return problem
    if (event.index !== open.length || (open[0] && open[0].commit.id !== event.commit.id)) {
      return damaged(
        event,
        "Incomplete",
        `it is event ${event.index} of commit ${event.commit.id}, and an earlier one is missing`
      )
    }
    position = event.position
    versions.set(event.stream, version)
    events++
    open.push(event)
    return undefined
  }

  return {
    next: (chunk) => {
      for (const event of chunk) {
        const problem = check(event)
        if (problem) return problem
      }
      return undefined
    },
    end: close,
    report: () => ({ events, commits, streams: versions.size })
  }
}

/**
 * Reads the whole log, page by page, and checks it. Fails with {@link LogDamaged} at the first damage, and with
 * `StoreFault` when the store cannot read on. `onPage` is told of each page that is in order.
 */
export const verifyLog = Effect.fnUntraced(function*(
  driver: EventStoreDriver["Service"],
  options?: { readonly onPage?: (chunk: Chunk) => Effect.Effect<void> }
): Effect.fn.Return<Report, LogDamaged | StoreFault> {
  const verifier = make()
  yield* Stream.runForEach(driver.readAll({}), (chunk) => {
    const problem = verifier.next(chunk.events)
    if (problem) return Effect.fail(problem)
    return options?.onPage?.(chunk) ?? Effect.void
  })
  const problem = verifier.end()
  return problem ? yield* problem : verifier.report()
})
