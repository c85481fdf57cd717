/** The example newsroom as a child process, started and stopped as its operator would. */
import assert from "node:assert/strict"
import { type ChildProcess, execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"

export const apiToken = "drive-token-0123456789abcdef"
export const deskPassword = "drive-password"

const root = join(import.meta.dirname, "../..")
const node = `"${process.execPath}" --conditions=source --disable-warning=ExperimentalWarning`
/** How the newsroom is started, and how its command line is; other installations say so in the environment. */
const startCommand = process.env["DATELINE_DRIVE_START"] ?? `exec ${node} examples/newsroom/src/main.ts`
const cliCommand = process.env["DATELINE_DRIVE_CLI"] ?? `exec ${node} packages/cli/src/main.ts`

const readyLine = /^Newsroom ready: (http:\/\/\S+)\/$/m
const startLimit = 60_000

export interface Stopped {
  readonly code: number | null
  readonly milliseconds: number
}

export interface Newsroom {
  /** Without a slash at its end. */
  readonly url: string
  /** Everything that it has printed. */
  readonly output: () => string
  /** Asks it to stop, and waits until it has. */
  readonly stop: () => Promise<Stopped>
  /** Ends it as a power cut would. */
  readonly kill: () => Promise<void>
}

// A program that is told to end says goodbye to its newsrooms first: see the listeners for "exit".
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1))

/** A new folder for the newsroom's data, removed when the program ends. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "dateline-drive-"))
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Nothing of this program's own environment reaches the newsroom but what every program needs. */
const environment = (data: string, more: Readonly<Record<string, string>> = {}) => ({
  PATH: process.env["PATH"] ?? "",
  HOME: process.env["HOME"] ?? "",
  PORT: "0",
  DATELINE_DATA: data,
  DATELINE_API_TOKEN: apiToken,
  DATELINE_DESK_PASSWORD: deskPassword,
  DATELINE_FORM_MIN_SECONDS: "0",
  DATELINE_RATE_LIMIT: "10000",
  ...more
})

const signalGroup = (child: ChildProcess, signal: NodeJS.Signals): void => {
  try {
    process.kill(-child.pid!, signal)
  } catch (error) {
    // It has ended by itself in the meantime.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error
  }
}

const ended = async (child: ChildProcess, signal: NodeJS.Signals): Promise<Stopped> => {
  const start = performance.now()
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, "exit")
    signalGroup(child, signal)
    await exit
  }
  return { code: child.exitCode, milliseconds: performance.now() - start }
}

/** Resolves with the newsroom's address once it says that it is ready. */
const ready = (child: ChildProcess, printed: () => string): Promise<string> =>
  new Promise((resolve, reject) => {
    const fail = (why: string) => () => reject(new Error(`The newsroom ${why}:\n${printed()}`))
    const timer = setTimeout(fail("did not get ready"), startLimit)
    const listen = () => {
      const line = readyLine.exec(printed())
      if (line === null) return
      clearTimeout(timer)
      resolve(line[1]!)
    }
    child.stdout?.on("data", listen)
    child.on("error", fail("could not be started"))
    child.on("exit", () => {
      clearTimeout(timer)
      fail("ended before it was ready")()
    })
  })

/** Starts the newsroom on a data folder and waits until it says that it is ready. */
export const start = async (data: string, more?: Readonly<Record<string, string>>): Promise<Newsroom> => {
  // A group of its own, so that a command which starts other processes is stopped with all of them.
  const child = spawn(startCommand, { cwd: root, shell: true, detached: true, env: environment(data, more) })
  process.on("exit", () => child.exitCode === null && child.signalCode === null && signalGroup(child, "SIGKILL"))
  let output = ""
  const print = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout.on("data", print)
  child.stderr.on("data", print)
  return {
    url: await ready(child, () => output),
    output: () => output,
    stop: () => ended(child, "SIGTERM"),
    kill: async () => {
      await ended(child, "SIGKILL")
    }
  }
}

/** Runs the newsroom's command line on a data folder. Fails when it does. */
export const cli = async (data: string, ...argv: ReadonlyArray<string>): Promise<string> => {
  const command = [cliCommand, ...argv].join(" ")
  const options = { cwd: root, env: environment(data), timeout: 60_000, maxBuffer: 64 * 1024 * 1024 }
  const { stdout } = await promisify(execFile)("sh", ["-c", command], options)
  return stdout
}

/** All events in the log, one JSON object each, as the command line prints them. */
export const events = async (data: string): Promise<ReadonlyArray<Record<string, unknown>>> => {
  const printed = await cli(data, "events", "--json")
  const found = printed.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line))
  assert.ok(found.length > 0, "the log has no events")
  return found
}
