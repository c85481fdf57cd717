/**
 * `run.ts CONTEST PLACE PREPARED`: runs one contestant of one contest, once, and prints what it measured as JSON: the
 * process that main.ts starts. `run.ts CONTEST prepare PREPARED` makes what the contest's runs begin with.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { contests as own } from "./contests.ts"
import { others } from "./others.ts"
import { quantile } from "./Statistics.ts"

const contests = { ...own, ...others }
const [contest = "", place = "", prepared = ""] = process.argv.slice(2)
if (place === "prepare") {
  await contests[contest]?.prepare?.(prepared)
  process.exit()
}
const contestant = contests[contest]?.contestants[Number(place)]
if (contestant === undefined) throw new Error(`no contestant ${place} in "${contest}"`)

const folder = mkdtempSync(join(process.env["DATELINE_BENCH_FOLDER"] ?? tmpdir(), "dateline-bench-"))
try {
  const { count, latencies, megabytes, note, quantiles, seconds } = await contestant.run(folder, prepared)
  const { p50, p99 } = latencies ? { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) } : quantiles ?? {}
  process.stdout.write(`${JSON.stringify({ perSecond: count / seconds, p50, p99, megabytes, note })}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
