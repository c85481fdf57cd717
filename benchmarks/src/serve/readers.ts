/** Readers at many connections, from a process of their own. */
import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

export interface LoadResult {
  readonly answers: number
  /** With those that were not counted. */
  readonly all: number
  readonly seconds: number
  /** Milliseconds; whole ones, as the load generator counts them. */
  readonly p50: number
  readonly p99: number
  /** Answers that were not 200 with the end of a page, connections that broke, answers that did not come. */
  readonly wrong: number
  /** How many answers had which `content-length`. */
  readonly lengths: Readonly<Record<string, number>>
}

const load = fileURLToPath(new URL("load.ts", import.meta.url))

export const readers = async (url: string, connections: number, seconds: number): Promise<LoadResult> => {
  const args = ["--conditions=source", load, url, String(connections), String(seconds)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout)
}

/** Clock ticks of Linux are hundredths of a second for programs, whatever they are in the kernel. */
const ticks = 100

/** Seconds of processor time that a process has used; nothing where there is no /proc. */
export const processorTime = (pid: number): number | undefined => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ")
    return (Number(fields[11]) + Number(fields[12])) / ticks
  } catch {
    return undefined
  }
}
