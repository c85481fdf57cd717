/**
 * Judges what concurrent clients were told: records their commits and the answers, and finds whether the log that came
 * of it is an order in which every answer is true. Positions say the order, so nothing has to be searched for.
 *
 * An order is right when what was answered before something else was asked comes before it; each commit found its
 * streams as it expected them; each refusal was true at some moment between question and answer; and whatever was
 * acknowledged is there once, whole, with the versions and the position that its client was told.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { Commit, Outcome, RecordedRaw } from "../EventStoreDriver.ts"
import { type Expected, matches } from "../Expected.ts"
import { selects } from "../Query.ts"
import type { Driver } from "./Harness.ts"
import * as HistoryLog from "./historyLog.ts"
import { type Window, windows } from "./historyWindow.ts"
import { text } from "./portable.ts"

/** One commit of one client. `invoked` and `answered` are moments of one clock that counts. */
export interface Call {
  readonly commit: Commit
  readonly invoked: number
  /** Never, when no answer came: then the commit may have been made at any moment, or not at all. */
  readonly answered: number
  /** Nothing, when the answer was lost; `Refused` for a fault or a limit, after which nothing was written. */
  readonly outcome: Outcome | { readonly _tag: "Refused" } | undefined
}

export interface Recorder {
  /** The driver, with its commits written down. Any number of clients may use any number of drivers at once. */
  readonly watch: (driver: Driver) => Driver
  /** What was written down so far. */
  readonly calls: () => ReadonlyArray<Call>
}

const outcomeOf = (exit: Exit.Exit<Outcome, { readonly _tag: string }>): Call["outcome"] => {
  if (Exit.isSuccess(exit)) return exit.value
  const [reason] = exit.cause.reasons
  const refused = reason?._tag === "Fail" && reason.error._tag !== "Ambiguous"
  return refused ? { _tag: "Refused" } : undefined
}

/** A recorder whose clock stands at 0. */
export const recorder = (): Recorder => {
  let clock = 0
  const calls: Array<{ -readonly [K in keyof Call]: Call[K] }> = []
  const commit = (driver: Driver, commit: Commit) =>
    Effect.suspend(() => {
      const call: typeof calls[number] = { commit, invoked: ++clock, answered: Infinity, outcome: undefined }
      calls.push(call)
      return Effect.onExit(driver.commit(commit), (exit) =>
        Effect.sync(() => {
          call.outcome = outcomeOf(exit)
          if (call.outcome !== undefined) call.answered = ++clock
        }))
    })
  return { watch: (driver) => ({ ...driver, commit: (one) => commit(driver, one) }), calls: () => calls }
}

const keyOf = ({ commit }: Call): string => HistoryLog.keyOf(commit.id, commit.appends[0].stream)

/** A commit of the log, and the call that made it. */
interface Made {
  readonly stored: HistoryLog.Stored
  readonly maker: Call
}

/** What calls are judged by. */
interface Scene {
  readonly log: HistoryLog.HistoryLog
  readonly window: (call: Call) => Window
}

/** What a refusal says of a stream. */
interface Found {
  readonly stream: string
  readonly expected: Expected
  readonly actual: number
}

const sameDigest = (stored: HistoryLog.Stored, { commit }: Call): boolean =>
  text(stored.events[0]!.commit.digest) === text(commit.digest)

/** Who made each commit: the call that was told so, or else one whose answer was lost. */
const makers = (calls: ReadonlyArray<Call>, commits: ReadonlyArray<HistoryLog.Stored>) => {
  const byKey = new Map<string, Array<Call>>()
  for (const call of calls) {
    const same = byKey.get(keyOf(call))
    if (same) same.push(call)
    else byKey.set(keyOf(call), [call])
  }
  return commits.map((stored) => {
    const able = (byKey.get(stored.key) ?? []).filter((call) => sameDigest(stored, call))
    const told = able.filter(({ outcome }) => outcome?._tag === "Committed")
    return { stored, told, maker: told[0] ?? able.find(({ outcome }) => outcome === undefined) }
  })
}

