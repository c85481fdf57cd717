/** The same laws as in laws.test.ts, run as other people run theirs. */
import { type Law, laws } from "@dateline/eventsourcing/testing"
import { spawnSync } from "node:child_process"
import * as path from "node:path"
import { describe, expect, it } from "vitest"

const names = (...lists: ReadonlyArray<ReadonlyArray<Law>>) => lists.flat().map((law) => law.name)
const { core, damage, durable, followers, kill, model, queries, subscriptions, vault, views } = laws

const node = (...argv: ReadonlyArray<string>) =>
  spawnSync(process.execPath, ["--conditions=source", "--disable-warning=ExperimentalWarning", ...argv], {
    cwd: path.join(import.meta.dirname, "support"),
    encoding: "utf8",
    timeout: 60_000,
    // A runner inside a runner would otherwise speak to the outer one.
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined }
  })

describe("the laws need no runner of their own", () => {
  it("Node's runner reports every law as a test that passed", () => {
    const { status, stderr, stdout } = node("--test", "--test-reporter=tap", "laws.node.ts")
    const passed = [...stdout.matchAll(/^ +ok \d+ - (.*)$/gm)].map(([, name]) => name)
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(passed).toEqual(expect.arrayContaining(names(core, durable, queries, damage, views)))
  }, 60_000)

  it("a plain script prints a verdict for every law, and the lists that the harness offers nothing for", () => {
    const { status, stderr, stdout } = node("laws.script.ts")
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    const lines = stdout.trim().split("\n")
    const kept = names(core, model, durable, queries, kill, damage, subscriptions, views, followers, vault)
    expect(lines.filter((line) => line.startsWith("kept"))).toEqual(kept.map((name) => `kept    ${name}`))
    const unclaimed = lines.filter((line) => line.includes("not claimed")).map((line) => line.split(":")[0])
    expect(unclaimed).toEqual(["processes", "cut", "full"])
  }, 60_000)
})
