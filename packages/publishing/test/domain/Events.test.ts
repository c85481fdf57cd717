import type * as EventFamily from "@dateline/eventsourcing/EventFamily"
import * as Result from "effect/Result"
import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import * as ArticleEvents from "../../src/domain/ArticleEvents.ts"
import * as CommenterEvents from "../../src/domain/CommenterEvents.ts"
import * as CommentEvents from "../../src/domain/CommentEvents.ts"
import * as PolicyEvents from "../../src/domain/PolicyEvents.ts"

/** Every payload that was ever stored in some version stays here, and must decode for ever. */
interface Fixture {
  readonly raw: EventFamily.RawEvent
  readonly decoded: unknown
}

const families: ReadonlyArray<EventFamily.Any> = [
  ArticleEvents.family,
  CommentEvents.family,
  CommenterEvents.family,
  PolicyEvents.family
]
const folder = new URL("../fixtures/", import.meta.url)
const fixtures = readdirSync(folder).filter((name) => name.endsWith(".json")).map((name) => ({
  name,
  fixture: JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Fixture
}))
const familyOf = (type: string) => families.find((family) => family.types.includes(type))!

describe("stored events", () => {
  for (const { fixture: { decoded, raw }, name } of fixtures) {
    it(`${name} still decodes to what it meant`, () => {
      expect(Result.getOrThrow(familyOf(raw.type).decode(raw))).toEqual(decoded)
    })
  }

  it("have a fixture for each version of each event", () => {
    const expected = families.flatMap((family) =>
      family.types.flatMap((type) =>
        Array.from({ length: family.currentVersion(type) }, (_, place) => `${type}.v${place + 1}.json`)
      )
    )
    expect(fixtures.map(({ name }) => name).sort()).toEqual(expected.sort())
  })

  it("are written today as their newest fixtures say", () => {
    for (const { fixture: { decoded, raw } } of fixtures) {
      const family = familyOf(raw.type)
      if (raw.schemaVersion < family.currentVersion(raw.type)) continue
      const encoded = Result.getOrThrow(family.encode(decoded))
      expect({ ...encoded, payload: JSON.parse(encoded.payload) }).toEqual({ ...raw, payload: JSON.parse(raw.payload) })
    }
  })

  it("of an article drafted in version 1 get paragraph ids by their places", () => {
    const raw = fixtures.find(({ name }) => name === "ArticleDrafted.v1.json")!.fixture.raw
    expect(JSON.parse(raw.payload).body).toEqual(["Premier paragraphe", "Second paragraphe"])
    expect(Result.getOrThrow(ArticleEvents.family.decode(raw))).toMatchObject({
      body: [{ id: "p1", text: "Premier paragraphe" }, { id: "p2", text: "Second paragraphe" }]
    })
  })
})
