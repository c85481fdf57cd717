import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { DataFolder } from "../../src/DataFolder.ts"
import * as SignedOut from "../../src/SignedOut.ts"

/** A folder that holds one file. */
const folderWith = (text?: string) => {
  let kept = text
  const folder = {
    path: "/",
    inside: (name) => name,
    has: () => Effect.sync(() => kept !== undefined),
    read: () => Effect.sync(() => Option.fromUndefinedOr(kept)),
    write: (_, written) => Effect.sync(() => void (kept = written))
  } satisfies DataFolder as DataFolder
  return { folder: Option.some(folder), text: () => kept }
}

const [first, second] = ["3f2a7c1e-0000-4000-8000-000000000001", "3f2a7c1e-0000-4000-8000-000000000002"]

describe("sessions that were signed out", () => {
  it.effect("are known to the next start, until they would have expired", () =>
    Effect.gen(function*() {
      const { folder, text } = folderWith()
      const before = yield* SignedOut.load(folder)
      yield* before.add(first, 1000, 0)
      expect((yield* SignedOut.load(folder)).has(first)).toBe(true)
      yield* before.add(second, 5000, 1000)
      expect(text()).toBe(`${second} 5000`)
      const after = yield* SignedOut.load(folder)
      expect([after.has(first), after.has(second)]).toEqual([false, true])
    }))

  it.effect("are kept in memory without a folder", () =>
    Effect.gen(function*() {
      const ended = yield* SignedOut.load(Option.none())
      yield* ended.add(first, 1000, 0)
      expect([ended.has(first), ended.has(second)]).toEqual([true, false])
    }))

  it.effect.each([[`${first} soon`], [first], ["{}"], [`${first} 1000\n?`]])(
    "cannot be known from %j",
    ([text]) =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(SignedOut.load(folderWith(text).folder))
        expect(error).toMatchObject({ _tag: "DamagedSignOuts", message: expect.stringContaining("signed-out") })
      })
  )
})
