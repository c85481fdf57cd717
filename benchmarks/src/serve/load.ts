/**
 * `load.ts URL CONNECTIONS SECONDS`: readers that ask again as soon as they are answered, and what they got, as JSON.
 * A process of its own, because whoever makes the load needs as much of the processor as whoever bears it.
 */
import autocannon from "autocannon"
import type { LoadResult } from "./readers.ts"

const [url = "", connections = "32", seconds = "5"] = process.argv.slice(2)

const run = async (duration: number): Promise<Omit<LoadResult, "all">> => {
  const lengths: Record<string, number> = {}
  let wrong = 0
  const onResponse = (status: number, body: string, _context: object, headers?: object): void => {
    const length = String((headers as Readonly<Record<string, string>>)["content-length"])
    lengths[length] = (lengths[length] ?? 0) + 1
    if (status !== 200 || !body.endsWith("</html>\n")) wrong++
  }
  const begin = performance.now()
  const { errors, latency, requests, timeouts } = await autocannon({
    url,
    connections: Number(connections),
    duration,
    requests: [{ onResponse }]
  })
  const took = (performance.now() - begin) / 1000
  const { p50, p99 } = latency
  return { answers: requests.total, seconds: took, p50, p99, wrong: wrong + errors + timeouts, lengths }
}

// Not counted: a server that has just started is not what is asked about.
const warmUp = await run(2)
const result = await run(Number(seconds))
console.log(JSON.stringify({ ...result, all: warmUp.answers + result.answers, wrong: warmUp.wrong + result.wrong }))
