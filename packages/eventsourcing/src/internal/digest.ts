/**
 * The digest of a commit: SHA-256 over actor, streams, types, schema versions, payloads and tags, each preceded by its
 * length, so that no two different commits have the same input. Time and correlation are left out: a retry has others.
 */
import { sha256 } from "@noble/hashes/sha2.js"
import { utf8ToBytes } from "@noble/hashes/utils.js"
import type { RawEvent } from "../EventFamily.ts"
import type { Actor } from "../Recorded.ts"

export interface DigestedAppend {
  readonly stream: string
  readonly events: ReadonlyArray<RawEvent>
}

export const commitDigest = (actor: Actor, appends: ReadonlyArray<DigestedAppend>): Uint8Array => {
  const parts: Array<string> = ["dateline-commit-1", actor.role, actor.id]
  for (const { events, stream } of appends) {
    parts.push(stream, String(events.length))
    for (const event of events) {
      parts.push(event.type, String(event.schemaVersion), event.payload, String(event.tags.length), ...event.tags)
    }
  }
  // A length counted in UTF-16 units separates the parts just as well as one in bytes, and costs no second encoding.
  return sha256(utf8ToBytes(parts.map((part) => `${part.length}:${part}`).join("")))
}
