/** Every example can be started; each that prints something is run as a reader would, and prints what stands beside it. */
import { spawnSync } from "node:child_process"
import { globSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"

const root = join(import.meta.dirname, "../..")

const run = (folder: string) =>
  spawnSync(process.execPath, ["--conditions=source", "--disable-warning=ExperimentalWarning", "src/main.ts"], {
    cwd: join(root, folder),
    encoding: "utf8",
    timeout: 60_000
  })

describe("an example prints what its output.txt says", () => {
  const outputs = globSync("examples/*/output.txt", { cwd: root }).toSorted()

  it("there are such examples", () => {
    expect(outputs.map((path) => dirname(path))).toEqual(expect.arrayContaining(["examples/quickstart"]))
  })

  for (const output of outputs) {
    it(dirname(output), () => {
      const { status, stderr, stdout } = run(dirname(output))
      expect({ status, stderr, stdout }).toEqual({
        status: 0,
        stderr: "",
        stdout: readFileSync(join(root, output), "utf8")
      })
    })
  }

  it("and every example, but the newsroom that `pnpm start` runs, is started by the same command", () => {
    const scripts = globSync("examples/*/package.json", { cwd: root }).toSorted()
      .filter((path) => dirname(path) !== "examples/newsroom")
      .map((path) => [dirname(path), JSON.parse(readFileSync(join(root, path), "utf8")).scripts?.start])
    expect(scripts.length).toBeGreaterThan(outputs.length)
    const command = "node --conditions=source --disable-warning=ExperimentalWarning src/main.ts"
    expect(scripts).toEqual(scripts.map(([folder]) => [folder, command]))
  })

  it("the quick start has at most 25 lines", () => {
    expect(readFileSync(join(root, "examples/quickstart/src/main.ts"), "utf8").trimEnd().split("\n").length)
      .toBeLessThanOrEqual(25)
  })
})
