/** Runs a program and keeps what it said. */
import { spawn } from "node:child_process"

export interface Ran {
  readonly status: number | null
  /** What it wrote to either stream, in the order in which it arrived. */
  readonly output: string
  readonly stdout: string
}

/** Those of whoever started us would be taken for settings of the package manager that we start. */
const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|pnpm_|NODE_OPTIONS$|NODE_TEST_CONTEXT$|VITEST)/i.test(name))
  )

/** Runs a program to its end; killed after `seconds`, and then says so. */
export const run = (cwd: string, command: string, argv: ReadonlyArray<string>, seconds = 120): Promise<Ran> =>
  new Promise((resolve) => {
    const child = spawn(command, argv, { cwd, env: environment(), stdio: ["ignore", "pipe", "pipe"] })
    let [output, stdout] = ["", ""]
    const timer = setTimeout(() => {
      output += `\n${command} was killed after ${seconds} seconds`
      child.kill("SIGKILL")
    }, seconds * 1000)
    child.stdout.on("data", (text: Buffer) => {
      output += text
      stdout += text
    })
    child.stderr.on("data", (text: Buffer) => output += text)
    child.on("error", (error) => output += error.message)
    child.on("close", (status) => {
      clearTimeout(timer)
      resolve({ status, output, stdout })
    })
  })

/** Like {@link run}; throws a sentence with everything that the program said, unless it succeeds. */
export const must = async (what: string, ...[cwd, command, argv, seconds]: Parameters<typeof run>): Promise<string> => {
  const { output, status, stdout } = await run(cwd, command, argv, seconds)
  if (status !== 0) throw new Error(`${what} failed (${command} ${argv.join(" ")}): ${output || `status ${status}`}`)
  return stdout
}
