/**
 * The packages as other people get them: packed, installed by npm into an empty project outside the repository, and used there on
 * other versions of Node and of TypeScript than ours. Needs npm's registry (or its cache) for the tools and libraries; what is
 * missing is said.
 */
import { copyFileSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Outsider, settle } from "../tarballs/Outsider.ts"
import { type Ran, run } from "../tarballs/Programs.ts"
import * as Sizes from "../tarballs/Sizes.ts"
import { install, nodeVersions, type Tools, typescriptVersions } from "../tarballs/Tools.ts"

const root = join(import.meta.dirname, "../..")

let outsider: Outsider
let tools: Tools

const specifiers = () => outsider.packages.flatMap((one) => one.specifiers)

/** Whether a program succeeds, and what it says if not. */
const ranWell = async (command: string, ...argv: ReadonlyArray<string>) => {
  const { output, status } = await run(outsider.folder, command, argv)
  return { status, output: status === 0 ? "" : output }
}
const well = { status: 0, output: "" }

/** The end of what a program said if it did not succeed. */
const complaint = ({ output, status }: Ran): string => status === 0 ? "" : output.slice(-2000) || `status ${status}`

const programs = () => {
  const list = JSON.stringify(specifiers())
  outsider.write("import.mjs", `for (const one of ${list}) if (!Object.keys(await import(one))) throw new Error(one)\n`)
  outsider.write("names.mjs", `for (const one of ${list}) console.log(one, Object.keys(await import(one)).join())\n`)
  outsider.write("names.cjs", `for (const one of ${list}) console.log(one, Object.keys(require(one)).join())\n`)
  outsider.write(
    "same.cjs",
    `const { createNewsroom } = require("@dateline/publishing/promise")
import("@dateline/publishing/promise").then((module) => {
  if (module.createNewsroom !== createNewsroom) throw new Error("imported and required, it is two")
})
`
  )
  for (const [name, from] of [["quickstart.ts", "quickstart"], ["promise-app.ts", "promise-app"]] as const) {
    copyFileSync(join(root, "examples", from, "src/main.ts"), join(outsider.folder, name))
  }
}

const compilerOptions = {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  // Declarations are checked too: nobody else does it for them.
  skipLibCheck: false,
  target: "es2023",
  lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"],
  types: ["node"]
}
const resolutions = {
  NodeNext: { module: "nodenext", moduleResolution: "nodenext" },
  Bundler: { module: "esnext", moduleResolution: "bundler" }
}

/** What the types must refuse: a declaration that was lost on the way would make everything `any`, and refuse nothing. */
const refused = `import { createNewsroom, isNewsroomError, memory } from "@dateline/publishing/promise"
import { sqlite } from "@dateline/store-sqlite/promise"

// @ts-expect-error a newsroom needs a store
createNewsroom({})
// @ts-expect-error a folder is a text
sqlite(1)
export const newsroom = await createNewsroom({ store: memory() })
// @ts-expect-error there is no such language
newsroom.articles.draft({ language: "xx", headline: "" })
// @ts-expect-error a list is no text
export const text: string = await newsroom.articles.list()
newsroom.articles.get("x").catch((error: unknown) => {
  // @ts-expect-error there is no such tag
  if (isNewsroomError(error)) return error._tag === "NoSuchTag"
  return false
})
`

const projects = () => {
  outsider.write("refused.ts", refused)
  const lines = specifiers().map((specifier, at) => `export * as m${at} from "${specifier}"\n`)
  outsider.write("all.ts", lines.join(""))
  for (const [name, options] of Object.entries(resolutions)) {
    const files = ["all.ts", "quickstart.ts", "promise-app.ts", "refused.ts"]
    outsider.write(
      `tsconfig.${name}.json`,
      JSON.stringify({ compilerOptions: { ...compilerOptions, ...options }, files })
    )
  }
}

beforeAll(async () => {
  tools = await install()
  outsider = await settle()
  programs()
  projects()
}, 400_000)

afterAll(() => outsider?.remove())

