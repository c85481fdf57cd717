/** Runs the program as a shell would. */
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import * as path from "node:path"
import { text } from "node:stream/consumers"

const main = path.join(import.meta.dirname, "../../src/main.ts")

type Environment = Readonly<Record<string, string>>

const start = (folder: string, argv: ReadonlyArray<string>, more: Environment = {}) =>
  spawn(process.execPath, ["--conditions=source", "--disable-warning=ExperimentalWarning", main, ...argv], {
    env: { ...process.env, DATELINE_DATA: folder, ...more },
    stdio: ["ignore", "pipe", "pipe"]
  })

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** `dateline ARGV`, to its end, with the folder in its environment. */
export const dateline = (folder: string, ...argv: ReadonlyArray<string>): Effect.Effect<Ran> =>
  datelineIn(folder, {}, ...argv)

/** The same, with more in its environment. */
export const datelineIn = (folder: string, more: Environment, ...argv: ReadonlyArray<string>): Effect.Effect<Ran> =>
  Effect.promise(async () => {
    const child = start(folder, argv, more)
    const exit = once(child, "exit")
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
    const [code] = await exit
    return { code: code as number | null, stdout, stderr } // as Node documents the event
  })

/** The same, for a reader that stops after the first piece of output. */
export const datelineUntilFirstOutput = (
  folder: string,
  ...argv: ReadonlyArray<string>
): Effect.Effect<Omit<Ran, "stdout">> =>
  Effect.promise(async () => {
    const child = start(folder, argv)
    const exit = once(child, "exit")
    const stderr = text(child.stderr)
    await once(child.stdout, "data")
    child.stdout.destroy()
    const [code] = await exit
    return { code: code as number | null, stderr: await stderr } // as Node documents the event
  })

/** The values of lines of JSON. */
export const jsonLines = (output: string): ReadonlyArray<any> =>
  output.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line))
