import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import * as EventFamily from "../../src/EventFamily.ts"
import { EventFixtures } from "../../src/testing/index.ts"

const counted: EventFamily.Upcaster = { changes: "Knocks are counted.", upcast: () => ({ times: 1 }) }
const events = { Opened: { at: Schema.Date, by: Schema.optionalKey(Schema.String) } }

const Doors = EventFamily.make({
  category: "door",
  events: { ...events, Knocked: { times: Schema.Int } },
  upcasters: { Knocked: [counted] },
  tags: ({ _tag }) => [_tag]
})

const samples = [
  { _tag: "Opened", at: new Date(0), by: "me" },
  { _tag: "Knocked", times: 3 }
]

const knockedV1 = JSON.stringify({
  raw: { type: "Knocked", schemaVersion: 1, payload: "{}", tags: [] },
  decoded: { times: 1, _tag: "Knocked" }
})

/** A folder in which everything is in order: what is old was kept, what is new is what the kit made. */
const folder = new Map([
  ["door/Knocked.v1.json", knockedV1],
  ...EventFixtures.check({ families: [Doors], files: new Map(), samples }).missing
])

const findings = (family: EventFamily.Any, files: ReadonlyMap<string, string> = folder) =>
  EventFixtures.check({ families: [family], files, samples }).findings

const without = (path: string) => new Map([...folder].filter(([name]) => name !== path))

describe("fixtures of events", () => {
  it("made for what is missing are in order, and nothing else is missing then", () => {
    expect([...folder.keys()]).toEqual(["door/Knocked.v1.json", "door/Opened.v1.json", "door/Knocked.v2.json"])
    expect(EventFixtures.check({ families: [Doors], files: folder, samples })).toEqual({
      findings: [],
      missing: new Map()
    })
  })

  it("are asked for every version of every event", () => {
    for (const path of folder.keys()) {
      expect(findings(Doors, without(path))).toEqual([expect.stringContaining(`${path} is missing`)])
    }
  })

  it("of an old version are not made up", () => {
    const { missing } = EventFixtures.check({ families: [Doors], files: without("door/Knocked.v1.json"), samples })
    expect(missing.size).toBe(0)
  })

  it("are not made without a sample", () => {
    const { findings, missing } = EventFixtures.check({ families: [Doors], files: without("door/Opened.v1.json") })
    expect([findings, missing.size]).toEqual([[expect.stringContaining("no sample")], 0])
  })

  it("tell when an old payload is no longer read", () => {
    const forgetful = EventFamily.make({ category: "door", events: { ...events, Knocked: { times: Schema.Int } } })
    expect(findings(forgetful)).toContainEqual(expect.stringMatching(/Knocked.v2.json belongs to no event/))
    expect(findings(forgetful)).toContainEqual(expect.stringMatching(/Knocked.v1.json can no longer be read/))
  })

  it("tell when an old payload is read as something else", () => {
    const other = EventFamily.make({
      category: "door",
      events: { ...events, Knocked: { times: Schema.Int } },
      upcasters: { Knocked: [{ ...counted, upcast: () => ({ times: 2 }) }] },
      tags: ({ _tag }) => [_tag]
    })
    expect(findings(other)).toEqual([expect.stringMatching(/Knocked.v1.json is read as something else/)])
  })

  it("tell when a date that was stored is read as a text", () => {
    const stringly = EventFamily.make({
      category: "door",
      events: { Opened: { at: Schema.String, by: Schema.optionalKey(Schema.String) }, Knocked: { times: Schema.Int } },
      upcasters: { Knocked: [counted] },
      tags: ({ _tag }) => [_tag]
    })
    expect(findings(stringly)).toEqual([expect.stringMatching(/Opened.v1.json is read as something else/)])
  })

  it("tell when a field is written otherwise without a new version", () => {
    const quoted = EventFamily.make({
      category: "door",
      events: { ...events, Knocked: { times: Schema.Union([Schema.FiniteFromString, Schema.Int]) } },
      upcasters: { Knocked: [counted] },
      tags: ({ _tag }) => [_tag]
    })
    expect(findings(quoted)).toEqual([expect.stringMatching(/Knocked.v2.json is written otherwise today/)])
  })

  it("tell when events are tagged otherwise than those that are stored", () => {
    const untagged = EventFamily.make({
      category: "door",
      events: { ...events, Knocked: { times: Schema.Int } },
      upcasters: { Knocked: [counted] }
    })
    expect(findings(untagged)).toEqual([
      expect.stringMatching(/Opened.v1.json has other tags today: \[\]/),
      expect.stringMatching(/Knocked.v2.json has other tags today: \[\]/)
    ])
  })

  it("are kept for events that are retired, and missed for events that are removed", () => {
    const retired = EventFamily.make({
      category: "door",
      events,
      retired: { Knocked: { times: Schema.Int } },
      upcasters: { Knocked: [counted] },
      tags: ({ _tag }) => [_tag]
    })
    expect(findings(retired)).toEqual([])
    expect(findings(retired, without("door/Knocked.v2.json"))).toEqual([expect.stringMatching(/take one from a log/)])
    const removed = EventFamily.make({ category: "door", events, tags: ({ _tag }) => [_tag] })
    expect(findings(removed)).toHaveLength(2)
  })

  for (
    const [name, broken] of [["no JSON", "{"], ["no fixture", "{}"], [
      "another event",
      folder.get("door/Opened.v1.json")!
    ]]
  ) {
    it(`tell that a file is ${name}`, () => {
      expect(findings(Doors, new Map([...folder, ["door/Knocked.v1.json", broken!]]))).toHaveLength(1)
    })
  }
})
