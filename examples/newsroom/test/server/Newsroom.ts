/** A newsroom in a process of its own, started as `pnpm start` does. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { afterAll, vi } from "vitest"

/** Starting a process is slow on a machine that has much else to do; nothing here is about speed but the stop. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const main = path.join(import.meta.dirname, "../../src/main.ts")

/** For {@link start}: whatever happens in this newsroom happens in one minute. */
export const inOneMinute = { NODE_OPTIONS: `--import ${path.join(import.meta.dirname, "../support/stillMinute.ts")}` }

const compileCache = path.join(os.tmpdir(), "newsroom-compile-cache")

export const user = "admin"
export const password = "correct horse battery staple"

/** A folder that does not exist yet, in a place of its own. */
export const freshFolder = (): string => path.join(fs.mkdtempSync(path.join(os.tmpdir(), "newsroom-")), "data")

const alive = new Set<ChildProcess>()

/** A test that fails half-way leaves no newsroom behind. */
const endAll = (): void => {
  for (const child of alive) child.kill("SIGKILL")
}
process.once("exit", endAll)
afterAll(endAll)

const launch = (env: Record<string, string>) => {
  const child = spawn(process.execPath, ["--conditions=source", "--disable-warning=ExperimentalWarning", main], {
    env: { PATH: process.env["PATH"] ?? "", NODE_COMPILE_CACHE: compileCache, PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"]
  })
  alive.add(child)
  child.once("close", () => alive.delete(child))
  const said = { out: "", err: "" }
  child.stdout.setEncoding("utf8").on("data", (text: string) => said.out += text)
  child.stderr.setEncoding("utf8").on("data", (text: string) => said.err += text)
  return { child, said, exited: once(child, "close").then(([code]) => code as number | null) }
}

/** Runs it until it ends by itself. */
export const runToEnd = async (env: Record<string, string>) => {
  const { exited, said } = launch(env)
  const code = await exited
  return { code, ...said }
}

export interface Running {
  readonly url: string
  readonly folder: string
  /** Everything it has written so far. */
  readonly output: () => string
  /** Sends a signal and waits for the end; answers the exit code. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>
}

const ready = /^Newsroom ready: (http:\/\/\S+)\/$/m

/** Waits until it says that it is ready. */
export const start = async (env: Record<string, string> = {}): Promise<Running> => {
  const folder = env["DATELINE_DATA"] ?? freshFolder()
  const { child, exited, said } = launch({
    DATELINE_DATA: folder,
    DATELINE_DESK_PASSWORD: password,
    DATELINE_SAMPLE: "off",
    DATELINE_FORM_MIN_SECONDS: "0",
    DATELINE_RATE_LIMIT: "1000",
    ...env
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", () => {
      const match = ready.exec(said.out)
      if (match) resolve(match[1]!)
    })
    void exited.then((code) => reject(new Error(`the newsroom ended with ${code}: ${said.err}`)))
  })
  return {
    url,
    folder,
    output: () => said.out + said.err,
    stop: async (signal = "SIGTERM") => {
      child.kill(signal)
      return await exited
    }
  }
}
