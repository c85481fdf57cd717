/** `dateline events`: the log as it is stored, for people and for programs. */
import type { RecordedRaw } from "@dateline/eventsourcing/EventStoreDriver"
import * as Position from "@dateline/eventsourcing/Position"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { dataFlag, openLog } from "./dataFolder.ts"
import { writeLines } from "./lines.ts"

/** What is stored is not JSON, so it cannot be shown as such. */
export class NotJson extends Data.TaggedError("NotJson")<{ readonly position: number; readonly what: string }> {
  override get message(): string {
    return `The ${this.what} at position ${this.position} is not JSON; run "dateline verify"`
  }
}

const parse = (position: number, what: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new NotJson({ position, what })
  }
}

/**
 * One event as a line of JSON, with all that whoever has the lines needs to read them as a log: what is sealed is bound to
 * the log's id, and the digest is of the whole commit. Personal values are sealed, as they are in the log.
 */
const toJson = (log: string) => (event: RecordedRaw): string => {
  const { commit, index, payload, position, schemaVersion, stream, tags, type, version } = event
  return JSON.stringify({
    position,
    stream,
    version,
    type,
    schemaVersion,
    payload: parse(position, "payload", payload),
    tags,
    commitId: commit.id,
    index,
    digest: commit.digest,
    recordedAt: commit.recordedAt,
    metadata: parse(position, "metadata", commit.metadata),
    log
  })
}

/** One event as a line for people: what happened where, and not what it says. */
const toText = ({ commit, position, stream, tags, type, version }: RecordedRaw): string =>
  [
    String(position).padStart(8),
    new Date(commit.recordedAt).toISOString(),
    type.padEnd(24),
    `${stream}@${version}`,
    ...tags.map((tag) => `#${tag}`)
  ].join("  ")

const format = (
  toLine: (event: RecordedRaw) => string,
  events: ReadonlyArray<RecordedRaw>
): Effect.Effect<ReadonlyArray<string>, NotJson> =>
  Effect.try({ try: () => events.map(toLine), catch: (error) => error as NotJson }) // nothing else is thrown

const run = Effect.fnUntraced(
  function*(options: { readonly after: number; readonly data: string; readonly json: boolean }) {
    const { driver } = yield* openLog(options.data)
    const toLine = options.json ? toJson(driver.log.id) : toText
    yield* Stream.runForEach(
      driver.readAll({ after: Position.make(options.after) }),
      (chunk) => Effect.flatMap(format(toLine, chunk.events), writeLines)
    )
  },
  Effect.catchTag("ReaderGone", () => Effect.void),
  Effect.scoped
)

export const events = Command.make("events", {
  json: Flag.Boolean("json").pipe(Flag.withDescription("One JSON object a line"), Flag.withDefault(false)),
  after: Flag.Int("after").pipe(
    Flag.withMetavar("position"),
    Flag.withDescription("Only events after this position"),
    Flag.filter((value) => Position.isPosition(value), () => "a whole number from 0"),
    Flag.withDefault(0)
  ),
  data: dataFlag
}, run).pipe(Command.withDescription("Print the events of the log, in order"))
