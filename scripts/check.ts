/**
 * `pnpm check`: every check that needs no program to run. All of them run, so that one look shows everything that is wrong.
 *
 *     node scripts/check.ts               all
 *     node scripts/check.ts types lint    only these
 */
import { spawnSync } from "node:child_process"
import { join } from "node:path"

const root = join(import.meta.dirname, "..")
const tsc = "node_modules/typescript7/bin/tsc"

const checks: ReadonlyMap<string, readonly [says: string, ...argv: ReadonlyArray<string>]> = new Map([
  ["types", ["every file type-checks", "node", tsc, "-p", "tsconfig.json"]],
  ["pure", ["folded code compiles without Node and without a browser", "node", tsc, "-p", "tsconfig.pure.json"]],
  ["browser", ["the page of examples/browser compiles without Node", "node", tsc, "-p", "tsconfig.browser.json"]],
  ["lint", ["lint: layers, purity, circular imports and the rest", "oxlint"]],
  ["unused", ["no file, export or dependency is unused", "knip", "--no-config-hints"]],
  ["barrels", ["barrels and published exports are up to date", "node", "scripts/barrels.ts", "--check"]],
  ["snippets", ["the code in the documentation is the code that runs", "node", "scripts/docs-snippets.ts", "--check"]],
  [
    "events",
    [
      "the catalogue of events is what the code says, and every event and field is described",
      "node",
      "--conditions=source",
      "packages/publishing/scripts/events.ts",
      "--check"
    ]
  ],
  ["format", ["every file is formatted", "dprint", "check"]]
])

const run = (name: string): boolean => {
  const [says, command = "", ...argv] = checks.get(name) ?? [`there is no check ${name}`]
  const started = performance.now()
  const { status, stdout, stderr, error } = spawnSync(command, argv, { cwd: root, encoding: "utf8", timeout: 300_000 })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${name}: ${says} (${seconds} s)`)
  if (status !== 0) console.log(`${stdout ?? ""}${stderr ?? ""}${error?.message ?? ""}`)
  return status === 0
}

const asked = process.argv.slice(2)
const failed = (asked.length === 0 ? [...checks.keys()] : asked).filter((name) => !run(name))
if (failed.length > 0) console.log(`To mend: ${failed.join(", ")}. (pnpm format mends format, barrels and snippets.)`)
process.exitCode = failed.length === 0 ? 0 : 1
