/**
 * How often one address may do something in a minute. It keeps no address: only a keyed hash under a key that is thrown
 * away with its minute, in memory, so nothing can be stored, logged or linked from one minute to the next.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { createHmac, randomBytes } from "node:crypto"

/** Enough for any honest crowd; beyond it new addresses are refused until the minute is over. */
const mostAddresses = 100_000

const minute = 60_000

export interface Refused {
  readonly _tag: "Refused"
  /** Seconds until it is worth trying again; from 1 to 60. */
  readonly retryAfter: number
}

export interface RateLimit {
  /**
   * Takes one of the address's places in this minute. `attempt` names what is attempted: the same attempt again takes
   * no second place, so a repeated form is not punished.
   */
  readonly take: (address: string, attempt: string) => Effect.Effect<Refused | { readonly _tag: "Granted" }>
}

/** An IPv6 customer has a /64 to choose addresses from: it counts as one. */
const network = (address: string): string => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped) return mapped[1]!
  if (!address.includes(":")) return address
  const [head = "", tail = ""] = address.split("%")[0]!.split("::")
  const left = head === "" ? [] : head.split(":")
  const right = tail === "" ? [] : tail.split(":")
  const zeros = address.includes("::") ? Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0") : []
  return [...left, ...zeros, ...right].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(":")
}

/** At most `limit` attempts per address and minute. */
export const make = (limit: number): RateLimit => {
  let window = { number: -1, key: randomBytes(32), attempts: new Map<string, Set<string>>() }
  return {
    take: Effect.fnUntraced(function*(address, attempt) {
      const now = yield* Clock.currentTimeMillis
      const number = Math.floor(now / minute)
      if (number !== window.number) window = { number, key: randomBytes(32), attempts: new Map() }
      const hash = (text: string): string => createHmac("sha256", window.key).update(text).digest("base64url")
      const place = hash(network(address))
      const name = hash(attempt)
      const known = window.attempts.get(place)
      const taken = known ?? new Set<string>()
      if (taken.has(name)) return { _tag: "Granted" }
      if (taken.size >= limit || (known === undefined && window.attempts.size >= mostAddresses)) {
        return { _tag: "Refused", retryAfter: Math.max(1, Math.ceil(((number + 1) * minute - now) / 1000)) }
      }
      window.attempts.set(place, taken.add(name))
      return { _tag: "Granted" }
    })
  }
}
