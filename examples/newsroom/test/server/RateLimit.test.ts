import { expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import * as RateLimit from "../../src/RateLimit.ts"

it.effect("the attempt after the last place is refused, with the seconds that are left of the minute", () =>
  Effect.gen(function*() {
    const rate = RateLimit.make(2)
    yield* TestClock.adjust("20 seconds")
    expect((yield* rate.take("198.51.100.7", "a"))._tag).toBe("Granted")
    expect((yield* rate.take("198.51.100.7", "b"))._tag).toBe("Granted")
    expect(yield* rate.take("198.51.100.7", "c")).toEqual({ _tag: "Refused", retryAfter: 40 })
  }))

it.effect("the same attempt again takes no second place", () =>
  Effect.gen(function*() {
    const rate = RateLimit.make(1)
    yield* rate.take("198.51.100.7", "a")
    expect((yield* rate.take("198.51.100.7", "a"))._tag).toBe("Granted")
    expect((yield* rate.take("198.51.100.7", "b"))._tag).toBe("Refused")
  }))

it.effect("a new minute starts with all places free", () =>
  Effect.gen(function*() {
    const rate = RateLimit.make(1)
    yield* rate.take("198.51.100.7", "a")
    yield* TestClock.adjust("60 seconds")
    expect((yield* rate.take("198.51.100.7", "b"))._tag).toBe("Granted")
  }))

it.effect("addresses do not share places, except those of one IPv6 network or one IPv4 written two ways", () =>
  Effect.gen(function*() {
    const rate = RateLimit.make(1)
    const second = (first: string, other: string) =>
      Effect.andThen(rate.take(first, first), Effect.map(rate.take(other, other), ({ _tag }) => _tag))
    expect(yield* second("198.51.100.7", "198.51.100.8")).toBe("Granted")
    expect(yield* second("203.0.113.1", "::ffff:203.0.113.1")).toBe("Refused")
    expect(yield* second("2001:db8:1:2::1", "2001:db8:1:2:ffff:0:0:9")).toBe("Refused")
    expect(yield* second("2001:db8::1", "2001:db8:0:1::1")).toBe("Granted")
    expect(yield* second("::1", "::2")).toBe("Refused")
  }))
