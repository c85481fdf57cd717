import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Expected from "../../src/Expected.ts"
import * as MemoryEventStore from "../../src/MemoryEventStore.ts"
import { StoreFault } from "../../src/StoreError.ts"
import { Commits, Differential, Remote } from "../../src/testing/index.ts"

type Driver = Effect.Success<ReturnType<typeof MemoryEventStore.make>>

/** Lines from one end to the other, until it is cut. */
const pipe = () => {
  const lines: Array<string> = []
  const state = { open: true }
  let wake = () => {}
  const cut = () => {
    state.open = false
    wake()
  }
  const say = (line: string) => {
    lines.push(line)
    wake()
  }
  async function* read() {
    while (state.open || lines.length > 0) {
      const line = lines.shift()
      if (line !== undefined) yield line
      else await new Promise<void>((resolve) => wake = resolve)
    }
  }
  return { say, cut, lines: read() }
}

/** A driver at the other end of a pair of pipes, and how to cut them. */
const remote = Effect.fnUntraced(function*(driver: Driver) {
  const [there, back] = [pipe(), pipe()]
  yield* Effect.forkScoped(Remote.serve(driver, { lines: there.lines, say: back.say }))
  const connected = yield* Remote.connect({ lines: back.lines, say: there.say })
  return { connected, cut: Effect.sync(back.cut) }
})

const remoteMemory = Effect.flatMap(MemoryEventStore.make(), remote)
const note = Commits.commit("one", [Commits.append("note-1", Expected.any, "a\u0000é")])

describe("a driver in another process", () => {
  it.live("answers whatever it is asked as it would without the wire", () =>
    Effect.gen(function*() {
      const open = Effect.map(remoteMemory, ({ connected }) => connected)
      expect(yield* Differential.find({ open, programs: 20 })).toBeUndefined()
    }))

  it.live("says each message in one line, whatever a reader takes for the end of one", () =>
    Effect.gen(function*() {
      const [there, back] = [pipe(), pipe()]
      const said: Array<string> = []
      const overheard = (to: typeof there) => (line: string) => {
        said.push(line)
        to.say(line)
      }
      const memory = yield* MemoryEventStore.make()
      yield* Effect.forkScoped(Remote.serve(memory, { lines: there.lines, say: overheard(back) }))
      const connected = yield* Remote.connect({ lines: back.lines, say: overheard(there) })
      const ends = "\n\r\u0085\u2028\u2029"
      yield* connected.commit(Commits.commit("ends", [Commits.append("note-1", Expected.any, ends)]))
      expect((yield* Commits.all(connected))[0]!.payload).toBe(JSON.stringify({ text: ends }))
      expect(said.filter((line) => /[\n\r\u0085\u2028\u2029]/.test(line))).toEqual([])
    }))

  it.live("says which log it has, what its limits are and which guards it evaluates", () =>
    Effect.gen(function*() {
      const memory = yield* MemoryEventStore.make()
      const { connected } = yield* remote(memory)
      const { guards, limits, log } = memory
      expect([connected.log, connected.limits, connected.guards]).toEqual([log, limits, guards])
    }))

  it.live("answers many calls at once, each with its own answer", () =>
    Effect.gen(function*() {
      const { connected } = yield* remoteMemory
      const ids = Array.from({ length: 20 }, (_, n) => n)
      const outcomes = yield* Effect.forEach(
        ids,
        (n) => connected.commit(Commits.commit(`c${n}`, [Commits.append(`note-${n}`, Expected.noStream, "x")])),
        { concurrency: "unbounded" }
      )
      const positions = outcomes.map((outcome) => outcome._tag === "Committed" ? outcome.receipt.position : 0)
      expect(positions).toEqual(ids.map((n) => n + 1))
    }))

  it.live("refuses as the driver does", () =>
    Effect.gen(function*() {
      const { connected } = yield* remoteMemory
      const big = Commits.commit("big", [
        Commits.append("note-1", Expected.any, "x".repeat(connected.limits.commitBytes))
      ])
      expect(yield* Effect.flip(connected.commit(big))).toMatchObject({ _tag: "TooLarge", what: "bytes" })
    }))

  it.live("passes on a fault, and whether the same call may succeed later", () =>
    Effect.gen(function*() {
      const memory = yield* MemoryEventStore.make()
      const fault = new StoreFault({ operation: "head", cause: new Error("no disk"), retryable: true })
      const { connected } = yield* remote({ ...memory, head: Effect.fail(fault) })
      expect(yield* Effect.flip(connected.head)).toMatchObject({
        _tag: "StoreFault",
        operation: "head",
        retryable: true
      })
    }))

  it.live("leaves a commit open that was not answered when the process ended, and answers nothing after", () =>
    Effect.gen(function*() {
      const memory = yield* MemoryEventStore.make()
      const { connected, cut } = yield* remote({ ...memory, commit: () => Effect.never })
      const asked = yield* Effect.forkScoped(Effect.flip(connected.commit(note)), { startImmediately: true })
      yield* cut
      expect(yield* Fiber.join(asked)).toMatchObject({ _tag: "Ambiguous", commitId: "one" })
      expect(yield* Effect.flip(connected.head)).toMatchObject({ _tag: "StoreFault", retryable: false })
    }))
})
