/**
 * Names one attempt to change the log, so that repeating the attempt changes nothing. The caller chooses it before the
 * first try and sends the same one with every retry: a form carries it as a hidden field, an API call as an
 * idempotency key.
 */
import type * as Brand from "effect/Brand"
import * as Result from "effect/Result"

/** 1 to 128 printable ASCII characters without space. Time-ordered ids (UUID version 7) keep indexes compact. */
export type CommitId = string & Brand.Brand<"@dateline/CommitId">

/** The text is not a commit id. */
export class InvalidCommitId extends Error {
  readonly _tag = "InvalidCommitId"
  constructor(value: string) {
    super(`"${value.slice(0, 80)}" is not a commit id: it must be 1 to 128 printable ASCII characters without space`)
  }
}

const pattern = /^[!-~]{1,128}$/

/** Reads a commit id from text. Fails with {@link InvalidCommitId}. */
export const parse = (text: string): Result.Result<CommitId, InvalidCommitId> =>
  pattern.test(text) ? Result.succeed(text as CommitId) : Result.fail(new InvalidCommitId(text))

/** Trusts a text that is already known to be a commit id, such as one that a store returned. */
export const make = (text: string): CommitId => text as CommitId

/** Names one event for ever: the commit's id and the event's place in the commit, from 0. */
export const eventId = (commit: CommitId, index: number): string => `${commit}:${index}`
