import { expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as PasswordHash from "../../src/PasswordHash.ts"

it.effect("a password matches its own hash and no other does", () =>
  Effect.gen(function*() {
    const hash = yield* PasswordHash.hash("كلمة السر")
    expect(yield* PasswordHash.matches("كلمة السر", hash)).toBe(true)
    expect(yield* PasswordHash.matches("كلمة السرّ", hash)).toBe(false)
    expect(yield* PasswordHash.matches("", hash)).toBe(false)
  }))

it.effect("the same password never has the same hash twice, and no hash shows it", () =>
  Effect.gen(function*() {
    const first = yield* PasswordHash.hash("correct horse")
    expect(yield* PasswordHash.hash("correct horse")).not.toBe(first)
    expect(first).not.toContain("correct")
    expect(PasswordHash.isHash(first)).toBe(true)
  }))

it.effect("how a keyboard composes an accent does not matter", () =>
  Effect.gen(function*() {
    const hash = yield* PasswordHash.hash("caf\u00e9")
    expect(yield* PasswordHash.matches("cafe\u0301", hash)).toBe(true)
  }))

it.effect("what is not a hash matches nothing, least of all an empty password", () =>
  Effect.gen(function*() {
    for (
      const text of ["", "scrypt$17$8$1$$", "correct horse", "scrypt$99$8$1$AAAAAAAAAAAAAAAAAAAAAA$" + "A".repeat(43)]
    ) {
      expect(PasswordHash.isHash(text)).toBe(false)
      expect(yield* PasswordHash.matches("", text)).toBe(false)
    }
  }))
