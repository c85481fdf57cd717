/** A commit as a line of the file. JSON keeps every text exactly, halves of surrogate pairs too. */
import type * as Driver from "@dateline/eventsourcing/EventStoreDriver"

/** What the log keeps of a commit: all but what was checked when it was made. */
export type Commit = Omit<Driver.Commit, "guards">

export const format = ({ appends, digest, id, metadata, recordedAt }: Commit): string => {
  const stored: Commit = { id, digest, recordedAt, metadata, appends }
  return JSON.stringify(stored)
}

/** Its checksum says that the text is what {@link format} wrote. */
export const parse = (text: string): Commit => JSON.parse(text)
