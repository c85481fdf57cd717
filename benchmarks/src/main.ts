/**
 * `pnpm bench [CONTEST …] [--rounds N]`: every contestant in a fresh process, all of them in turn in each round; the
 * tables show medians over the rounds, ratios first. `others` stands for the contests with other event stores. Exits with 1 when a ratio is under its floor.
 */
import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import * as os from "node:os"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import type { Contest } from "./Contest.ts"
import { contests as own } from "./contests.ts"
import { others } from "./others.ts"
import { median } from "./Statistics.ts"

interface Run {
  readonly perSecond: number
  readonly p50?: number
  readonly p99?: number
  readonly megabytes?: number
  readonly note?: string
}

const program = fileURLToPath(new URL("run.ts", import.meta.url))

const fresh = (...args: ReadonlyArray<string>): string =>
  execFileSync(process.execPath, ["--conditions=source", "--disable-warning=ExperimentalWarning", program, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"]
  })

const inTurns = (name: string, contest: Contest, rounds: number): ReadonlyArray<ReadonlyArray<Run>> => {
  const runs = contest.contestants.map((): Array<Run> => [])
  const prepared = mkdtempSync(join(process.env["DATELINE_BENCH_FOLDER"] ?? tmpdir(), "dateline-bench-prepared-"))
  try {
    if (contest.prepare) fresh(name, "prepare", prepared)
    for (let round = 0; round < rounds; round++) {
      for (const [place, own] of runs.entries()) own.push(JSON.parse(fresh(name, String(place), prepared)))
    }
  } finally {
    rmSync(prepared, { recursive: true, force: true })
  }
  return runs
}

const number = (value: number): string => value.toLocaleString("en", { maximumSignificantDigits: 3 })
const milliseconds = (values: ReadonlyArray<number | undefined>): string => {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? "" : `${number(median(known))} ms`
}

/** Ours to theirs, round by round; its median. Above 1, ours is faster. */
const ratio = (ours: ReadonlyArray<Run>, theirs: ReadonlyArray<Run>, by: "throughput" | "p50"): number =>
  median(ours.map((run, round) => {
    const other = theirs[round]!
    return by === "throughput" ? run.perSecond / other.perSecond : other.p50! / run.p50!
  }))

const report = (name: string, contest: Contest, rounds: number): boolean => {
  const runs = inTurns(name, contest, rounds)
  console.log(`\n## ${contest.name}\n\n${contest.durability}. Medians of ${rounds} rounds.\n`)
  console.log(`| contestant | Dateline to it | ${contest.unit} a second | p50 | p99 |\n|---|---:|---:|---:|---:|`)
  for (const [place, contestant] of contest.contestants.entries()) {
    const own = runs[place]!
    const quotient = ratio(runs[0]!, own, "throughput")
    // Where nothing was carried out there is nothing to compare with; the note says why.
    const to = place === 0 || !Number.isFinite(quotient) ? "" : `${quotient.toFixed(2)}×`
    const speed = number(median(own.map((run) => run.perSecond)))
    const [p50, p99] = [milliseconds(own.map((run) => run.p50)), milliseconds(own.map((run) => run.p99))]
    console.log(`| ${contestant.name} | ${to} | ${speed} | ${p50} | ${p99} |`)
  }
  console.log("")
  for (const [place, contestant] of contest.contestants.entries()) {
    const note = runs[place]!.at(-1)?.note
    if (note !== undefined) console.log(`${contestant.name}, last round: ${note}.\n`)
  }
  return [...judgeFloors(contest, runs), ...judgeCeilings(contest, runs), ...judgeMemory(contest, runs)].every(Boolean)
}

const judge = (holds: boolean, sentence: string): boolean => {
  console.log(`${holds ? "holds" : "FAILS"}: ${sentence}`)
  return holds
}

const judgeFloors = (contest: Contest, runs: ReadonlyArray<ReadonlyArray<Run>>): ReadonlyArray<boolean> =>
  contest.floors.map((floor) => {
    const theirs = runs[contest.contestants.findIndex((contestant) => contestant.name === floor.to)]!
    const value = ratio(runs[0]!, theirs, floor.by)
    return judge(
      value >= floor.atLeast,
      `${value.toFixed(2)}× ${floor.to} by ${floor.by}, at least ${floor.atLeast}×`
    )
  })

const judgeCeilings = ({ ceilings = [], contestants }: Contest, runs: ReadonlyArray<ReadonlyArray<Run>>) =>
  ceilings.map(({ atMost, by = "p50", of }) => {
    const own = runs[contestants.findIndex(({ name }) => name === of)]!
    const value = median(own.map((run) => run[by] ?? Number.NaN))
    return judge(value <= atMost, `${of} in ${number(value)} ms by ${by}, at most ${number(atMost)} ms`)
  })

const judgeMemory = ({ contestants, memory }: Contest, runs: ReadonlyArray<ReadonlyArray<Run>>) => {
  if (memory === undefined) return []
  const megabytes = (own: ReadonlyArray<Run>): number => median(own.map((run) => run.megabytes ?? Number.NaN))
  const [ours, theirs] = [runs[0]!, runs[contestants.findIndex(({ name }) => name === memory.than)]!].map(megabytes)
  const more = ours! - theirs! // two of them
  const sentence = `${number(ours!)} MB at most, ${
    number(more)
  } MB more than ${memory.than}, at most ${memory.atMost} MB more`
  return [judge(more <= memory.atMost, sentence)]
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" } }
})
const contests = { ...own, ...others }
const wanted = positionals.length === 0
  ? Object.keys(own)
  : positionals.flatMap((name) => name === "others" ? Object.keys(others) : [name])
const unknown = wanted.filter((name) => !(name in contests))
if (unknown.length > 0) {
  console.error(`No contest is called ${unknown.join(", ")}; there are ${Object.keys(contests).join(", ")}.`)
  process.exit(1)
}
console.log(
  `# Benchmarks\n\nNode ${process.version}, ${os.cpus()[0]?.model ?? "unknown processor"}, ${os.cpus().length} cores.`
)
const results = wanted.map((name) => report(name, contests[name]!, Number(values.rounds)))
process.exit(results.every(Boolean) ? 0 : 1)
