/** Every example that prints something is run as a reader would run it, and prints what is written beside it. */
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

  it("the quick start has at most 25 lines", () => {
    expect(readFileSync(join(root, "examples/quickstart/src/main.ts"), "utf8").trimEnd().split("\n").length)
      .toBeLessThanOrEqual(25)
  })
})
