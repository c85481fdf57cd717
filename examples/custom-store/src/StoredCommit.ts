/** A commit as a line of the file. JSON keeps every text exactly, halves of surrogate pairs too. */
import type * as Driver from "@dateline/eventsourcing/EventStoreDriver"

/** What the log keeps of a commit: all but what was checked when it was made. */
export type Commit = Omit<Driver.Commit, "guards">

interface Stored extends Omit<Commit, "digest"> {
  /** In base64. */
  readonly digest: string
}

export const format = ({ appends, digest, id, metadata, recordedAt }: Commit): string => {
  const stored: Stored = { id, digest: Buffer.from(digest).toString("base64"), recordedAt, metadata, appends }
  return JSON.stringify(stored)
}

export const parse = (text: string): Commit => {
  const stored: Stored = JSON.parse(text) // its checksum says that it is what `format` wrote
  return { ...stored, digest: new Uint8Array(Buffer.from(stored.digest, "base64")) }
}
