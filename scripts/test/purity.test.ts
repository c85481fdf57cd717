import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { pureIncludes } from "../lint/Purity.ts"
import { compilePure, type Finding, lint, makeWorkspace, removeWorkspace } from "./Workspace.ts"

type Guard = "compiler" | "linter"

/** What impure code looks like, and who must refuse it. */
const impure: ReadonlyArray<readonly [name: string, source: string, ...guards: ReadonlyArray<Guard>]> = [
  ["writes to the console", `export const f = () => console.log("x")`, "compiler", "linter"],
  ["calls fetch", `export const f = () => fetch("https://example.org")`, "compiler", "linter"],
  ["waits with setTimeout", `export const f = () => setTimeout(() => 1, 1)`, "compiler", "linter"],
  ["reads the environment", `export const f = () => process.env`, "compiler", "linter"],
  ["asks performance for the time", `export const f = () => performance.now()`, "compiler", "linter"],
  ["asks crypto for randomness", `export const f = () => crypto.randomUUID()`, "compiler", "linter"],
  ["asks Date.now for the time", `export const f = () => Date.now()`, "linter"],
  ["makes a Date of now", `export const f = () => new Date()`, "linter"],
  [
    "makes a Date of text, which is read in the machine's time zone",
    `export const f = () => new Date("2024-05-12T10:00")`,
    "linter"
  ],
  ["reaches Date through globalThis", `export const f = () => globalThis.Date.now()`, "linter"],
  ["gives Date another name", `const Clock = Date\nexport const f = () => Clock.now()`, "linter"],
  ["calls Math.random", `export const f = () => Math.random()`, "linter"],
  ["takes random out of Math", `const { random } = Math\nexport const f = () => random()`, "linter"],
  ["formats with Intl", `export const f = () => new Intl.DateTimeFormat("ar-MA").format(0)`, "linter"],
  ["compares in the machine's locale", `export const f = (a: string, b: string) => a.localeCompare(b)`, "linter"],
  ["prints a number in the machine's locale", `export const f = (n: number) => n.toLocaleString()`, "linter"],
  ["asks the engine what a letter is", `export const f = (text: string) => /\\p{L}/u.test(text)`, "linter"],
  [
    "asks the same through RegExp",
    `export const f = (text: string) => new RegExp("\\\\p{L}", "u").test(text)`,
    "linter"
  ],
  ["builds code from text", `export const f = () => new Function("return 1")()`, "linter"],
  [
    "declares the console back",
    `declare const console: { log: (x: string) => void }\nexport const f = () => console.log("x")`,
    "linter"
  ],
  [
    "imports a store",
    `import * as Store from "@dateline/store-sqlite"\nexport const f = () => Store`,
    "compiler",
    "linter"
  ],
  ["imports effect/Effect", `import * as Effect from "effect/Effect"\nexport const f = () => Effect.void`, "linter"],
  [
    "imports the type of effect/Effect",
    `import type * as Effect from "effect/Effect"\nexport type F = Effect.Effect<void>`,
    "linter"
  ],
  ["imports effect/Clock", `import * as Clock from "effect/Clock"\nexport const f = Clock`, "linter"],
  [
    "imports effect/DateTime",
    `import * as DateTime from "effect/DateTime"\nexport const f = DateTime.nowUnsafe`,
    "linter"
  ],
  ["imports the barrel of effect", `import { Effect } from "effect"\nexport const f = Effect`, "linter"],
  ["imports from Node", `import { readFileSync } from "node:fs"\nexport const f = readFileSync`, "compiler", "linter"],
  [
    "imports an acting module of the kernel",
    `import * as Store from "@dateline/eventsourcing/EventStore"\nexport const f = Store`,
    "linter"
  ],
  [
    "imports a module beside the pure folders",
    `import * as Articles from "../Articles.ts"\nexport const f = Articles`,

    "linter"
  ],
  ["imports on demand", `export const f = () => import("effect/Effect")`, "linter"]
]

const clean = `import * as Result from "effect/Result"
import type { Recorded } from "@dateline/eventsourcing/Recorded"

/** How many words a text has. */
export const words = (text: string): number => text.split(" ").length

/** The events of a stream that have text, or the reason why there are none. */
export const worded = (events: ReadonlyArray<Recorded<string>>): Result.Result<ReadonlyArray<string>, "Empty"> => {
  const texts = events.map(({ event }) => event).filter((text) => words(text) > 0)
  return texts.length === 0 ? Result.fail("Empty") : Result.succeed(texts)
}
`

const folders = pureIncludes.filter((path) => !path.endsWith(".ts"))
const files = pureIncludes.filter((path) => path.endsWith(".ts"))
const acting = "packages/publishing/src/Articles.ts"

const probe = (at: number): string => `packages/publishing/src/domain/Probe${at}.ts`
const twice = "export const f = () => console.log(Date.now())\n"

describe("code that is folded", () => {
  let workspace: string
  let found: Readonly<Record<Guard, ReadonlyArray<Finding>>>

  beforeAll(() => {
    workspace = makeWorkspace(
      new Map([
        [acting, "export const today = () => new Date()\n"],
        ...impure.map(([, source], at) => [probe(at), `${source}\n`] as const),
        ...folders.flatMap((folder) => [[`${folder}/Clean.ts`, clean], [`${folder}/deep/Twice.ts`, twice]] as const),
        ...files.map((file) => [file, twice] as const)
      ])
    )
    found = { compiler: compilePure(workspace), linter: lint(workspace) }
  })
  afterAll(() => removeWorkspace(workspace))

  const guardsOf = (file: string): ReadonlyArray<Guard> =>
    (["compiler", "linter"] as const).filter((guard) => found[guard].some((finding) => finding.file === file))

  it.each(impure.map(([name, , ...guards], at) => ({ name, at, guards })))(
    "may not be code that $name",
    ({ at, guards }) => expect(guardsOf(probe(at))).toEqual(guards)
  )

  it.each(folders)(
    "may be code in %s that computes, and imports pure modules of Effect and of the kernel",
    (folder) => expect(guardsOf(`${folder}/Clean.ts`)).toEqual([])
  )

  it.each([...folders.map((folder) => `${folder}/deep/Twice.ts`), ...files])(
    "may not use the clock or the console in %s",
    (file) => expect(guardsOf(file)).toEqual(["compiler", "linter"])
  )

  it("may not ask for Node's types, which would give back what the compiler takes away", () => {
    // In a workspace of its own: the types would count for every file.
    const other = makeWorkspace(new Map([[probe(0), `/// <reference types="node" />\nexport const f = 1\n`]]))
    try {
      expect(lint(other).map(({ rule }) => rule)).toEqual(["typescript(triple-slash-reference)"])
    } finally {
      removeWorkspace(other)
    }
  })

  it("is all of the domain, the views, the text and the syndication, and the kernel's model", () =>
    expect(pureIncludes).toEqual(expect.arrayContaining([
      ...["domain", "views", "text", "syndication"].map((folder) => `packages/publishing/src/${folder}`),
      ...["Decider", "EventFamily", "Projection", "Recorded", "Sealed", "StreamId"].map((name) =>
        `packages/eventsourcing/src/${name}.ts`
      )
    ])))

  it("is told apart from code that acts, which may use the clock", () => expect(guardsOf(acting)).toEqual([]))
})
