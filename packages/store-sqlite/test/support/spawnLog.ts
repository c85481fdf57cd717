/** Another process that has a log open. */
import { Remote, type Spawned } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"

const start = (program: string, ...args: ReadonlyArray<string>) => {
  const argv = ["--conditions=source", "--disable-warning=ExperimentalWarning", program, ...args]
  const child = spawn(process.execPath, argv, { stdio: ["pipe", "pipe", "inherit"] })
  const ended = once(child, "close")
  child.stdin.on("error", () => undefined) // whoever was killed reads no more
  const kill = async () => {
    child.kill("SIGKILL")
    await ended
  }
  return { child, kill: Effect.promise(kill) }
}

/** `args`: the log, and what else the program is told. Ends with the scope. */
export const spawnLog = Effect.fnUntraced(function*(program: string, ...args: ReadonlyArray<string>) {
  const { child, kill } = yield* Effect.acquireRelease(Effect.sync(() => start(program, ...args)), (one) => one.kill)
  const driver = yield* Remote.connect({
    lines: createInterface({ input: child.stdout }),
    say: (line) => void child.stdin.write(`${line}\n`)
  })
  return { driver, kill } satisfies Spawned
})
