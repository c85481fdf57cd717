/**
 * Everything that the API answers instead of what was asked for: RFC 9457 problem details as typed errors. Each class
 * is one problem type with one status; the server answers it as `application/problem+json`, the client fails with it.
 *
 * A problem says what to do next and never repeats what was sent: a field that was refused may be personal.
 *
 * *Source:* RFC 9457, Problem Details for HTTP APIs.
 */
import { Problem } from "effect/http-api/HttpApiError"
import * as Schema from "effect/Schema"

/** One field of a request body that was refused. */
export const FieldError = Schema.Struct({
  field: Schema.String.annotate({
    description: "Where in the body, members and places joined by dots, such as `codes.0`",
    examples: ["email"]
  }),
  code: Schema.String.annotate({ description: "Why, for programs", examples: ["required"] }),
  message: Schema.String.annotate({ description: "Why, for people, in English", examples: ["is required"] })
}).annotate({ identifier: "FieldError", description: "A field that was refused, and why" })

export type FieldError = typeof FieldError.Type

const CurrentVersion = Schema.Int.annotate({ description: "The version that it has now", examples: [4] })

/** The request cannot be read: its JSON, its encoding, a header, a cursor or another parameter. */
export class MalformedRequest extends Problem<MalformedRequest>()("MalformedRequest", {
  type: "/api/docs#malformed-request",
  status: 400,
  title: "The request cannot be read"
}) {}

/** No token, or one that is not known. Answered with `WWW-Authenticate`. */
export class Unauthorized extends Problem<Unauthorized>()("Unauthorized", {
  type: "/api/docs#unauthorized",
  status: 401,
  title: "This needs a valid bearer token"
}) {}

/** The server was started without an API token, so nobody may do over the API what needs one. */
export class TokensDisabled extends Problem<TokensDisabled>()("TokensDisabled", {
  type: "/api/docs#tokens-disabled",
  status: 403,
  title: "This server accepts no token"
}) {}

/** The role that the token stands for may not do this. */
export class Forbidden extends Problem<Forbidden>()("Forbidden", {
  type: "/api/docs#forbidden",
  status: 403,
  title: "This role may not do that"
}) {}

/** The article takes no comments. */
export class CommentsClosed extends Problem<CommentsClosed>()("CommentsClosed", {
  type: "/api/docs#comments-closed",
  status: 403,
  title: "Comments are closed"
}) {}

/** Nothing public is here: never published, never existed, or an address that was tampered with. */
export class NotFound extends Problem<NotFound>()("NotFound", {
  type: "/api/docs#not-found",
  status: 404,
  title: "There is nothing here"
}) {}

/** The address exists, the method does not. Answered with `Allow`. */
export class MethodNotAllowed extends Problem<MethodNotAllowed>()("MethodNotAllowed", {
  type: "/api/docs#method-not-allowed",
  status: 405,
  title: "This address does not take that method"
}) {}

/** Others wrote at the same time, so often that the command could not be carried out. */
export class StaleVersion extends Problem<StaleVersion>()("StaleVersion", {
  type: "/api/docs#stale-version",
  status: 409,
  title: "It has changed in the meantime"
}, { currentVersion: CurrentVersion }) {}

/** The decision judged a revision of the comment that is not the current one. */
export class StaleRevision extends Problem<StaleRevision>()("StaleRevision", {
  type: "/api/docs#stale-revision",
  status: 409,
  title: "The comment has been edited since"
}) {}

/** The comment has been decided before, or withdrawn. */
export class AlreadyDecided extends Problem<AlreadyDecided>()("AlreadyDecided", {
  type: "/api/docs#already-decided",
  status: 409,
  title: "The comment has already been decided"
}) {}

/** The article is not in a state that allows this, such as a correction before publication. */
export class WrongState extends Problem<WrongState>()("WrongState", {
  type: "/api/docs#wrong-state",
  status: 409,
  title: "Its present state does not allow this"
}) {}

/** The article is not at the version that `If-Match` names. */
export class PreconditionFailed extends Problem<PreconditionFailed>()("PreconditionFailed", {
  type: "/api/docs#precondition-failed",
  status: 412,
  title: "It is not at the version named by If-Match"
}, { currentVersion: CurrentVersion }) {}

/** The request's body is over the limit of one mebibyte. */
export class PayloadTooLarge extends Problem<PayloadTooLarge>()("PayloadTooLarge", {
  type: "/api/docs#payload-too-large",
  status: 413,
  title: "The body is larger than 1 MiB"
}) {}

/** The request's body is not `application/json`. */
export class UnsupportedMediaType extends Problem<UnsupportedMediaType>()("UnsupportedMediaType", {
  type: "/api/docs#unsupported-media-type",
  status: 415,
  title: "The body must be application/json"
}) {}

/** The body can be read and cannot be accepted: every field that is wrong, at once. */
export class ValidationFailed extends Problem<ValidationFailed>()("ValidationFailed", {
  type: "/api/docs#validation-failed",
  status: 422,
  title: "Some fields cannot be accepted"
}, { errors: Schema.Array(FieldError) }) {}

/** The idempotency key was used before, for a request with another body. Nothing was done. */
export class IdempotencyKeyReused extends Problem<IdempotencyKeyReused>()("IdempotencyKeyReused", {
  type: "/api/docs#idempotency-key-reused",
  status: 422,
  title: "This idempotency key was used for another request"
}) {}

/** Too many requests. Answered with `Retry-After`. */
export class TooManyRequests extends Problem<TooManyRequests>()("TooManyRequests", {
  type: "/api/docs#too-many-requests",
  status: 429,
  title: "Too many requests"
}, { retryAfter: Schema.Int.annotate({ description: "Seconds to wait", examples: [60] }) }) {}

/** The server failed. `instance` names the occurrence in the server's log; nothing else is told. */
export class InternalError extends Problem<InternalError>()("InternalError", {
  type: "/api/docs#internal-error",
  status: 500,
  title: "The server failed"
}) {}

/** The store cannot answer now. The same request may succeed later; with an idempotency key it has one effect. */
export class Unavailable extends Problem<Unavailable>()("Unavailable", {
  type: "/api/docs#unavailable",
  status: 503,
  title: "The server cannot answer now"
}) {}

/** Every problem type, in the order of the statuses. */
export const all = [
  MalformedRequest,
  Unauthorized,
  TokensDisabled,
  Forbidden,
  CommentsClosed,
  NotFound,
  MethodNotAllowed,
  StaleVersion,
  StaleRevision,
  AlreadyDecided,
  WrongState,
  PreconditionFailed,
  PayloadTooLarge,
  UnsupportedMediaType,
  ValidationFailed,
  IdempotencyKeyReused,
  TooManyRequests,
  InternalError,
  Unavailable
] as const

export type Problem = InstanceType<(typeof all)[number]>
