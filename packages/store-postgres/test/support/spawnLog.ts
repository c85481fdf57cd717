/** Another process that has a log open. */
import { Remote, type Spawned } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import * as path from "node:path"
import { createInterface } from "node:readline"

const program = path.join(import.meta.dirname, "serveLog.ts")

const start = (url: string, schema: string) => {
  const argv = ["--conditions=source", "--disable-warning=ExperimentalWarning", program, url, schema]
  const child = spawn(process.execPath, argv, { stdio: ["pipe", "pipe", "inherit"] })
  const ended = once(child, "close")
  child.stdin.on("error", () => undefined) // whoever was killed reads no more
  const kill = async () => {
    child.kill("SIGKILL")
    await ended
  }
  return { child, kill: Effect.promise(kill) }
}

/** Ends with the scope. */
export const spawnLog = Effect.fnUntraced(
  function*({ schema, url }: { readonly url: string; readonly schema: string }) {
    const { child, kill } = yield* Effect.acquireRelease(Effect.sync(() => start(url, schema)), (one) => one.kill)
    const driver = yield* Remote.connect({
      lines: createInterface({ input: child.stdout }),
      say: (line) => void child.stdin.write(`${line}\n`)
    })
    return { driver, kill } satisfies Spawned
  }
)
