/** The part of the contract that readers use to comment: it needs no token. */
import * as CommentInput from "@dateline/publishing/CommentInput"
import { Language } from "@dateline/publishing/domain/Language"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"
import { Comment } from "./CommentResource.ts"
import * as IdempotencyKey from "./IdempotencyKey.ts"
import * as Example from "./internal/example.ts"
import { ArticleId, CommentId, described, next, Ordinal, page } from "./internal/fields.ts"
import { describe } from "./internal/operation.ts"
import * as Problem from "./Problem.ts"

/** A reader's comment. */
export const Submission = Schema.Struct({
  ...CommentInput.Submission.fields,
  name: described(CommentInput.Submission.fields.name, "Published beside the comment"),
  body: described(CommentInput.Body, "The comment"),
  email: described(CommentInput.Email, "Never published: stored encrypted, and shown to nobody"),
  parentId: Schema.optionalKey(CommentId.annotate({ description: "The comment that this one answers" })),
  policyVersion: described(Ordinal, "The version of the conditions that the reader was shown"),
  language: Schema.optionalKey(Language.annotate({
    description: "In which its author is told what became of it; the article's when absent"
  }))
}).annotate({ identifier: "CommentSubmission" })

/** What a submission answers. */
export const Submitted = Schema.Struct({
  id: CommentId,
  status: Schema.Literal("pending"),
  statusUrl: Schema.String.annotate({
    description:
      "The private page on which its author follows the comment: an address or a path. Whoever has it, has " +
      "the author's rights",
    format: "uri-reference"
  })
}).annotate({ identifier: "SubmittedComment", description: "The comment was taken and waits for a moderator" })

const params = { id: ArticleId }

const submit = HttpApiEndpoint.post("submit", "/articles/:id/comments", {
  params,
  headers: IdempotencyKey.header,
  payload: Submission,
  success: Submitted.pipe(HttpApiSchema.status("Accepted")),
  error: [
    Problem.MalformedRequest,
    Problem.CommentsClosed,
    Problem.NotFound,
    Problem.PayloadTooLarge,
    Problem.UnsupportedMediaType,
    Problem.ValidationFailed,
    Problem.IdempotencyKeyReused,
    Problem.TooManyRequests,
    Problem.InternalError,
    Problem.Unavailable
  ]
}).annotateMerge(describe({
  id: "submitComment",
  summary: "Submit a comment",
  description: "Hands a reader's comment to the moderators. It shows when one of them has approved it.",
  request: Example.submission,
  response: Example.submitted
}))

const list = HttpApiEndpoint.get("list", "/articles/:id/comments", {
  params,
  query: page,
  success: Schema.Struct({
    items: Schema.Array(Comment),
    next,
    count: Schema.Int.annotate({ description: "All approved comments of the article", examples: [12] })
  }).annotate({ identifier: "CommentPage", description: "A page of approved comments" }),
  error: [Problem.MalformedRequest, Problem.NotFound, Problem.InternalError, Problem.Unavailable]
}).annotateMerge(describe({
  id: "listComments",
  summary: "List an article's comments",
  description: "Those that were approved, the oldest first.",
  response: { items: [Example.comment], count: 1 }
}))

/** Comments, for readers. */
export class CommentsApi extends HttpApiGroup.make("comments")
  .add(submit, list)
  .annotateMerge(OpenApi.annotations({ title: "Comments", description: "What readers say below an article." }))
{}
