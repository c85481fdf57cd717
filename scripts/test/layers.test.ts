import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Finding, lint, makeWorkspace, removeWorkspace } from "./Workspace.ts"

type Import = readonly [from: string, specifier: string]

const refused: ReadonlyArray<Import> = [
  ["packages/eventsourcing/src/Probe.ts", "@dateline/publishing/Article"],
  ["packages/eventsourcing/test/Probe.ts", "@dateline/store-sqlite/SqliteEventStore"],
  ["packages/eventsourcing/src/Probe.ts", "node:crypto"],
  ["packages/eventsourcing/src/Probe.ts", "effect/http/HttpClient"],
  ["packages/eventsourcing/src/Probe.ts", "@effect/platform-node/NodeRuntime"],
  ["packages/eventsourcing/src/Probe.ts", "effect"],
  ["packages/eventsourcing/src/Probe.ts", "./index.ts"],
  ["packages/eventsourcing/src/testing/Probe.ts", "../index.ts"],
  ["packages/eventsourcing/src/Probe.ts", "@dateline/eventsourcing/Position"],
  ["packages/publishing/src/Probe.ts", "@dateline/store-sqlite/SqliteEventStore"],
  ["packages/publishing/src/Probe.ts", "@dateline/http/Client"],
  ["packages/publishing/src/Probe.ts", "@dateline/eventsourcing"],
  ["packages/publishing/src/Probe.ts", "@dateline/eventsourcing/internal/seal"],
  ["packages/publishing/src/Probe.ts", "../../eventsourcing/src/Position.ts"],
  ["packages/publishing/test/Probe.ts", "../../eventsourcing/src/Position.ts"],
  ["packages/publishing/src/Probe.ts", "../../../scripts/unicode/characterTable.ts"],
  ["packages/publishing/src/Probe.ts", "node:fs"],
  ["packages/store-sqlite/src/Probe.ts", "@dateline/publishing/Article"],
  ["packages/store-postgres/src/Probe.ts", "@dateline/store-sqlite/SqliteEventStore"],
  ["packages/http/src/Probe.ts", "@dateline/store-sqlite/SqliteEventStore"],
  ["packages/http/src/Probe.ts", "@dateline/cli/main"],
  ["packages/cli/src/Probe.ts", "@dateline/example-newsroom"],
  ["packages/cli/src/Probe.ts", "../../../examples/newsroom/src/Config.ts"],
  ["examples/newsroom/src/Probe.ts", "@dateline/eventsourcing/internal/seal"],
  ["examples/newsroom/src/Probe.ts", "../../../packages/http/src/Client.ts"],
  ["examples/newsroom/src/Probe.ts", "../../quickstart/src/main.ts"]
]

const allowed: ReadonlyArray<Import> = [
  ["packages/eventsourcing/src/Probe.ts", "./Position.ts"],
  ["packages/eventsourcing/src/Probe.ts", "./internal/seal.ts"],
  ["packages/eventsourcing/src/Probe.ts", "effect/Effect"],
  ["packages/eventsourcing/test/Probe.ts", "../src/internal/seal.ts"],
  ["packages/eventsourcing/test/Probe.ts", "node:crypto"],
  ["packages/publishing/src/Probe.ts", "@dateline/eventsourcing/EventStore"],
  ["packages/publishing/test/Probe.ts", "@dateline/eventsourcing/testing"],
  ["packages/publishing/test/Probe.ts", "../../../scripts/unicode/characterTable.ts"],
  ["packages/store-sqlite/src/Probe.ts", "@dateline/eventsourcing/EventStoreDriver"],
  ["packages/store-sqlite/src/Probe.ts", "node:fs"],
  ["packages/http/src/Probe.ts", "@dateline/publishing/Articles"],
  ["packages/http/src/Probe.ts", "effect/http-api/HttpApi"],
  ["packages/cli/src/Probe.ts", "@dateline/store-sqlite/SqliteEventStore"],
  ["examples/newsroom/src/Probe.ts", "@dateline/http/Client"]
]

const name = (kind: string, at: number, from: string): string => from.replace("Probe.ts", `${kind}${at}.ts`)

describe("the layers of the workspace", () => {
  let workspace: string
  let found: ReadonlyArray<Finding>

  beforeAll(() => {
    const files = new Map<string, string>()
    const add = (kind: string) => ([from, specifier]: Import, at: number) =>
      files.set(name(kind, at, from), `import * as Imported from "${specifier}"\nexport const use = Imported\n`)
    refused.forEach(add("Refused"))
    allowed.forEach(add("Allowed"))
    files.set("packages/http/src/Types.ts", `export type T = import("@dateline/store-sqlite/SqliteEventStore").T\n`)
    files.set("packages/http/src/Again.ts", `export * from "@dateline/store-sqlite/SqliteEventStore"\n`)
    files.set("packages/http/src/Demand.ts", `export const f = () => import("@dateline/store-sqlite/promise")\n`)
    workspace = makeWorkspace(files)
    found = lint(workspace).filter(({ rule }) => rule === "dateline(layers)")
  })
  afterAll(() => removeWorkspace(workspace))

  const isRefused = (path: string): boolean => found.some(({ file }) => file === path)

  it.each(refused.map(([from, specifier], at) => ({ from, specifier, at })))(
    "$from may not import $specifier",
    ({ at, from }) => expect(isRefused(name("Refused", at, from))).toBe(true)
  )

  it.each(allowed.map(([from, specifier], at) => ({ from, specifier, at })))(
    "$from may import $specifier",
    ({ at, from }) => expect(isRefused(name("Allowed", at, from))).toBe(false)
  )

  it.each(["Types.ts", "Again.ts", "Demand.ts"])(
    "a type, a re-export and an import on demand count as imports (%s)",
    (file) => expect(isRefused(`packages/http/src/${file}`)).toBe(true)
  )
})
