import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import * as EventFamily from "../../src/EventFamily.ts"
import * as Projection from "../../src/Projection.ts"
import { DeciderSpec, ProjectionSpec } from "../../src/testing/index.ts"

const Visits = EventFamily.make({
  category: "visit",
  events: { Came: { who: Schema.String, hour: Schema.Int }, Left: { who: Schema.String } }
})

interface Visitor {
  readonly who: string
  readonly hours: ReadonlyArray<number>
  readonly last: number
  readonly version: number
}

type Evolve = Projection.Projection<Visitor, EventFamily.EventOf<typeof Visits>>["evolve"]

const evolve: Evolve = (visitor, { event, version }) => {
  if (event._tag === "Left") return undefined
  return { who: event.who, hours: [...visitor?.hours ?? [], event.hour], last: event.hour, version }
}

const visitors = (change: { readonly evolve?: Evolve } = {}) =>
  Projection.make<Visitor, readonly [typeof Visits]>({
    name: "visitors",
    revision: 1,
    families: [Visits],
    indexes: [{ name: "byHour", equal: [], order: ["last"] }],
    keys: ({ event }) => [event.who],
    evolve,
    ...change
  })

const came = (who: string, hour: number) => ({ _tag: "Came", who, hour }) as const
const { given, on } = ProjectionSpec
const broken = DeciderSpec.SpecificationBroken

describe("given / then for a projection", () => {
  const spec = given(visitors(), on("visit-1", came("a", 9), came("b", 8)), on("visit-2", came("a", 10)))

  it("passes when exactly the expected documents came of what happened, with versions by stream", () => {
    spec.then({
      a: { who: "a", hours: [9, 10], last: 10, version: 1 },
      b: { who: "b", hours: [8], last: 8, version: 2 }
    })
  })

  it("breaks when a document is other, missing or too much", () => {
    const b = { who: "b", hours: [8], last: 8, version: 2 }
    const a = { who: "a", hours: [9, 10], last: 10, version: 1 }
    for (const expected of [{ b }, { a, b, c: b }, { a, b: a }, {}]) {
      expect(() => spec.then(expected)).toThrow(broken)
    }
  })

  it("compares the fields that were named, or that there is no document", () => {
    spec.thenDocument("a", { last: 10 })
    spec.thenDocument("z", undefined)
    given(visitors(), on("visit-1", came("a", 9), { _tag: "Left", who: "a" })).thenDocument("a", undefined)
    expect(() => spec.thenDocument("a", { last: 9 })).toThrow(broken)
    expect(() => spec.thenDocument("a", undefined)).toThrow(broken)
    expect(() => spec.thenDocument("z", { last: 9 })).toThrow(broken)
  })

  it("reads a list in its order, both ways", () => {
    spec.thenList({ index: "byHour", equal: [] }, "b", "a")
    spec.thenList({ index: "byHour", equal: [], direction: "descending" }, "a", "b")
    expect(() => spec.thenList({ index: "byHour", equal: [] }, "a", "b")).toThrow(broken)
    expect(() => spec.thenList({ index: "byName", equal: [] })).toThrow("no index byName")
  })

  it("breaks when a document does not survive JSON", () => {
    const dated: Evolve = (_, { event }) => ({ who: event.who, hours: [], last: Number.NaN, version: 1 })
    expect(() => given(visitors({ evolve: dated }), on("visit-1", came("a", 9)))).toThrow("does not survive JSON")
  })

  it("breaks when a document or an event is changed in place", () => {
    const mutating: Evolve = (visitor, recorded) => {
      if (visitor === undefined) return evolve(visitor, recorded, "")
      ;(visitor.hours as Array<number>).push(1)
      return visitor
    }
    expect(() => given(visitors({ evolve: mutating }), on("visit-1", came("a", 9), came("a", 10)))).toThrow(TypeError)
  })

  it("breaks when the projection does not read the stream", () => {
    expect(() => given(visitors(), on("guest-1", came("a", 9)))).toThrow("does not read the category \"guest\"")
  })
})
