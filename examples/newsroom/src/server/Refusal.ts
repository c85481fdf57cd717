/**
 * Why a request does not get the page it asked for. Handlers fail with it; the gateway answers it as a page in the
 * request's language.
 */
import * as Data from "effect/Data"
import type { Language } from "../language/Catalogue.ts"
import type { ProblemCode } from "../language/Problems.ts"
import type { ErrorStatus } from "../site/Models.ts"

export class Refusal extends Data.TaggedError("Refusal")<{
  readonly status: ErrorStatus
  /** What exactly happened, when the status alone does not say it. */
  readonly reason?: ProblemCode | undefined
  /** Of the page; the request's own when absent. */
  readonly language?: Language | undefined
  /** A public notice, for 410. */
  readonly notice?: string | undefined
  /** Seconds, for 429. */
  readonly retryAfter?: number | undefined
  /** Methods, for 405. */
  readonly allow?: ReadonlyArray<string> | undefined
  /** Where to go back to. */
  readonly back?: string | undefined
  /** What was typed, shown so that it is not lost. */
  readonly typed?: ReadonlyArray<string> | undefined
}> {}

/** Nothing public is there. */
export const notFound = new Refusal({ status: 404 })
