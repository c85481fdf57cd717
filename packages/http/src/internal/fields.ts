/** The members that several requests and answers have in common. */
import type { Problem } from "@dateline/publishing/InvalidInput"
import * as Schema from "effect/Schema"

/** A field of the newsroom's own, with what it means and, from its first check, what its limits are. */
export const described = <S extends Schema.Top>(field: S, meaning: string): S["Rebuild"] => {
  const limits = field.ast.checks?.[0].annotations?.["description"]
  return field.annotateKey({ description: typeof limits === "string" ? `${meaning}. ${limits}` : meaning })
}

const id = (description: string, example: string) =>
  Schema.String.check(Schema.isPattern(/^[0-9a-z]{1,40}$/, { message: "malformed" }))
    .annotate({ description, examples: [example] })

export const ArticleId = id("The article's id", "k3v9x0q2ab")
export const CommentId = id("The comment's id", "7d0f3a9c1b2e4f60")

const wholeFrom1 = (value: number): Problem | undefined =>
  Number.isSafeInteger(value) && value > 0 ? undefined : "malformed"

/** A whole number from 1. `Finite`, so that no text stands for a number. */
export const Ordinal = Schema.Finite.check(
  Schema.makeFilter(wholeFrom1, { toJsonSchema: () => ({ type: "integer", minimum: 1 }) })
)

/** The place of the last event in its stream, from 1. */
export const Version = Schema.Int.annotate({
  description: "Its version: grows with every change; `ETag` and `If-Match` carry it in quotes",
  examples: [3]
})

/** Moments on the wire. */
export const Timestamp = Schema.String.annotate({
  description: "A moment in ISO 8601, in UTC",
  format: "date-time",
  examples: ["2024-05-12T10:15:00.000Z"]
})

/** A moment of the newsroom, in milliseconds since the Unix epoch, as it is written on the wire. */
export const timestamp = (at: number): string => new Date(at).toISOString()

/** What asks for a page of a list. */
export const page = {
  limit: Schema.optionalKey(
    Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))
      .annotate({ description: "Most items of the page; 20 when absent, and never more than 100", examples: [20] })
  ),
  cursor: Schema.optionalKey(
    Schema.String.check(Schema.isMaxLength(4096)).annotate({ description: "The `next` of the page before" })
  )
} as const

/** The member by which a page names the one after it. */
export const next = Schema.optionalKey(
  Schema.String.annotate({ description: "The cursor of the next page; absent when nothing follows" })
)
