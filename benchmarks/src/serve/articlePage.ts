/** A story that many read while readers comment on it. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Contest, Contestant, Measurement } from "../Contest.ts"
import { comment } from "./commenters.ts"
import { program, type Started, startNewsroom } from "./newsroom.ts"
import { type LoadResult, processorTime, readers } from "./readers.ts"

/** An article of the sample content, in Arabic, with comments. */
const article = "mysanteapp"

const connections = 32
const seconds = 6

const bareServer = fileURLToPath(new URL("bareServer.ts", import.meta.url))

const addressOf = async (site: string): Promise<string> => {
  const { headers } = await fetch(`${site}/a/${article}`, { redirect: "manual" })
  return new URL(headers.get("location")!, site).href
}

/** Node adds these by itself, to ours and to the bare server's answers. */
const ofTheConnection = new Set(["connection", "date", "keep-alive"])

const recorded = async (folder: string): Promise<string> => {
  const newsroom = await startNewsroom(folder)
  const page = await fetch(await addressOf(newsroom.url))
  const body = await page.text()
  const headers = Object.fromEntries([...page.headers].filter(([name]) => !ofTheConnection.has(name)))
  await newsroom.stop()
  const file = join(folder, "page.json")
  writeFileSync(file, JSON.stringify({ headers, body }))
  return file
}

interface Read {
  readonly load: LoadResult
  readonly facts: ReadonlyArray<string>
}

const readBy = async (server: Started, page: string): Promise<Read> => {
  const before = processorTime(server.pid)
  const load = await readers(page, connections, seconds)
  const after = processorTime(server.pid)
  if (load.wrong > 0) throw new Error(`${load.wrong} of ${load.answers} answers were wrong`)
  const facts = [`${load.answers} answers, all 200 and whole`]
  if (before !== undefined && after !== undefined) {
    facts.push(`${Math.round((after - before) / load.all * 1e6)} µs of the server's processor time for each`)
  }
  return { load, facts }
}

/** Every answer had the length of a page that was right at some time. */
const verifyLengths = ({ lengths }: LoadResult, right: ReadonlySet<number>): void => {
  const wrong = Object.keys(lengths).filter((length) => !right.has(Number(length)))
  if (wrong.length > 0) throw new Error(`pages of ${wrong.join(", ")} bytes; right are ${[...right].join(", ")}`)
}

const measurement = ({ load }: Read, facts: ReadonlyArray<string>): Measurement => ({
  count: load.answers,
  seconds: load.seconds,
  quantiles: load,
  note: facts.join("; ")
})

const dateline: Contestant = {
  name: "Dateline",
  run: async (folder) => {
    const newsroom = await startNewsroom(folder)
    try {
      const page = await addressOf(newsroom.url)
      let over = false
      const commenting = comment(newsroom.url, article, page, () => over)
      // Without this a wrong page would end the process while readers still read.
      commenting.catch(() => {})
      const read = await readBy(newsroom, page)
      over = true
      const { approved, committed, compared, lengths } = await commenting
      verifyLengths(read.load, lengths)
      return measurement(read, [
        ...read.facts,
        `${committed} comments committed meanwhile, ${approved} of them approved and shown at once`,
        `${compared} pages compared byte for byte but for the form's token`
      ])
    } finally {
      await newsroom.stop()
    }
  }
}

const bare: Contestant = {
  name: "bare node:http, same bytes and headers",
  run: async (folder) => {
    const page = await recorded(folder)
    const server = await program(bareServer, {
      args: [page],
      log: join(folder, "bare.log"),
      pattern: /^Bare server ready: (http:\/\/\S+)\/$/m
    })
    try {
      const read = await readBy(server, server.url)
      return measurement(read, read.facts)
    } finally {
      await server.stop()
    }
  }
}

export const articlePage: Contest = {
  name: "article page at 32 connections, a comment committed every 100 ms",
  unit: "pages",
  durability: "ours: every comment in SQLite, WAL, synchronous FULL; the bare server keeps nothing",
  contestants: [dateline, bare],
  floors: [{ to: bare.name, by: "throughput", atLeast: 0.4 }]
}