describe.for(Object.entries(nodeVersions))("on Node %s (%s)", ([major]) => {
  const node = () => tools.node(Number(major) as keyof typeof nodeVersions) // a key of the table

  it("is the Node that it says", async () => {
    const { stdout } = await run(outsider.folder, node(), ["--version"])
    expect(stdout.trim()).toBe(`v${nodeVersions[Number(major) as keyof typeof nodeVersions]}`)
  })

  it("every public module can be imported, and required, and then has the same names", async () => {
    expect(specifiers().length).toBeGreaterThan(100)
    const imported = await run(outsider.folder, node(), ["names.mjs"])
    const required = await run(outsider.folder, node(), ["names.cjs"])
    expect(complaint(imported)).toBe("")
    expect(complaint(required)).toBe("")
    expect(imported.stdout.trim().split("\n").map((line) => line.split(" ")[0])).toEqual(specifiers())
    // A module that is required may also show that it is an ES module.
    expect(required.stdout.replaceAll(/,?__esModule/g, "")).toBe(imported.stdout)
    expect(await ranWell(node(), "same.cjs")).toEqual(well)
  })

  it.for(["quickstart", "promise-app"])("the example %s prints what it prints in the repository", async (example) => {
    const { output, status } = await run(outsider.folder, node(), [
      "--disable-warning=ExperimentalWarning",
      `${example}.ts`
    ])
    expect({ status, output }).toEqual({
      status: 0,
      output: readFileSync(join(root, "examples", example, "output.txt"), "utf8")
    })
  })
})

describe.for(Object.entries(typescriptVersions))("under TypeScript %s (%s)", ([version]) => {
  it.for(Object.keys(resolutions))(
    "every declaration and the examples are right, resolved as %s",
    async (resolution) => {
      const tsc = tools.tsc(version as keyof typeof typescriptVersions) // a key of the table
      expect(await ranWell(process.execPath, tsc, "-p", `tsconfig.${resolution}.json`)).toEqual(well)
    }
  )
})

describe("the tarballs themselves", () => {
  it("publint finds nothing wrong", async () => {
    for (const { folder, name } of outsider.packages) {
      const said = await ranWell(process.execPath, tools.publint, "--strict", "--pack=false", folder)
      expect({ name, ...said }).toEqual({ name, ...well })
    }
  })

  it("arethetypeswrong finds nothing wrong with packages of ES modules alone", async () => {
    for (const { name, tarball } of outsider.packages) {
      const said = await ranWell(process.execPath, tools.attw, "--profile", "esm-only", "--no-emoji", tarball)
      expect({ name, ...said }).toEqual({ name, ...well })
    }
  })

  it("what is internal stays closed", async () => {
    for (const { name } of outsider.packages) {
      const attempt = `import("${name}/internal/x").then(() => process.exit(1), (error) => {
        if (error.code !== "ERR_PACKAGE_PATH_NOT_EXPORTED") throw error
      })`
      expect({ name, ...(await ranWell(process.execPath, "--eval", attempt)) }).toEqual({ name, ...well })
    }
  })

  it("the command line is installed as `dateline`", async () => {
    const dateline = await run(outsider.folder, "node_modules/.bin/dateline", ["--help"])
    expect(complaint(dateline)).toBe("")
    expect(dateline.stdout).toContain("verify")
  })

  it.for(Object.entries(Sizes.limits))(
    "a program of %s takes no more than %i bytes, carries no cipher, and runs as one file",
    async ([use, limit]) => {
      const { gzip, hasCipher } = await Sizes.measure(outsider, tools, use as keyof typeof Sizes.limits) // a key of it
      expect(gzip).toBeLessThanOrEqual(limit)
      expect(hasCipher).toBe(false)
      const { output, status } = await run(outsider.folder, process.execPath, ["size.bundle.js"])
      expect({ output, status }).toEqual({ output: "5\n", status: 0 })
    }
  )

  it("a program that needs a cipher is known by it", async () => {
    expect((await Sizes.measure(outsider, tools, "the whole promise API")).hasCipher).toBe(true)
  })

  it("sizes are what docs/sizes.md says, to a twentieth", async () => {
    const page = readFileSync(join(root, "docs/sizes.md"), "utf8")
    const uses = Object.keys(Sizes.uses) as ReadonlyArray<Sizes.Use> // the keys of the table
    const stale: Array<string> = []
    for (const use of uses) {
      const size = await Sizes.measure(outsider, tools, use)
      const drift = Math.abs(size.gzip / 1024 / (Sizes.stated(page, use) ?? Number.NaN) - 1)
      if (!(drift <= 0.05)) stale.push(Sizes.rowOf(use, size))
    }
    expect(stale).toEqual([])
  })
})
