/**
 * Every payload that was ever stored in some version stays in test/fixtures, and must decode for ever. For a new event or
 * version, add a sample below and run this file with WRITE_FIXTURES=1.
 */
// #region fixtures
import { EventFixtures } from "@dateline/eventsourcing/testing"
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { expect, it } from "vitest"
import { families } from "../../src/Events.ts"
import { everyEvent } from "./samples.ts"

const folder = join(import.meta.dirname, "../fixtures")
const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".json"))
const files = new Map(paths.map((path) => [path.replaceAll("\\", "/"), readFileSync(join(folder, path), "utf8")]))

it("every event that was ever stored is read as what it was", () => {
  const { findings, missing } = EventFixtures.check({ families, files, samples: everyEvent })
  if (process.env["WRITE_FIXTURES"] === "1") {
    for (const [path, text] of missing) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text, { flag: "wx" })
    }
  }
  expect(findings).toEqual([])
})
// #endregion

it("an article drafted in version 1 gets paragraph ids by their places", () => {
  const { decoded, raw }: EventFixtures.Fixture = JSON.parse(files.get("article/ArticleDrafted.v1.json")!)
  expect(JSON.parse(raw.payload).body).toEqual(["Premier paragraphe", "Second paragraphe"])
  expect(decoded).toMatchObject({
    body: [{ id: "p1", text: "Premier paragraphe" }, { id: "p2", text: "Second paragraphe" }]
  })
})
