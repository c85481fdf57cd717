/** What an exception of the SQLite binding means for a caller. */
import { StoreFault } from "@dateline/eventsourcing/StoreError"

/** SQLite's extended result code, such as `SQLITE_BUSY`; empty when the exception is not SQLite's. */
export const codeOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : ""

/** Another connection holds the lock. */
export const isBusy = (cause: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(cause))

/** The file is not what SQLite wrote to it. */
export const isCorrupt = (cause: unknown): boolean =>
  codeOf(cause).startsWith("SQLITE_CORRUPT") || cause instanceof ChangedRow

/** Whether the same call may succeed later: another writer ends, or somebody makes room on the disk. */
const isRetryable = (cause: unknown): boolean => isBusy(cause) || codeOf(cause) === "SQLITE_FULL"

export const storeFault = (operation: string, cause: unknown): StoreFault =>
  cause instanceof StoreFault ? cause : new StoreFault({ operation, cause, retryable: isRetryable(cause) })

/** The disk failed while a transaction was being ended: it may or may not be there after the next start. */
export class OutcomeUnknown extends Error {
  constructor(cause: unknown) {
    super(`the disk failed while a transaction was being ended: ${cause instanceof Error ? cause.message : cause}`, {
      cause
    })
  }
}

/** A row is not what its checksum says. */
export class ChangedRow extends Error {
  constructor(place: number) {
    super(`the row of the event in place ${place} is not what was written`)
  }
}

/** Bytes of the file are not what was written to it: everything before this position was read, and this was not. */
export class DamagedAt extends Error {
  readonly position: number
  constructor(position: number, cause: unknown) {
    const said = cause instanceof Error ? cause.message : String(cause)
    super(`the file is damaged at position ${position}: ${said}`, { cause })
    this.position = position
  }
}
