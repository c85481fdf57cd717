import { describe, expect, expectTypeOf, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as fc from "fast-check"
import { readFileSync } from "node:fs"
import type { Decider } from "../src/Decider.ts"
import * as EventFamily from "../src/EventFamily.ts"
import * as EventStore from "../src/EventStore.ts"
import * as Expected from "../src/Expected.ts"
import * as Sealed from "../src/Sealed.ts"
import * as StreamId from "../src/StreamId.ts"
import * as Transact from "../src/Transact.ts"
import { Email, Events } from "./Counter.ts"

const Texts = EventFamily.make({
  category: "text",
  events: { Said: { text: Schema.String, more: Schema.Array(Schema.String), number: Schema.Finite } }
})

const looksLikeSomethingElse = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.double().map(String),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.json(),
  fc.constantFrom(
    "2024-05-12",
    "1e3",
    "0x10",
    "null",
    "true",
    "__proto__",
    "constructor",
    "9007199254740993",
    "{\"a\":1}",
    "-0",
    " 1 ",
    "\u0000",
    "\ud800",
    "é",
    "e\u0301"
  )
)

const fixture = (name: string): EventFamily.RawEvent =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8"))

describe("an event family", () => {
  it("keeps every string the string it was, whatever it looks like", () => {
    fc.assert(fc.property(looksLikeSomethingElse, fc.array(looksLikeSomethingElse), (text, more) => {
      const event = { _tag: "Said", text, more, number: 1 } as const
      const stored: EventFamily.RawEvent = JSON.parse(JSON.stringify(Result.getOrThrow(Texts.encode(event))))
      expect(Result.getOrThrow(Texts.decode(stored))).toStrictEqual(event)
    }))
  })

  it("writes an event in its current version, with the name and the tags beside the payload", () => {
    expect(Result.getOrThrow(Events.encode({ _tag: "Increased", by: 3 }))).toEqual({
      type: "Increased",
      schemaVersion: 2,
      payload: "{\"by\":3}",
      tags: []
    })
  })

  it("reads the first version of an event for ever", () => {
    expect(Result.getOrThrow(Events.decode(fixture("Increased.v1")))).toEqual({ _tag: "Increased", by: 1 })
  })

  it("refuses values that do not fit, and names the field", () => {
    const refused = Result.getOrThrow(Result.flip(Events.encode({ _tag: "Decreased", by: 1.5 })))
    expect(refused).toMatchObject({ _tag: "EncodeProblem", type: "Decreased", detail: expect.stringContaining("by") })
  })

  it("does not show a value that it refuses, because it may be personal", () => {
    const secret = "someone@example.com"
    const refused = Result.flip(Events.encode({ _tag: "Decreased", by: secret as unknown as number }))
    expect(JSON.stringify(refused)).not.toContain(secret)
  })

  it("refuses to write a personal value that is not sealed", () => {
    const event = { _tag: "Named", by: "a", email: Sealed.hide(Email, "person-a", "a@example.com") } as const
    expect(Result.isFailure(Events.encode(event))).toBe(true)
    expect(JSON.stringify(event)).not.toContain("a@example.com")
  })

  const raw = { type: "Increased", schemaVersion: 2, payload: "{\"by\":1}", tags: [] }
  for (
    const [reason, change] of [
      ["UnknownType", { type: "Multiplied" }],
      ["NewerVersion", { schemaVersion: 3 }],
      ["InvalidJson", { payload: "{" }],
      ["InvalidPayload", { schemaVersion: 0 }],
      ["InvalidPayload", { schemaVersion: 0.5 }],
      ["InvalidPayload", { schemaVersion: Number.NaN }],
      ["InvalidPayload", { payload: "[]" }],
      ["InvalidPayload", { payload: "null" }],
      ["InvalidPayload", { payload: "{\"by\":\"1\"}" }]
    ] as const
  ) {
    it(`answers ${reason} for ${JSON.stringify(change)}`, () => {
      expect(Result.getOrThrow(Result.flip(Events.decode({ ...raw, ...change })))).toMatchObject({ reason })
    })
  }

  it("does not quote a payload that is not JSON", () => {
    const problem = Events.decode({ ...raw, payload: "jane@example.com" })
    expect(JSON.stringify(problem)).not.toContain("jane")
  })

  it("can read whatever it writes, though JSON has no form for it", () => {
    const Odd = EventFamily.make({
      category: "odd",
      events: { Seen: { at: Schema.Date, ratio: Schema.Number, note: Schema.UndefinedOr(Schema.String) } }
    })
    for (const ratio of [Number.NaN, Number.POSITIVE_INFINITY, 0.5]) {
      const event = { _tag: "Seen", at: new Date(0), ratio, note: undefined } as const
      expect(Result.getOrThrow(Odd.decode(Result.getOrThrow(Odd.encode(event))))).toEqual(event)
    }
  })

  const Moved = (upcast: EventFamily.Upcaster["upcast"]) =>
    EventFamily.make({
      category: "moved",
      events: { Moved: { to: Schema.String } },
      upcasters: { Moved: [{ changes: "It says where to.", upcast }] }
    })
  const old = { type: "Moved", schemaVersion: 1, payload: "{}", tags: [] }

  it("names the version whose upcaster throws, and does not quote what it threw", () => {
    const throwing = Moved(() => {
      throw new Error("jane@example.com")
    })
    const problem = Result.getOrThrow(Result.flip(throwing.decode(old)))
    expect(problem).toMatchObject({ reason: "UpcasterFailed", detail: expect.stringContaining("version 1") })
    expect(JSON.stringify(problem)).not.toContain("jane")
  })

  for (const nothing of [undefined, null, [], "text"]) {
    it(`answers UpcasterFailed for an upcaster that gives ${JSON.stringify(nothing)}`, () => {
      const broken = Moved(() => nothing as never)
      expect(Result.getOrThrow(Result.flip(broken.decode(old)))).toMatchObject({ reason: "UpcasterFailed" })
    })
  }

  it("takes a payload from an upcaster that may not be changed", () => {
    expect(Result.getOrThrow(Moved(() => Object.freeze({ to: "x" })).decode(old))).toEqual({ _tag: "Moved", to: "x" })
  })

  it("answers for a field whose schema throws, and does not quote what it threw", () => {
    const throws = () => {
      throw new Error("jane@example.com")
    }
    const strange = Schema.String.pipe(
      Schema.decodeTo(Schema.String, { decode: SchemaGetter.transform(throws), encode: SchemaGetter.transform(throws) })
    )
    const Strange = EventFamily.make({ category: "odd", events: { Seen: { text: strange } } })
    const encoded = Result.getOrThrow(Result.flip(Strange.encode({ _tag: "Seen", text: "" })))
    const raw = { type: "Seen", schemaVersion: 1, payload: "{\"text\":\"\"}", tags: [] }
    const decoded = Result.getOrThrow(Result.flip(Strange.decode(raw)))
    expect([encoded._tag, decoded.reason]).toEqual(["EncodeProblem", "InvalidPayload"])
    expect(JSON.stringify([encoded, decoded])).not.toContain("jane")
  })

  it("runs each upcaster once, from the version in which the event was written", () => {
    const step = (digit: string): EventFamily.Upcaster => ({
      changes: `Another ${digit}.`,
      upcast: (payload) => ({ way: `${payload["way"] as string}${digit}` })
    })
    const Walked = EventFamily.make({
      category: "walk",
      events: { Walked: { way: Schema.String } },
      upcasters: { Walked: [step("1"), step("2"), step("3")] }
    })
    const way = (schemaVersion: number) =>
      Result.getOrThrow(Walked.decode({ type: "Walked", schemaVersion, payload: "{\"way\":\"\"}", tags: [] })).way
    expect([1, 2, 3, 4].map(way)).toEqual(["123", "23", "3", ""])
  })

  it("keeps every string of a record the string it was, its names too", () => {
    const Filed = EventFamily.make({
      category: "file",
      events: { Filed: { by: Schema.Record(Schema.String, Schema.String) } }
    })
    fc.assert(fc.property(fc.array(fc.tuple(looksLikeSomethingElse, looksLikeSomethingElse)), (entries) => {
      const event = { _tag: "Filed", by: Object.fromEntries(entries) } as const
      const stored: EventFamily.RawEvent = JSON.parse(JSON.stringify(Result.getOrThrow(Filed.encode(event))))
      const { by } = Result.getOrThrow(Filed.decode(stored))
      expect(Object.entries(by)).toEqual(Object.entries(event.by))
    }))
  })

  it("reads whatever JSON it can, however deep, and answers for the rest", () => {
    const Deep = EventFamily.make({ category: "deep", events: { Nested: { value: Schema.Json } } })
    for (const depth of [100, 10_000, 1_000_000]) {
      const payload = `{"value":${"[".repeat(depth)}${"]".repeat(depth)}}`
      const decoded = Deep.decode({ type: "Nested", schemaVersion: 1, payload, tags: [] })
      const again = Result.isSuccess(decoded) ? Deep.encode(decoded.success) : undefined
      const answers = [
        Result.isSuccess(decoded) || decoded.failure._tag,
        again === undefined || (Result.isSuccess(again) ? again.success.payload === payload : again.failure._tag)
      ]
      expect([true, "DecodeProblem"]).toContain(answers[0])
      expect([true, "EncodeProblem"]).toContain(answers[1])
      if (depth === 100) expect(answers).toEqual([true, true])
    }
  })

  it("keeps every whole number that a double can hold, and says of a fraction what it was", () => {
    const Counted = EventFamily.make({ category: "sum", events: { Counted: { n: Schema.Finite } } })
    for (const n of [2 ** 53 - 1, 2 ** 53, -(2 ** 53), 0.1 + 0.2, 5e-324, 1.7976931348623157e308]) {
      const stored = Result.getOrThrow(Counted.encode({ _tag: "Counted", n }))
      expect(Result.getOrThrow(Counted.decode(stored)).n).toBe(n)
    }
  })

  it("refuses a tag that is no text: no store could keep it", () => {
    const Halved = EventFamily.make({ category: "half", events: { Halved: {} }, tags: () => ["\ud800"] })
    expect(Result.isFailure(Halved.encode({ _tag: "Halved" }))).toBe(true)
  })
})

