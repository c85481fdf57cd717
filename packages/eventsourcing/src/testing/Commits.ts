/** Commits for laws: the least that a driver accepts, with what a law varies. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as CommitId from "../CommitId.ts"
import type { RawEvent } from "../EventFamily.ts"
import type * as Driver from "../EventStoreDriver.ts"
import type * as Expected from "../Expected.ts"
import { commitDigest } from "../internal/digest.ts"
import type { Driver as Service } from "./Harness.ts"

export const event = (text: string, tags: ReadonlyArray<string> = []): RawEvent => ({
  type: "Noted",
  schemaVersion: 1,
  payload: JSON.stringify({ text }),
  tags
})

/** An append of events that carry these texts. */
export const append = (
  stream: string,
  expected: Expected.Expected,
  first: string,
  ...rest: ReadonlyArray<string>
): Driver.Append => ({ stream, expected, events: [event(first), ...rest.map((text) => event(text))] })

/** A commit of appends, made at the instant 0 by a law. */
export const commit = (
  id: string,
  appends: readonly [Driver.Append, ...Array<Driver.Append>],
  guards: ReadonlyArray<Driver.Guard> = []
): Driver.Commit => {
  const actor = { role: "law", id: "law" }
  return {
    id: CommitId.make(id),
    digest: commitDigest(id, actor, appends),
    recordedAt: 0,
    metadata: JSON.stringify({ actor }),
    appends,
    guards
  }
}

/** All events of the log, in order. */
export const all = (driver: Service): Effect.Effect<ReadonlyArray<Driver.RecordedRaw>, unknown> =>
  Effect.map(Stream.runCollect(driver.readAll({})), (chunks) => chunks.flatMap((chunk) => chunk.events))

/** All events of a stream, in order; at most 1,000. */
export const ofStream = (driver: Service, stream: string) => driver.readStream(stream, 0, 1000, "forward")