const acknowledged = (call: Call, scene: Scene, told: { readonly position: number; readonly versions: unknown }) => {
  const stored = scene.log.find(keyOf(call))
  if (stored === undefined) return "was acknowledged and is not there"
  const versions = call.commit.appends.map(({ stream }) =>
    stored.events.findLast((event) => event.stream === stream)?.version
  )
  if (text([told.position, told.versions]) !== text([stored.last, versions])) {
    return `was told position ${told.position}, versions ${text(told.versions)}; it has ${stored.last}, ${
      text(versions)
    }`
  }
  const [low, high] = scene.window(call)
  if (call.outcome?._tag === "Committed" && stored.first <= low) return "comes before what was there when it was made"
  return stored.first >= high ? "was acknowledged before anybody had asked for it" : undefined
}

/** Why it cannot be that a stream was at this version, and not as expected, at a moment of the call. */
const untrue = (call: Call, scene: Scene, { actual, expected, stream }: Found): string | undefined => {
  if (matches(expected, actual)) return `was refused, and ${stream} was as expected`
  const [low, high] = scene.window(call)
  const from = scene.log.placeOf(stream, actual)
  const until = scene.log.placeOf(stream, actual + 1) ?? Infinity
  return from !== undefined && Math.max(low, from) < Math.min(high, until)
    ? undefined
    : `was told of version ${actual} of ${stream}, where it was at no moment of the call`
}

const conflicted = (call: Call, scene: Scene, conflict: Outcome & { readonly _tag: "Conflict" }) =>
  call.commit.appends.some(({ stream }) => stream === conflict.stream)
    ? untrue(call, scene, conflict)
    : `was refused for ${conflict.stream}, not its own`

const guarded = (call: Call, scene: Scene, { actual, guard }: Outcome & { readonly _tag: "GuardFailed" }) => {
  if (!call.commit.guards.some((own) => text(own) === text(guard))) return "was refused for a guard that is not its own"
  if (guard._tag === "StreamAt") return untrue(call, scene, { ...guard, actual })
  const found = scene.log.at(actual)
  const selected = found !== undefined && actual > guard.after && selects(guard.query)(found)
  return selected && actual < scene.window(call)[1]
    ? undefined
    : `was told of an event at ${actual} that its query did not select then`
}

const reused = (call: Call, { log }: Scene): string | undefined => {
  const stored = log.find(keyOf(call))
  return stored === undefined || sameDigest(stored, call)
    ? "was refused for an id that nobody had used for something else"
    : undefined
}

const judge = (call: Call, scene: Scene): string | undefined => {
  const { outcome } = call
  if (outcome?._tag === "Committed" || outcome?._tag === "Repeated") return acknowledged(call, scene, outcome.receipt)
  if (outcome?._tag === "Conflict") return conflicted(call, scene, outcome)
  if (outcome?._tag === "GuardFailed") return guarded(call, scene, outcome)
  return outcome?._tag === "CommitIdReused" ? reused(call, scene) : undefined
}

/** The conditions of a commit, at its place in the log. */
const broken = ({ maker: { commit }, stored }: Made, { log }: Scene): ReadonlyArray<string> =>
  [...commit.appends, ...commit.guards].flatMap((condition) => {
    if (!("stream" in condition)) return []
    const version = log.versionBefore(condition.stream, stored.first)
    return matches(condition.expected, version) ? [] : [`${stored.key} was made with ${condition.stream} at ${version}`]
  })

/**
 * What is wrong, a sentence each; none when the log is an order in which every answer is true. `log`: all of its events,
 * read after the last answer, of a log that was empty before the first call.
 *
 * @example
 * const history = History.recorder()
 * yield* Effect.all([client(history.watch(one)), client(history.watch(two))], { concurrency: "unbounded" })
 * const findings = History.check(history.calls(), yield* Commits.all(one))
 */
export const check = (calls: ReadonlyArray<Call>, events: ReadonlyArray<RecordedRaw>): ReadonlyArray<string> => {
  const log = HistoryLog.make(events)
  const found = makers(calls, log.commits)
  const made = found.flatMap(({ maker, stored }) => maker === undefined ? [] : [{ maker, stored }])
  const scene = { log, window: windows(made) }
  return [
    ...log.findings,
    ...found.filter(({ maker }) => maker === undefined).map(({ stored }) =>
      `${stored.key} is there, and nobody made it`
    ),
    ...found.filter(({ told }) => told.length > 1).map(({ stored }) => `${stored.key} was acknowledged as new twice`),
    ...calls.flatMap((call) => {
      const problem = judge(call, scene)
      return problem === undefined ? [] : [`${keyOf(call)} ${problem}`]
    }),
    ...made.flatMap((one) => broken(one, scene))
  ]
}
