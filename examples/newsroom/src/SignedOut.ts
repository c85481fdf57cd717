/**
 * Sessions that were signed out before their time was over. A session is a signed cookie, good wherever a copy of it
 * is; this list is what ends it, so it is kept in the data folder and outlives a restart.
 */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { DataFolder, FolderFault } from "./DataFolder.ts"

/** The list holds something else, and which sessions have ended is not known any more. */
export class DamagedSignOuts extends Data.TaggedError("DamagedSignOuts")<{ readonly file: string }> {
  override get message(): string {
    return `The file ${this.file} in the data folder is damaged; restore it from a backup, or remove it and change ` +
      "the desk's password, which ends all sessions"
  }
}

export interface SignedOut {
  readonly has: (session: string) => boolean
  /**
   * Ends a session, for good once this succeeds. `expiresAt`, `now`: milliseconds since the Unix epoch; what has expired
   * by itself is forgotten.
   */
  readonly add: (session: string, expiresAt: number, now: number) => Effect.Effect<void, FolderFault>
}

const file = "signed-out"

const line = /^([0-9a-f-]{36}) (\d{1,15})$/

/** One session a line: its id, and when it would have expired. */
const parse = (text: string): Effect.Effect<Map<string, number>, DamagedSignOuts> => {
  const lines = text === "" ? [] : text.split("\n").map((one) => line.exec(one))
  const entries = lines.flatMap((match) => match === null ? [] : [[match[1]!, Number(match[2])] as const])
  return entries.length === lines.length ? Effect.succeed(new Map(entries)) : Effect.fail(new DamagedSignOuts({ file }))
}

/** Reads the list. Without a folder it is kept in memory. Fails with {@link DamagedSignOuts} or `FolderFault`. */
export const load = Effect.fnUntraced(function*(folder: Option.Option<DataFolder>) {
  const known = Option.isSome(folder) ? yield* folder.value.read(file) : Option.none<string>()
  const ended = yield* parse(Option.getOrElse(known, () => ""))
  const written = () => Array.from(ended, ([session, expiresAt]) => `${session} ${expiresAt}`).join("\n")
  return {
    has: (session) => ended.has(session),
    add: (session, expiresAt, now) =>
      Effect.suspend(() => {
        for (const [one, until] of ended) if (until <= now) ended.delete(one)
        ended.set(session, expiresAt)
        return Option.isSome(folder) ? folder.value.write(file, written()) : Effect.void
      })
  } satisfies SignedOut as SignedOut
})
