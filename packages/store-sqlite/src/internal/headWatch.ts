/**
 * Notices commits of other processes on the same file. SQLite tells nobody; but it writes them to the companion file of
 * the write-ahead log first, and the operating system tells of that. A commit is visible only a little after its bytes
 * are there, so a watcher that was told looks again and again for a short while; and now and then untold, because being
 * told is a favour and looking is the truth.
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as fs from "node:fs"

export interface HeadWatch {
  /** The companion file, which is there once the database has been read. */
  readonly walFile: string
  readonly head: () => number
  /** Called after each look that found the head moved. */
  readonly moved: () => void
}

/** Milliseconds between looks when nobody tells: with a watcher, and where the system has none to give. */
const patience = { watched: 250, alone: 10 }

/** Milliseconds before each look after being told: close together for the usual flush, then for a slow disk. */
const looks: ReadonlyArray<number> = [0, ...Array(20).fill(1), ...Array(20).fill(5)]

const begin = ({ head, moved, walFile }: HeadWatch): () => void => {
  let seen: number | undefined
  let next = looks.length
  let timer: ReturnType<typeof setTimeout> | undefined

  // A fault is not a hint: whoever reads next meets it.
  const look = (): void => {
    try {
      const now = head()
      const told = seen
      seen = now
      if (told !== undefined && told !== now) moved()
    } catch {
      return
    }
  }
  const step = (): void => {
    look()
    timer = ++next < looks.length ? setTimeout(step, looks[next]) : undefined
  }
  const told = (): void => {
    next = 0
    timer ??= setTimeout(step, looks[next])
  }
  const watcher = watchFile(walFile, told)
  const polling = setInterval(look, watcher ? patience.watched : patience.alone)
  polling.unref() // a program that has nothing else to do may end
  look()

  return () => {
    clearTimeout(timer)
    clearInterval(polling)
    watcher?.close()
  }
}

/** Nothing where the system gives no watcher, such as beyond its limit of them; an error later on ends the telling only. */
const watchFile = (file: string, told: () => void): fs.FSWatcher | undefined => {
  try {
    return fs.watch(file, { persistent: false }, told).on("error", () => undefined)
  } catch {
    return undefined
  }
}

/** Watches until the scope closes. */
export const watchHead = (watch: HeadWatch): Effect.Effect<void, never, Scope.Scope> =>
  Effect.asVoid(Effect.acquireRelease(Effect.sync(() => begin(watch)), (stop) => Effect.sync(stop)))
