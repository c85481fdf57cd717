import { describe, expect, expectTypeOf, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { StandardSchemaV1 } from "effect/StandardSchema"
import * as fc from "fast-check"
import * as v from "valibot"
import * as CommitId from "../src/CommitId.ts"
import type { Decider } from "../src/Decider.ts"
import * as EventCatalogue from "../src/EventCatalogue.ts"
import type * as EventFamily from "../src/EventFamily.ts"
import * as EventStore from "../src/EventStore.ts"
import * as KeyVault from "../src/KeyVault.ts"
import * as MemoryEventStore from "../src/MemoryEventStore.ts"
import * as MemoryViewStore from "../src/MemoryViewStore.ts"
import * as Projection from "../src/Projection.ts"
import { catchUp } from "../src/Projector.ts"
import * as StandardFamily from "../src/StandardFamily.ts"
import * as StreamId from "../src/StreamId.ts"
import * as Transact from "../src/Transact.ts"
import * as Views from "../src/Views.ts"

const Notes = StandardFamily.make({
  category: "note",
  events: {
    NoteTaken: v.object({ text: v.string(), number: v.optional(v.pipe(v.number(), v.finite())) }),
    NoteMoved: v.object({ to: v.string(), at: v.object({ line: v.number() }) })
  },
  retired: { NoteBurnt: v.object({}) },
  upcasters: {
    NoteMoved: [{ changes: "`at` says where", upcast: (payload) => ({ ...payload, at: { line: 1 } }) }]
  },
  tags: (event) => event._tag === "NoteMoved" ? [`to:${event.to}`] : []
})

type Note = EventFamily.EventOf<typeof Notes>

const raw = (change: Partial<EventFamily.RawEvent>): EventFamily.RawEvent => ({
  type: "NoteTaken",
  schemaVersion: 1,
  payload: `{"text":"a"}`,
  tags: [],
  ...change
})

/** A library that accepts everything and makes something of it. */
const making = <A extends object>(make: (value: any) => A): StandardSchemaV1<any, A> => ({
  "~standard": { version: 1, vendor: "test", validate: (value) => ({ value: make(value) }) }
})
const one = <S extends StandardSchemaV1<any, { readonly [field: string]: unknown }>>(schema: S) =>
  StandardFamily.make({ category: "one", events: { Done: schema } })

const detailOf = (encoded: Result.Result<unknown, EventFamily.EncodeProblem>) =>
  Result.isFailure(encoded) ? encoded.failure.detail : "it was encoded"

describe("a family of a Standard Schema", () => {
  it("has the types of the library's schemas, and nothing that was retired to write", () => {
    expectTypeOf<Note["_tag"]>().toEqualTypeOf<"NoteTaken" | "NoteMoved" | "NoteBurnt">()
    expectTypeOf<Extract<Note, { _tag: "NoteMoved" }>["at"]>().toEqualTypeOf<{ line: number }>()
    expectTypeOf<EventFamily.DraftOf<typeof Notes>["_tag"]>().toEqualTypeOf<"NoteTaken" | "NoteMoved">()
  })

  it("keeps every text the text it was, whatever it looks like", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      fc.constantFrom("1e3", "2024-05-12", "null", "\u0000")
    )
    fc.assert(fc.property(text, fc.option(fc.integer(), { nil: undefined }), (text, number) => {
      const event = { _tag: "NoteTaken", text, ...(number === undefined ? {} : { number }) } as const
      const stored: EventFamily.RawEvent = JSON.parse(JSON.stringify(Result.getOrThrow(Notes.encode(event))))
      expect(Result.getOrThrow(Notes.decode(stored))).toStrictEqual(event)
    }))
  })

  it("writes the newest version with its tags, and reads the ones before it through the upcasters", () => {
    const event = { _tag: "NoteMoved", to: "desk", at: { line: 3 } } as const
    expect(Result.getOrThrow(Notes.encode(event))).toEqual({
      type: "NoteMoved",
      schemaVersion: 2,
      payload: `{"to":"desk","at":{"line":3}}`,
      tags: ["to:desk"]
    })
    expect(Result.getOrThrow(Notes.decode(raw({ type: "NoteMoved", payload: `{"to":"desk"}` })))).toEqual({
      _tag: "NoteMoved",
      to: "desk",
      at: { line: 1 }
    })
  })

  for (
    const [reason, change] of [
      ["UnknownType", { type: "Other" }],
      ["NewerVersion", { schemaVersion: 2 }],
      ["InvalidJson", { payload: "{" }],
      ["InvalidPayload", { payload: `{"text":1}` }]
    ] as const
  ) {
    it(`answers ${reason} for ${JSON.stringify(change)}`, () => {
      expect(Result.getOrThrow(Result.flip(Notes.decode(raw(change))))).toMatchObject({ reason })
    })
  }

  it("names the fields that do not fit, and shows no value: it may be personal", () => {
    const wrong: any = { _tag: "NoteMoved", to: 4711, at: { line: "secret" } }
    expect(detailOf(Notes.encode(wrong))).toBe("not as its schema wants it: to,at.line")
    const read = Notes.decode(
      raw({ type: "NoteMoved", schemaVersion: 2, payload: `{"to":"a","at":{"line":"secret"}}` })
    )
    expect(Result.getOrThrow(Result.flip(read)).detail).toBe("not as its schema wants it: at.line")
  })

  it("refuses what would be read as something else", () => {
    const dates = one(making(() => ({ at: new Date(0) })))
    const lost: ReadonlyArray<object> = [{ at: Number.NaN }, { at: undefined }, { at: [undefined] }, { at: 1n }]
    expect(detailOf(dates.encode({ _tag: "Done", at: new Date(0) }))).toBe("it was encoded")
    const details = lost.map((fields) => detailOf(one(making((given) => given)).encode({ ...fields, _tag: "Done" })))
    for (const detail of details) expect(detail).toContain("something else would be read")
    const growing = one(making(({ n }) => ({ n: n + 1 })))
    expect(detailOf(growing.encode({ _tag: "Done", n: 1 }))).toContain("something else would be read")
  })

  it("refuses a schema that answers later, and one that throws", () => {
    const later: StandardSchemaV1<any, { readonly n: number }> = {
      "~standard": {
        version: 1,
        vendor: "test",
        validate: (value) => Promise.resolve({ value: value as { n: number } })
      }
    }
    expect(detailOf(one(later).encode({ _tag: "Done", n: 1 }))).toContain("answers later")
    const throwing = making<{ n: number }>(() => {
      throw new Error("secret")
    })
    expect(detailOf(one(throwing).encode({ _tag: "Done", n: 1 }))).toBe("a field's schema threw")
  })

  it("may be of Effect's schemas too", () => {
    const family = one(Schema.toStandardSchemaV1(Schema.Struct({ n: Schema.Int })))
    expect(Result.getOrThrow(family.encode({ _tag: "Done", n: 1 })).payload).toBe(`{"n":1}`)
    expect(detailOf(family.encode({ _tag: "Done", n: 1.5 }))).toBe("not as its schema wants it: n")
  })

  it("does not write what is retired", () => {
    const burnt: any = { _tag: "NoteBurnt" }
    expect(detailOf(Notes.encode(burnt))).toContain("retired")
    expect(Result.getOrThrow(Notes.decode(raw({ type: "NoteBurnt", payload: "{}" })))).toEqual({ _tag: "NoteBurnt" })
  })

  it("is in the catalogue: with its fields where the library can tell them, else with its names", () => {
    const jsonSchema = {
      type: "object",
      description: "Something was done.",
      properties: { n: { type: "integer", description: "how often" } },
      required: ["n"]
    }
    const schema = making((given: { n: number }) => given)
    const telling = {
      "~standard": { ...schema["~standard"], jsonSchema: { input: () => ({}), output: () => jsonSchema } }
    }
    const [told, silent] = EventCatalogue.make([one(telling), Notes])
    expect(told!.events[0]).toMatchObject({
      type: "Done",
      description: "Something was done.",
      fields: [{ path: "n", type: "integer", required: true, description: "how often" }]
    })
    expect(silent!.events.map(({ fields, retired, type, version }) => [type, version, retired, fields])).toEqual([
      ["NoteTaken", 1, false, []],
      ["NoteMoved", 2, false, []],
      ["NoteBurnt", 1, true, []]
    ])
  })

  it.effect("is decided, kept, folded and read as any other", () =>
    Effect.gen(function*() {
      const decider: Decider<number, string, Note, never, EventFamily.DraftOf<typeof Notes>> = {
        initial: 0,
        decide: (text) => Result.succeed([{ _tag: "NoteTaken", text }]),
        evolve: (count) => count + 1
      }
      const texts = Projection.make({
        name: "texts",
        revision: 1,
        families: [Notes],
        indexes: [],
        keys: () => ["all"],
        evolve: (all: ReadonlyArray<string> | undefined, { event }) =>
          event._tag === "NoteTaken" ? [...all ?? [], event.text] : all
      })
      const take = Transact.run(decider, Notes)
      for (const text of ["one", "two"]) {
        const stream = Result.getOrThrow(StreamId.make("note", "1"))
        yield* take({ stream, command: text, commitId: CommitId.make(text), actor: { role: "reader", id: "1" } })
      }
      yield* catchUp({ projections: [texts] })
      expect(yield* Views.get(texts, "all")).toEqual(Option.some(["one", "two"]))
    }).pipe(Effect.provide(Layer.merge(
      EventStore.EventStore.layer.pipe(Layer.provide([MemoryEventStore.layer, KeyVault.KeyVault.layerNone])),
      MemoryViewStore.layer
    ))))
})
