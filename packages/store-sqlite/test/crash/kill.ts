/** Starts the writing program, kills it once it has been answered often enough, and says what it was told till then. */
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import * as path from "node:path"
import { createInterface } from "node:readline"

export interface Killed {
  readonly acknowledged: ReadonlySet<string>
  /** Commits that had been asked for and not been answered. */
  readonly inFlight: number
}

export interface KillOptions {
  readonly filename: string
  readonly run: number
  readonly store: "right" | "hasty"
  /** The kill comes right after this many answers. */
  readonly after: number
}

const main = path.join(import.meta.dirname, "../support/writeUntilKilled.ts")

const runAndKill = async ({ after, filename, run, store }: KillOptions): Promise<Killed> => {
  const argv = ["--conditions=source", main, filename, String(run), store]
  // The program starts again and again; most of its start is the compiling of the same modules.
  const env = { ...process.env, NODE_COMPILE_CACHE: path.join(path.dirname(filename), "compiled") }
  const child = spawn(process.execPath, argv, { env, stdio: ["ignore", "pipe", "inherit"] })
  const exit = once(child, "exit")
  const tried = new Set<string>()
  const acknowledged = new Set<string>()
  // What the program said before it died is still in the pipe, and is read to its end.
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, id = ""] = line.split(" ")
    if (word === "try") tried.add(id)
    if (word === "ack") acknowledged.add(id)
    if (acknowledged.size >= after && !child.killed) child.kill("SIGKILL")
  }
  const [, signal] = await exit
  if (signal !== "SIGKILL") throw new Error(`the writer ended by itself in run ${run}`)
  return { acknowledged, inFlight: tried.size - acknowledged.size }
}

export const kill = (options: KillOptions): Effect.Effect<Killed> => Effect.promise(() => runAndKill(options))
