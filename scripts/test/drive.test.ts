/** Both walks, each of their steps as a test: see `scripts/drive`. */
import { execFile } from "node:child_process"
import { describe, expect, it } from "vitest"

interface Step {
  readonly name: string
  readonly ok: boolean
  /** The lines that a failed step printed. */
  readonly reason: string
}

const stepsOf = (output: string): ReadonlyArray<Step> => {
  const steps: Array<Step> = []
  for (const line of output.split("\n")) {
    const [, not, name] = /^(not )?ok - (.*)$/.exec(line) ?? []
    if (name !== undefined) steps.push({ name, ok: not === undefined, reason: "" })
    const last = steps.pop()
    if (last !== undefined) {
      steps.push(line.startsWith("  # ") ? { ...last, reason: `${last.reason}${line.slice(4)}\n` } : last)
    }
  }
  return steps
}

const options = { cwd: `${import.meta.dirname}/../..`, timeout: 240_000, maxBuffer: 64 * 1024 * 1024 }

const run = (program: string): Promise<{ readonly code: number | null; readonly output: string }> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [`scripts/drive/${program}.ts`], options, (_, stdout, stderr) => {
      resolve({ code: child.exitCode, output: stdout + stderr })
    })
  })

for (const [program, fewest] of [["walk", 60], ["hostile", 70]] as const) {
  const { code, output } = await run(program)
  describe(`scripts/drive/${program}.ts`, () => {
    const steps = stepsOf(output)
    for (const { name, ok, reason } of steps) {
      it(name, () => {
        expect({ ok, reason }).toEqual({ ok: true, reason: "" })
      })
    }
    it("comes to its end", () => {
      expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" })
      expect(steps.length).toBeGreaterThanOrEqual(fewest)
    })
  })
}
