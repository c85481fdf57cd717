/**
 * Passwords at rest: scrypt as Node provides it, with a salt for each password and the parameters beside the hash, so
 * that they can be raised later without locking anyone out.
 *
 * *Source:* OWASP Password Storage Cheat Sheet: scrypt with N = 2^17, r = 8, p = 1.
 */
import * as Normal from "@dateline/publishing/text/Normal"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto"

interface Cost {
  /** Base-2 logarithm of N. */
  readonly logN: number
  readonly r: number
  readonly p: number
}

const cost: Cost = { logN: 17, r: 8, p: 1 }
const hashBytes = 32
const saltBytes = 16

/** Each derivation takes 128 MiB: a crowd at the door must wait in line, not in memory. */
const door = Semaphore.makeUnsafe(2)

const derive = (password: string, salt: Buffer, { logN, p, r }: Cost): Effect.Effect<Buffer> =>
  door.withPermits(1)(Effect.callback((resume) => {
    const N = 2 ** logN
    // NFC: the same password typed on two keyboards may be composed differently.
    scrypt(
      Normal.form(password, "NFC"),
      salt,
      hashBytes,
      { N, r, p, maxmem: 256 * N * r },
      (error, hash) => resume(error === null ? Effect.succeed(hash) : Effect.die(error))
    )
  }))

/** Hashes a password as `scrypt$logN$r$p$salt$hash`. Takes about a quarter of a second, off the event loop. */
export const hash = Effect.fnUntraced(function*(password: string) {
  const salt = randomBytes(saltBytes)
  const derived = yield* derive(password, salt, cost)
  return ["scrypt", cost.logN, cost.r, cost.p, salt.toString("base64url"), derived.toString("base64url")].join("$")
})

const shape = /^scrypt\$(1[0-9]|2[0-2])\$(\d{1,2})\$(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/

/** Whether a text is a hash that {@link matches} can check. */
export const isHash = (text: string): boolean => shape.test(text)

/** Whether the password is the hashed one. A text that is no hash matches nothing. */
export const matches = Effect.fnUntraced(function*(password: string, hashed: string) {
  const match = shape.exec(hashed)
  if (match === null) return false
  const [, logN, r, p, salt, expected] = match
  const parameters = { logN: Number(logN), r: Number(r), p: Number(p) }
  const derived = yield* derive(password, Buffer.from(salt!, "base64url"), parameters)
  return timingSafeEqual(derived, Buffer.from(expected!, "base64url"))
})
