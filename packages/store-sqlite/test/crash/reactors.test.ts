import { Commits } from "@dateline/eventsourcing/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import * as path from "node:path"
import { createInterface } from "node:readline"
import * as SqliteEventStore from "../../src/SqliteEventStore.ts"
import { temporaryFolder } from "../support/temporaryFolder.ts"

const main = path.join(import.meta.dirname, "../support/reactUntilKilled.ts")

type Kind = "right" | "hasty" | "last"

/** What the program did before it was killed, after so many effects, or ended by itself. */
const effectsOf = async (filename: string, run: number, kind: Kind, after: number): Promise<ReadonlyArray<string>> => {
  const env = { ...process.env, NODE_COMPILE_CACHE: path.join(path.dirname(filename), "compiled") }
  const child = spawn(process.execPath, ["--conditions=source", main, filename, String(run), kind], {
    env,
    stdio: ["ignore", "pipe", "inherit"]
  })
  const exit = once(child, "exit")
  const lines: Array<string> = []
  // What the program said before it died is still in the pipe, and is read to its end.
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (lines.length >= after && !child.killed) child.kill("SIGKILL")
  }
  const [code, signal] = await exit
  assert.deepStrictEqual([code, signal], kind === "last" ? [0, null] : [null, "SIGKILL"])
  return lines
}

/** Kills the program again and again, lets it finish, and compares what it did with the log. */
const killOften = Effect.fnUntraced(function*(kills: number, kind: Kind) {
  const filename = path.join(yield* temporaryFolder, "newsroom.db")
  const lines: Array<string> = []
  for (let run = 1; run <= kills; run++) {
    lines.push(...yield* Effect.promise(() => effectsOf(filename, run, kind, 20 + (run * 37) % 150)))
  }
  lines.push(...yield* Effect.promise(() => effectsOf(filename, kills + 1, "last", Infinity)))
  const events = yield* Effect.flatMap(SqliteEventStore.make({ filename }), Commits.all)
  const told = lines.flatMap((line) => line.startsWith("told ") ? [line.split(" ") as [string, string, string]] : [])
  return { lines, told, events }
})

describe("a program with a reactor that is killed", () => {
  it.live(
    "has told of every event at least once, under one key; its timers have each done what they do once",
    () =>
      Effect.gen(function*() {
        const { events, lines, told } = yield* killOften(20, "right")
        const notes = events.filter(({ stream }) => stream.startsWith("note-"))
        const keys = new Map<number, Set<string>>()
        for (const [, key, position] of told) {
          keys.set(Number(position), (keys.get(Number(position)) ?? new Set()).add(key))
        }
        assert.deepStrictEqual(
          notes.filter(({ position }) => !keys.has(position)).map(({ position }) => position),
          [],
          "every event was told of"
        )
        for (const { commit, index, position } of notes) {
          assert.deepStrictEqual([...keys.get(position)!], [`${commit.id}:${index}/telling`])
        }
        // The kills hit what they were meant to hit: things that were done, and not yet remembered.
        assert.isAbove(told.length, keys.size)

        const fired = events.filter(({ stream }) => stream.startsWith("fired-"))
        const wanted = notes.filter(({ version }) => version % 5 === 0).map(({ position }) => `fired-t${position}`)
        assert.deepStrictEqual(fired.map(({ stream }) => stream).toSorted(), wanted.toSorted())
        assert.isAtLeast(lines.filter((line) => line.startsWith("fired ")).length, 1)
      }),
    120_000
  )

  it.live("is caught when it says that it is done before it is", () =>
    Effect.gen(function*() {
      const { events, told } = yield* killOften(4, "hasty")
      const positions = new Set(told.map(([, , position]) => Number(position)))
      const missed = events.filter(({ position, stream }) => stream.startsWith("note-") && !positions.has(position))
      assert.isAbove(missed.length, 0)
    }), 60_000)
})
