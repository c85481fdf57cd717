/** From the start of the process to the first answer: what a newsroom waits for after an update or a power cut. */
import { cpSync, mkdirSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import type { Contest, Contestant, Measurement } from "../Contest.ts"
import { startNewsroom } from "../serve/newsroom.ts"
import * as BigNewsroom from "./bigNewsroom.ts"

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0))
    })
  })

const patience = 600_000

/** Asks for the front page until it is there; a newsroom that is not listening yet refuses at once. */
const firstAnswer = async (url: string, begin: number, hasEnded: () => boolean): Promise<string> => {
  while (performance.now() - begin < patience && !hasEnded()) {
    try {
      const response = await fetch(url)
      const text = await response.text()
      if (response.status === 200) return text
    } catch {
      // Nobody listens yet.
    }
    await new Promise((resume) => setTimeout(resume, 5))
  }
  throw new Error("the front page was never answered")
}

const start = async (folder: string, expected: string): Promise<Measurement> => {
  const port = await freePort()
  let ended = false
  const begin = performance.now()
  const starting = startNewsroom(folder, {
    PORT: String(port),
    DATELINE_SAMPLE: "off",
    DATELINE_MASTER_KEY: BigNewsroom.masterKey
  })
  starting.catch(() => ended = true)
  const page = await firstAnswer(`http://127.0.0.1:${port}/`, begin, () => ended)
  const milliseconds = performance.now() - begin
  await (await starting).stop()
  if (!page.includes(expected)) throw new Error(`the front page does not show ${expected}`)
  return { count: 1, seconds: milliseconds / 1000, latencies: [milliseconds] }
}

const withViews = (prepared: string): string => join(prepared, "views")
const withoutViews = (prepared: string): string => join(prepared, "log")

const ready: Contestant = {
  name: "100,000 events, views as they were left",
  run: (_, prepared) => start(withViews(prepared), "خبر رقم")
}

export const startWithLog: Contest = {
  name: "start, to the first answer of the front page",
  unit: "starts",
  durability: "SQLite, WAL, synchronous FULL; files that the operating system has read before",
  prepare: async (prepared) => {
    for (const folder of [withViews(prepared), withoutViews(prepared)]) mkdirSync(folder)
    const data = join(withViews(prepared), "data")
    await BigNewsroom.make(data)
    cpSync(data, join(withoutViews(prepared), "data"), { recursive: true })
    await BigNewsroom.forgetViews(join(withoutViews(prepared), "data"))
  },
  contestants: [
    ready,
    {
      name: "100,000 events, all views to be made again",
      run: (folder, prepared) => {
        cpSync(withoutViews(prepared), folder, { recursive: true })
        return start(folder, "خبر رقم")
      }
    },
    { name: "an empty newsroom in a new folder", run: (folder) => start(folder, "<main") }
  ],
  floors: [],
  ceilings: [{ of: ready.name, atMost: 1500 }]
}
