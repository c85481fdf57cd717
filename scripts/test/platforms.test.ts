/**
 * What is pure gives the same bytes on every Node that the packages run on, whatever versions of Unicode, of V8 and of
 * OpenSSL they have. (Chromium is compared in `examples/browser`.) Needs npm's registry, or its cache, for the binaries.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, describe, expect, it } from "vitest"
import { must } from "../tarballs/Programs.ts"
import { install, nodeVersions, type Tools } from "../tarballs/Tools.ts"

const root = join(import.meta.dirname, "../..")
const oldest = 22.19

let tools: Tools

const ran = (node: string, ...argv: ReadonlyArray<string>): Promise<string> =>
  must("The program", root, node, ["--conditions=source", "--disable-warning=ExperimentalWarning", ...argv])

beforeAll(async () => {
  tools = await install()
}, 400_000)

describe.for(Object.entries(nodeVersions))("on Node %s (%s)", ([major]) => {
  const node = () => tools.node(Number(major) as keyof typeof nodeVersions) // a key of the table
  const program = "examples/browser/test/support/fingerprint.ts"

  it("views, events, digests, boxes, feeds and foldings are what they are here", async () => {
    const [there, here] = await Promise.all([ran(node(), program), ran(process.execPath, program)])
    const [theirs, ours] = [JSON.parse(there), JSON.parse(here)]
    expect(Object.keys(ours).length).toBeGreaterThan(8)
    expect(theirs).toEqual(ours)
  })
})

describe("the oldest Node", () => {
  it("is of another version of Unicode than this one, or these tests compare nothing", async () => {
    const version = await ran(tools.node(oldest), "--print", "process.versions.unicode")
    expect(version.trim()).not.toBe(process.versions.unicode)
  })

  it("writes the table of settled characters as it is", async () => {
    const script = "import('./scripts/unicode/settledTable.ts').then(({ source }) => process.stdout.write(source()))"
    const written = await ran(tools.node(oldest), "--eval", script)
    expect(written).toBe(readFileSync(join(root, "packages/publishing/src/text/SettledTable.ts"), "utf8"))
  })
})
