/**
 * The token in a comment form: it says for which article and when the form was made, and carries the commit id, so that
 * the same form sent twice is one comment.
 */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import * as CommitIds from "@dateline/eventsourcing/CommitIds"
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { randomUUID } from "node:crypto"
import { Site } from "../Site.ts"
import { Tokens } from "../Tokens.ts"

/** Time enough to read, to think, and to come back the next morning. In milliseconds. */
const lifetime = 24 * 3_600_000

/**
 * Why a form cannot be taken as it is:
 * - `form-invalid`: not a token of ours for this article;
 * - `form-expired`: too old; the page offers a new one;
 * - `too-fast`: filled in faster than a person types; sent again a moment later it is good.
 */
export class UnusableForm extends Data.TaggedError("UnusableForm")<{
  readonly reason: "form-invalid" | "form-expired" | "too-fast"
}> {}

/**
 * Stands in a page where each reader's token goes. No text of a page can hold it: it is made anew at every start, and
 * no page that is given out shows it.
 */
export const mark = randomUUID()

/** A token for a new form of an article. */
export const issue = Effect.fnUntraced(function*(articleId: string) {
  const { form } = yield* Tokens
  const now = yield* Clock.currentTimeMillis
  return form.sign(`${articleId} ${now} ${yield* CommitIds.next}`, now + lifetime)
})

/** The commit id of a form that came back for an article. Fails with {@link UnusableForm}. */
export const redeem = Effect.fnUntraced(function*(articleId: string, token: string) {
  const { form } = yield* Tokens
  const { settings } = yield* Site
  const now = yield* Clock.currentTimeMillis
  const payload = form.verify(token, now)
  if (Result.isFailure(payload)) {
    return yield* new UnusableForm({
      reason: payload.failure._tag === "ExpiredToken" ? "form-expired" : "form-invalid"
    })
  }
  const [article, issuedAt, commitId] = payload.success.split(" ")
  if (article !== articleId || commitId === undefined) return yield* new UnusableForm({ reason: "form-invalid" })
  if (now - Number(issuedAt) < settings.formMinSeconds * 1000) return yield* new UnusableForm({ reason: "too-fast" })
  return CommitId.make(commitId)
})
