/** Makes commit ids. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import * as CommitId from "./CommitId.ts"

/** Random bytes are fetched for many ids at once: each call of the generator costs more than all the rest. */
const pool = new Uint8Array(4096)
let used = pool.length

const random16 = (): Uint8Array => {
  if (used === pool.length) {
    globalThis.crypto.getRandomValues(pool)
    used = 0
  }
  used += 16
  return pool.slice(used - 16, used)
}

/**
 * A new commit id: a UUID of version 7, so that ids made later sort later, to the millisecond.
 *
 * Source: RFC 9562, section 5.7.
 */
export const next: Effect.Effect<CommitId.CommitId> = Effect.map(Clock.currentTimeMillis, (now) => {
  const bytes = random16()
  const view = new DataView(bytes.buffer)
  view.setUint16(0, Math.floor(now / 0x1_0000_0000))
  view.setUint32(2, now >>> 0)
  bytes[6] = 0x70 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = Hex.encode(bytes)
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
  return CommitId.make(parts.join("-"))
})
