/**
 * A log as `dateline events --json` prints it, read back into a log in memory: the same events in the same places, so
 * that every view folds to what it is on the server. Runs wherever the kernel does.
 */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import type * as Driver from "@dateline/eventsourcing/EventStoreDriver"
import * as Expected from "@dateline/eventsourcing/Expected"
import * as MemoryEventStore from "@dateline/eventsourcing/MemoryEventStore"
import type { StoreFault, TooLarge } from "@dateline/eventsourcing/StoreError"
import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

const Line = Schema.Struct({
  position: Schema.Int,
  stream: Schema.String,
  version: Schema.Int,
  type: Schema.String,
  schemaVersion: Schema.Int,
  payload: Schema.Unknown,
  tags: Schema.Array(Schema.String),
  commitId: Schema.String,
  index: Schema.Int,
  digest: Schema.String,
  recordedAt: Schema.Int,
  metadata: Schema.Unknown,
  log: Schema.String
})

/** An event of the log, as one line of the export has it. */
export type Line = typeof Line.Type

/** The text is no whole exported log. Carries no part of what the log says. */
export class NotALog extends Data.TaggedError("NotALog")<{
  readonly reason: "Empty" | "NotJson" | "NotAnEvent" | "Gap" | "SeveralLogs" | "Twice"
  /** The line at fault, from 1. */
  readonly line: number
}> {}

const decodeLine = Schema.decodeUnknownResult(Line)

const parse = (text: string, place: number): Result.Result<Line, NotALog> => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return Result.fail(new NotALog({ reason: "NotJson", line: place + 1 }))
  }
  return Result.mapError(decodeLine(json), () => new NotALog({ reason: "NotAnEvent", line: place + 1 }))
}

/** Reads the export from its first event on. Fails with {@link NotALog}. */
export const read = (text: string): Result.Result<NonEmptyReadonlyArray<Line>, NotALog> => {
  const lines: Array<Line> = []
  for (const [place, one] of text.split("\n").entries()) {
    if (one.trim() === "") continue
    const line = parse(one, place)
    if (Result.isFailure(line)) return Result.fail(line.failure)
    const { log, position } = line.success
    const fail = (reason: NotALog["reason"]) => Result.fail(new NotALog({ reason, line: place + 1 }))
    if (position !== lines.length + 1) return fail("Gap")
    if (log !== (lines[0]?.log ?? log)) return fail("SeveralLogs")
    lines.push(line.success)
  }
  const [first, ...rest] = lines
  return first === undefined ? Result.fail(new NotALog({ reason: "Empty", line: 1 })) : Result.succeed([first, ...rest])
}

/** Each commit's events: they stand beside each other. */
const commitsOf = (lines: ReadonlyArray<Line>): ReadonlyArray<NonEmptyReadonlyArray<Line>> => {
  const commits: Array<[Line, ...Array<Line>]> = []
  for (const line of lines) {
    if (line.index === 0) commits.push([line])
    else commits.at(-1)?.push(line)
  }
  return commits
}

const eventOf = ({ payload, schemaVersion, tags, type }: Line) => ({
  type,
  schemaVersion,
  payload: JSON.stringify(payload),
  tags
})

/** What was appended to each stream. */
const appendsOf = (lines: NonEmptyReadonlyArray<Line>): Driver.Commit["appends"] => {
  const [first, ...rest] = lines
  const appends: [Driver.Append, ...Array<Driver.Append>] = [
    { stream: first.stream, expected: Expected.any, events: [eventOf(first)] }
  ]
  for (const line of rest) {
    const last = appends.at(-1)! // there is one from the start
    if (last.stream === line.stream) appends[appends.length - 1] = { ...last, events: [...last.events, eventOf(line)] }
    else appends.push({ stream: line.stream, expected: Expected.any, events: [eventOf(line)] })
  }
  return appends
}

/**
 * A log in memory with the same events. Whoever reads it compares them with their commits' digests: an event that was
 * changed in the export is a `CorruptEvent` that names its position.
 */
export const driverOf = Effect.fnUntraced(function*(
  lines: NonEmptyReadonlyArray<Line>
): Effect.fn.Return<Driver.EventStoreDriver["Service"], NotALog | StoreFault | TooLarge> {
  const empty = yield* MemoryEventStore.make()
  for (const commit of commitsOf(lines)) {
    const { commitId, digest, metadata, position, recordedAt } = commit[0]
    const outcome = yield* Effect.catchTag(
      empty.commit({
        id: CommitId.make(commitId),
        digest,
        recordedAt,
        metadata: JSON.stringify(metadata),
        appends: appendsOf(commit),
        guards: []
      }),
      "Ambiguous",
      Effect.die // memory forgets no answer
    )
    if (outcome._tag !== "Committed") return yield* new NotALog({ reason: "Twice", line: position })
  }
  return { ...empty, log: { id: lines[0].log, epoch: "1" } }
})