describe("a retired event", () => {
  const Doors = EventFamily.make({
    category: "door",
    events: { Opened: { by: Schema.String } },
    retired: { Knocked: { times: Schema.Int }, Rung: {} },
    upcasters: { Knocked: [{ changes: "Knocks are counted.", upcast: () => ({ times: 1 }) }] }
  })
  const knocked = { type: "Knocked", schemaVersion: 1, payload: "{}", tags: [] }

  it("is still read, in every version that it had", () => {
    expect(Result.getOrThrow(Doors.decode(knocked))).toEqual({ _tag: "Knocked", times: 1 })
    const newest = { ...knocked, schemaVersion: 2, payload: "{\"times\":3}" }
    expect(Result.getOrThrow(Doors.decode(newest))).toEqual({ _tag: "Knocked", times: 3 })
    expect(Doors.types).toEqual(["Opened", "Knocked", "Rung"])
  })

  it("is refused when somebody writes it against the types", () => {
    // @ts-expect-error a retired event is no draft
    const refused = Doors.encode({ _tag: "Knocked", times: 1 })
    expect(Result.getOrThrow(Result.flip(refused))).toMatchObject({ detail: expect.stringContaining("retired") })
  })

  it("is an event to fold and none to append", () => {
    type Event = EventFamily.EventOf<typeof Doors>
    type Draft = EventFamily.DraftOf<typeof Doors>
    expectTypeOf<Event["_tag"]>().toEqualTypeOf<"Opened" | "Knocked" | "Rung">()
    expectTypeOf<Draft["_tag"]>().toEqualTypeOf<"Opened">()
    const stream = Result.getOrThrow(StreamId.make("door", "1"))
    EventStore.append(Doors, stream, Expected.any, [{ _tag: "Opened", by: "me" }])
    // @ts-expect-error a retired event is no draft
    EventStore.append(Doors, stream, Expected.any, [{ _tag: "Rung" }])
  })

  it("cannot be decided", () => {
    type Event = EventFamily.EventOf<typeof Doors>
    const decider: Decider<number, "Knock", Event, never> = {
      initial: 0,
      decide: () => Result.succeed([{ _tag: "Knocked", times: 1 }]),
      evolve: (count) => count + 1
    }
    // @ts-expect-error this decider may decide what the family no longer writes
    Transact.run(decider, Doors)
    const mended: Decider<number, "Open", Event, never, EventFamily.DraftOf<typeof Doors>> = {
      initial: 0,
      decide: () => Result.succeed([{ _tag: "Opened", by: "me" }]),
      evolve: (count) => count + 1
    }
    expect(Transact.run(mended, Doors)).toBeTypeOf("function")
  })
})
