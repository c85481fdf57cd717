/** What an event store must do when several processes use it, and when one of them is killed. */
import * as Effect from "effect/Effect"
import * as Expect from "../Expected.ts"
import * as Commits from "./Commits.ts"
import type { Spawned } from "./Harness.ts"
import * as History from "./History.ts"
import { type Law, law, LawBroken, offered, same } from "./Law.ts"

const writers = 8

/** One writer for each process: those that share a connection have a law of their own. */
const oneWinnerOfProcesses = law(
  "of writers in several processes that expect the same version exactly one wins, at 0 and above",
  ({ driver, spawn }) =>
    Effect.gen(function*() {
      const begin = yield* offered("other processes (spawn)", spawn)
      const drivers = [driver, (yield* begin).driver, (yield* begin).driver]
      for (let version = 0; version < 10; version++) {
        const outcomes = yield* Effect.forEach(drivers.entries(), ([writer, one]) =>
          one.commit(
            Commits.commit(`v${version}-${writer}`, [Commits.append("note-1", Expect.exactly(version), `${writer}`)])
          ), { concurrency: "unbounded" })
        const winners = outcomes.filter(({ _tag }) => _tag === "Committed").length
        yield* same(`winners at version ${version}`, 1, winners)
        const told = outcomes.flatMap((outcome) => outcome._tag === "Conflict" ? [outcome.actual] : [])
        yield* same("what the losers learnt", [version + 1, version + 1], told)
      }
    })
)

/** Lets a process write, many commits at once, and kills it after so many answers; answers how many commits that hit. */
const writeAndKill = Effect.fnUntraced(function*(
  { driver, kill }: Spawned,
  history: History.Recorder,
  round: number
): Effect.fn.Return<number, unknown> {
  const watched = history.watch(driver)
  const before = history.calls().length
  let answers = 0
  const write = (writer: number) =>
    Effect.gen(function*() {
      for (let n = 0;; n++) {
        yield* watched.commit(Commits.commit(`k${round}-${writer}-${n}`, [
          Commits.append("note-shared", Expect.any, "a"),
          Commits.append(`note-${writer}`, Expect.any, "b", "c")
        ]))
        if (++answers === 10 + 17 * (round % 13)) yield* kill
      }
    })
  yield* Effect.forEach(Array(writers).keys(), (writer) => Effect.exit(write(writer)), { concurrency: "unbounded" })
  yield* kill
  return history.calls().slice(before).filter(({ outcome }) => outcome === undefined).length
})

const killed = law(
  "a process that is killed while it writes has lost nothing that it acknowledged, and leaves nothing in part",
  ({ handOver, reopen, spawn }, { kills }) =>
    Effect.gen(function*() {
      const begin = yield* offered("another process (spawn or handOver)", spawn ?? handOver)
      const again = yield* offered("a restart (reopen)", reopen)
      const history = History.recorder()
      let hits = 0
      for (let round = 0; hits < kills; round++) {
        if (round === 2 * kills) {
          return yield* new LawBroken({ detail: `${hits} of ${round} kills hit commits in flight` })
        }
        if ((yield* Effect.scoped(Effect.flatMap(begin, (one) => writeAndKill(one, history, round)))) > 0) hits++
      }
      const log = yield* Commits.all(yield* again)
      yield* same("findings", [], History.check(history.calls(), log))
    })
)

/** Of logs that several processes may use at once. */
export const processLaws: ReadonlyArray<Law> = [oneWinnerOfProcesses]
/** Of logs whose process can be killed. */
export const killLaws: ReadonlyArray<Law> = [killed]
