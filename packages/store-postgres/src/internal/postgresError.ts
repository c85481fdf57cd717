/** What an error of the client or of the server means for a caller. */
import { StoreFault } from "@dateline/eventsourcing/StoreError"
import { SqlError } from "effect/sql/SqlError"

const causeOf = (error: unknown): unknown => error instanceof SqlError ? error.reason.cause : error

/** The SQLSTATE, such as `40001`; empty when the server said nothing. */
export const stateOf = (error: unknown): string => {
  const cause = causeOf(error)
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" && /^[0-9A-Z]{5}$/.test(cause.code)
    ? cause.code
    : ""
}

/** The connection is gone, or the server is going, coming or crashing: whatever was under way may have been done. */
export const isConnectionLost = (error: unknown): boolean =>
  error instanceof SqlError && (error.reason._tag === "ConnectionError" || /^(08|57P0)/.test(stateOf(error)))

/** No connection was had: nothing was sent that could have been done. */
export const isNotConnected = (error: unknown): boolean =>
  error instanceof SqlError &&
  (error.reason._tag === "ConnectionError" && error.reason.operation === "connect" || stateOf(error) === "57P03")

/** The server undid the transaction in favour of another one; the same again may succeed at once. */
export const isUndone = (error: unknown): boolean => ["40001", "40P01"].includes(stateOf(error))

/** Whether the same call may succeed later: somebody lets go of a lock, makes room on the disk, starts the server. */
const isRetryable = (error: unknown): boolean =>
  isConnectionLost(error) || isUndone(error) || ["55P03", "57014", "53100", "53200", "53300"].includes(stateOf(error))

/** What the server, or the network, said. */
const sentence = (error: unknown): unknown => {
  if (stateOf(error) === "55P03") return new LockHeld(error)
  return causeOf(error)
}

/** Another transaction holds what this one must have: mostly one that appends to the log and has not ended. */
export class LockHeld extends Error {
  readonly _tag = "LockHeld"
  constructor(cause: unknown) {
    super("another transaction holds the log, the view or the keys, and did not end in time", { cause })
  }
}

/** The answer to a commit never came. */
export class OutcomeUnknown extends Error {
  readonly _tag = "OutcomeUnknown"
  constructor(cause: unknown) {
    const said = causeOf(cause)
    super(`the connection was lost before the answer: ${said instanceof Error ? said.message : String(said)}`, {
      cause
    })
  }
}

export const storeFault = (operation: string, error: unknown): StoreFault =>
  error instanceof StoreFault
    ? error
    : new StoreFault({ operation, cause: sentence(error), retryable: isRetryable(error) })
