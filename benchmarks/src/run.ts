/** Runs one contestant of one contest, once, and prints what it measured as JSON: the process that main.ts starts. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { contests } from "./contests.ts"
import { quantile } from "./Statistics.ts"

const [contest = "", place = ""] = process.argv.slice(2)
const contestant = contests[contest]?.contestants[Number(place)]
if (contestant === undefined) throw new Error(`no contestant ${place} in "${contest}"`)

const folder = mkdtempSync(join(process.env["DATELINE_BENCH_FOLDER"] ?? tmpdir(), "dateline-bench-"))
try {
  const { count, latencies, seconds } = await contestant.run(folder)
  const quantiles = latencies && { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) }
  process.stdout.write(`${JSON.stringify({ perSecond: count / seconds, ...quantiles })}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
