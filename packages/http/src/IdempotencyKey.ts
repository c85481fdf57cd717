/**
 * The `Idempotency-Key` header: a client that lost an answer sends the same request with the same key again and gets
 * the same answer, without a second effect. The key becomes the id of the commit, so that the store itself keeps the
 * promise. What leads to no commit, because it is so already, leaves no key behind either, and is so again next time.
 */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import type { Actor } from "@dateline/publishing/domain/Actor"
import { sha256 } from "@noble/hashes/sha2.js"
import { utf8ToBytes } from "@noble/hashes/utils.js"
import * as Base64Url from "effect/encoding/Base64Url"
import * as Schema from "effect/Schema"

/** 1 to 255 printable ASCII characters without space; a random UUID is a good one. */
export const IdempotencyKey = Schema.String.check(
  Schema.isPattern(/^[!-~]{1,255}$/, { message: "must be 1 to 255 printable ASCII characters without space" })
).annotate({
  description:
    "Chosen by the client for one request. The same request with the same key has one effect and one answer; " +
    "another body with the same key is refused",
  examples: ["0190b7a2-6a3e-7c3a-9d0e-3f1c2b4a5d6e"]
})

/** The member that an endpoint's headers have when it takes the key. */
export const header = { "idempotency-key": Schema.optionalKey(IdempotencyKey) } as const

/**
 * The id of the commit that a request makes. With a key: always the same for this principal, operation and key, so that
 * one client's keys never meet another's, nor those of another operation. Without: a new one.
 */
export const commitIdOf = (
  headers: { readonly "idempotency-key"?: string },
  scope: {
    /** Who asks: the token's actor; nobody in particular when no token is needed. */
    readonly principal?: Actor
    /** What is asked of what, such as `articles.publish 1a2b3c4d5e`. */
    readonly operation: string
  }
): CommitId.CommitId => {
  const key = headers["idempotency-key"]
  if (key === undefined) return CommitId.make(globalThis.crypto.randomUUID())
  const { id = "", role = "" } = scope.principal ?? {}
  const parts = ["dateline-idempotency-1", role, id, scope.operation, key]
  return CommitId.make(
    `k.${Base64Url.encode(sha256(utf8ToBytes(parts.map((part) => `${part.length}:${part}`).join(""))))}`
  )
}
