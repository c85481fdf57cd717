import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import * as EventCatalogue from "../src/EventCatalogue.ts"
import * as EventFamily from "../src/EventFamily.ts"
import * as Sealed from "../src/Sealed.ts"

const Place = Schema.Struct({ town: Schema.String.annotateKey({ description: "The town." }) })
  .annotate({ description: "Somewhere." })

const Visits = EventFamily.make({
  category: "visit",
  events: {
    Visited: Schema.Struct({
      who: Sealed.field("name", { purpose: "publication", value: Schema.String }).annotateKey({
        description: "The visitor."
      }),
      at: Schema.Date,
      where: Schema.Array(Place),
      first: Schema.optionalKey(Place).annotateKey({ description: "Where it began." }),
      mood: Schema.Literals(["good | bad", "so\nso"]).annotateKey({ description: "A | B" })
    }).annotate({ description: "Somebody came." }),
    Left: {}
  },
  retired: { Rang: { times: Schema.Int } },
  upcasters: { Rang: [{ changes: "Rings are counted.", upcast: () => ({ times: 1 }) }] }
})

const catalogue = EventCatalogue.make([Visits])
const [visited, left, rang] = catalogue[0]!.events

describe("the catalogue of events", () => {
  it("names every event with its version, what each version changed, and whether it is retired", () => {
    expect(catalogue.map(({ category }) => category)).toEqual(["visit"])
    expect(visited).toMatchObject({ type: "Visited", description: "Somebody came.", version: 1, retired: false })
    expect(left).toEqual({ type: "Left", version: 1, changes: [], retired: false, fields: [] })
    expect(rang).toMatchObject({ version: 2, retired: true, changes: [{ version: 2, changes: "Rings are counted." }] })
  })

  it("names every field with the type that JSON has for it, fields inside others too", () => {
    expect(visited!.fields.map(({ path, required, type }) => [path, type, required])).toEqual([
      ["who", "sealed", true],
      ["at", "string", true],
      ["where", "object[]", true],
      ["where[].town", "string", true],
      ["first", "object", false],
      ["first.town", "string", true],
      ["mood", "\"good | bad\" | \"so\\nso\"", true]
    ])
  })

  it("prefers what is said of a field to what is said of its type", () => {
    const meaning = (path: string) => visited!.fields.find((field) => field.path === path)!.description
    expect(meaning("first")).toBe("Where it began.")
    expect(meaning("first.town")).toBe("The town.")
  })

  it("says which fields are personal, and under which label and for which purpose they are sealed", () => {
    expect(visited!.fields[0]!.sealed).toEqual({ label: "name", purpose: "publication" })
    expect(visited!.fields.slice(1).every(({ sealed }) => sealed === undefined)).toBe(true)
  })

  it("finds what nobody has described", () => {
    expect(EventCatalogue.undocumented(catalogue)).toEqual([
      "Visited.at",
      "Visited.where",
      "Left",
      "Rang",
      "Rang.times"
    ])
  })

  it("is JSON as it stands", () => {
    expect(JSON.parse(JSON.stringify(catalogue))).toEqual(catalogue)
  })

  it("is a Markdown page whose tables hold together, whatever is said in them", () => {
    const page = EventCatalogue.toMarkdown(catalogue)
    expect(page).toContain("### Rang\n\nRetired:")
    expect(page).toContain("Version 2. Since version 2: Rings are counted.")
    expect(page).toMatch(/\| `who` +\| sealed, label `name`, purpose `publication` +\|/)
    const rows = page.split("\n").filter((line) => line.startsWith("|"))
    expect(rows.map((row) => row.replaceAll("\\|", "").split("|").length)).toEqual(rows.map(() => 6))
  })
})
