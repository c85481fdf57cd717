/**
 * "At this instant, once": what is to happen later, kept where it survives a restart. A timer belongs to a reactor, which
 * says what happens when it is due ({@link Reactor}). Scheduling one again under its key moves it; nothing else does.
 */
import * as Hex from "effect/encoding/Hex"
import * as CommitId from "./CommitId.ts"
import { sha256 } from "./internal/sha256.ts"
import type { Json } from "./Projection.ts"

/** What to remind a reactor of, and when. */
export interface Request {
  /** Names the timer within its reactor, such as the id of the article that it publishes. */
  readonly key: string
  /** Milliseconds since the Unix epoch. An instant that has passed is due at once. */
  readonly at: number
  /** Whatever the reactor needs to know by then. It is kept as it is: nothing personal. */
  readonly payload?: Json
}

/** A timer that is due. */
export interface Timer extends Request {
  /**
   * The same whenever this timer is due for this instant, however often the program was killed in between: a command that
   * is committed under it happens once.
   */
  readonly commitId: CommitId.CommitId
}

/** The commit id of a reactor's timer for one instant. */
export const commitIdOf = (reactor: string, { at, key }: Pick<Request, "at" | "key">): CommitId.CommitId =>
  CommitId.make(`timer-${Hex.encode(sha256(`${reactor.length}:${reactor}${key.length}:${key}${at}`)).slice(0, 40)}`)
