/** What the domain and the stores can say no with, as answers of this site. Whatever is not listed is a fault. */
import type { Language } from "../language/Catalogue.ts"
import type { ProblemCode } from "../language/Problems.ts"
import type { ErrorStatus } from "../site/Models.ts"
import { Refusal } from "./Refusal.ts"

type Answer = readonly [status: ErrorStatus, reason?: ProblemCode]

const answers: { readonly [tag: string]: Answer } = {
  ArticleNotFound: [404],
  CommentNotFound: [404],
  NotPermitted: [403, "forbidden"],
  CommentsClosed: [403, "comments-closed"],
  AlreadyDecided: [409, "already-decided"],
  StaleRevision: [409, "stale"],
  Conflict: [409, "stale"],
  GuardFailed: [409, "stale"],
  CommitIdReused: [409, "form-reused"],
  ArticleExists: [409, "form-reused"],
  CommentExists: [409, "form-reused"],
  ArticleNotLive: [409, "stale"],
  ArticleIsRetracted: [409, "stale"],
  StreamEnded: [409, "stale"],
  SubjectErased: [409, "stale"],
  InvalidCursor: [400, "malformed"],
  TooLarge: [413, "too-large"],
  FolderFault: [503],
  StoreFault: [503],
  VaultFault: [503],
  Ambiguous: [503],
  ProjectorStopped: [503],
  ViewNotReady: [503]
}

const badForms = {
  malformed: new Refusal({ status: 400, reason: "malformed" }),
  "too-large": new Refusal({ status: 413, reason: "too-large" }),
  "unsupported-type": new Refusal({ status: 415, reason: "unsupported-type" })
} as const

const isTagged = (error: unknown): error is { readonly _tag: string } =>
  typeof error === "object" && error !== null && "_tag" in error && typeof error._tag === "string"

const isReason = (reason: unknown): reason is keyof typeof badForms =>
  typeof reason === "string" && Object.hasOwn(badForms, reason)

/** The answer that an error stands for; nothing when it stands for none. */
export const of = (error: unknown): Refusal | undefined => {
  if (error instanceof Refusal) return error
  if (!isTagged(error)) return undefined
  if (error._tag === "BadForm" && "reason" in error && isReason(error.reason)) return badForms[error.reason]
  if (!Object.hasOwn(answers, error._tag)) return undefined
  const [status, reason] = answers[error._tag]!
  return new Refusal({ status, reason })
}

/** The same refusal on a page in this language that gives back what was typed. */
export const keeping = (
  error: unknown,
  kept: { readonly language?: Language; readonly typed: ReadonlyArray<string>; readonly back?: string }
): unknown => {
  const refusal = of(error)
  if (refusal === undefined) return error
  const typed = kept.typed.filter((text) => text.trim() !== "")
  return new Refusal({
    ...refusal,
    back: kept.back ?? refusal.back,
    language: kept.language ?? refusal.language,
    typed
  })
}
