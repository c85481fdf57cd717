/** The example newsroom in a process of its own, started by the command that `pnpm start` runs. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { closeSync, openSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const main = fileURLToPath(new URL("../../../examples/newsroom/src/main.ts", import.meta.url))

export const apiToken = "the benchmark's own token"

export interface Started {
  /** Without a slash at its end. */
  readonly url: string
  readonly pid: number
  /** Milliseconds from the start of the process until it said that it was ready. */
  readonly ready: number
  readonly stop: () => Promise<void>
}

const patience = 600_000

const told = async (child: ChildProcess, log: string, pattern: RegExp): Promise<string> => {
  const end = performance.now() + patience
  while (performance.now() < end && child.exitCode === null) {
    const found = pattern.exec(readFileSync(log, "utf8"))
    if (found) return found[1]!
    await new Promise((resume) => setTimeout(resume, 5))
  }
  throw new Error(`no "${pattern.source}" in ${log}: ${readFileSync(log, "utf8").slice(0, 500)}`)
}

/** Runs a program of ours until it has printed an address. Its output goes to a file, as a service's log does. */
export const program = async (
  file: string,
  { args = [], env = {}, log, pattern }: {
    readonly log: string
    readonly pattern: RegExp
    readonly args?: ReadonlyArray<string>
    readonly env?: Readonly<Record<string, string>>
  }
): Promise<Started> => {
  const output = openSync(log, "w")
  const begin = performance.now()
  const child = spawn(
    process.execPath,
    ["--conditions=source", "--disable-warning=ExperimentalWarning", file, ...args],
    { env: { ...process.env, ...env }, stdio: ["ignore", output, "inherit"] }
  )
  closeSync(output)
  const exited = once(child, "exit")
  const stop = async () => {
    child.kill("SIGTERM")
    await exited
  }
  try {
    const url = await told(child, log, pattern)
    return { url, pid: child.pid!, ready: performance.now() - begin, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A newsroom over the files in `folder`/data, on a free port. */
export const startNewsroom = (folder: string, env: Readonly<Record<string, string>> = {}): Promise<Started> =>
  program(main, {
    log: join(folder, "newsroom.log"),
    pattern: /^Newsroom ready: (http:\/\/\S+)\/$/m,
    env: {
      HOST: "127.0.0.1",
      PORT: "0",
      DATELINE_STORE: "sqlite",
      DATELINE_DATA: join(folder, "data"),
      DATELINE_API_TOKEN: apiToken,
      DATELINE_RATE_LIMIT: "1000000",
      ...env
    }
  })
