/** A log that ends with the program: the reference that every other driver is compared with. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { refusal } from "./Admission.ts"
import * as Driver from "./EventStoreDriver.ts"
import { matches } from "./Expected.ts"
import * as Hints from "./Hints.ts"
import * as Position from "./Position.ts"
import { selects } from "./Query.ts"
import type { StoreFault, TooLarge } from "./StoreError.ts"
import * as Version from "./Version.ts"

type Event = Driver.RecordedRaw

/** The limits of a log in memory: far above what any newsroom commits at once. */
export const limits: Driver.Limits = { commitBytes: 16 * 1024 * 1024, events: 10_000, streams: 1000 }

const open = (): Driver.EventStoreDriver["Service"] => {
  const log: Array<Event> = []
  const streams = new Map<string, Array<Event>>()
  const receipts = new Map<string, Driver.Receipt>()
  const hints = Hints.make()
  const head = () => Position.make(log.length)
  const versionOf = (stream: string) => Version.make(streams.get(stream)?.length ?? 0)
  const receiptKey = (id: string, stream: string) => `${id} ${stream}`

  /** The version or position that makes a guard fail. */
  const violated = (guard: Driver.Guard): number | undefined => {
    if (guard._tag === "StreamAt") {
      const actual = versionOf(guard.stream)
      return matches(guard.expected, actual) ? undefined : actual
    }
    const wanted = selects(guard.query)
    for (let place = log.length; place > guard.after; place--) if (wanted(log[place - 1]!)) return place
    return undefined
  }

  const evaluate = (commit: Driver.Commit): Driver.Outcome | undefined => {
    const known = receipts.get(receiptKey(commit.id, commit.appends[0].stream))
    if (known) {
      return known.digest === commit.digest ? { _tag: "Repeated", receipt: known } : { _tag: "CommitIdReused" }
    }
    for (const { expected, stream } of commit.appends) {
      const actual = versionOf(stream)
      if (!matches(expected, actual)) return { _tag: "Conflict", stream, expected, actual }
    }
    for (const guard of commit.guards) {
      const actual = violated(guard)
      if (actual !== undefined) return { _tag: "GuardFailed", guard, actual }
    }
    return undefined
  }

  const write = (request: Driver.Commit): Driver.Receipt => {
    const { digest, id, metadata, recordedAt } = request
    const size = request.appends.reduce((sum, append) => sum + append.events.length, 0)
    const commit = { id, digest, recordedAt, metadata, size }
    let index = 0
    const versions = request.appends.map(({ events, stream }) => {
      const own = streams.get(stream) ?? []
      streams.set(stream, own)
      for (const event of events) {
        const place = { version: Version.make(own.length + 1), position: Position.make(log.length + 1), index: index++ }
        const recorded: Event = { ...event, ...place, stream, commit }
        own.push(recorded)
        log.push(recorded)
      }
      return Version.make(own.length)
    })
    const receipt: Driver.Receipt = { position: head(), versions, digest }
    receipts.set(receiptKey(id, request.appends[0].stream), receipt)
    return receipt
  }

  const readPage = ({ after, direction, limit, query }: Driver.PageRequest): Driver.Chunk => {
    const wanted = selects(query)
    const events: Array<Event> = []
    const forward = direction === "forward"
    let place = forward ? (after ?? 0) : Math.min(after ?? Infinity, log.length + 1) - 2
    for (; events.length < limit && place >= 0 && place < log.length; place += forward ? 1 : -1) {
      if (wanted(log[place]!)) events.push(log[place]!)
    }
    const last = events.length === limit ? events.at(-1)!.position : forward ? head() : Position.start
    return { events, through: last, head: head() }
  }

  return Driver.EventStoreDriver.of({
    log: { id: globalThis.crypto.randomUUID(), epoch: "1" },
    limits,
    guards: ["StreamAt", "NothingSince"],
    commit: (commit) =>
      Effect.suspend((): Effect.Effect<Driver.Outcome, TooLarge | StoreFault> => {
        const notTaken = refusal(commit, limits)
        if (notTaken) return Effect.fail(notTaken)
        const refused = evaluate(commit)
        if (refused) return Effect.succeed(refused)
        const receipt = write(commit)
        hints.give()
        return Effect.succeed({ _tag: "Committed", receipt })
      }),
    findCommit: (id, stream) => Effect.sync(() => Option.fromNullishOr(receipts.get(receiptKey(id, stream)))),
    readStream: (stream, after, limit, direction) =>
      Effect.sync(() => {
        const own = streams.get(stream) ?? []
        if (direction === "forward") return own.slice(after, after + limit)
        const end = after === 0 ? own.length : Math.min(after - 1, own.length)
        return own.slice(Math.max(0, end - limit), end).reverse()
      }),
    readAll: Driver.paged((request) => Effect.sync(() => readPage(request))),
    head: Effect.sync(head),
    changed: hints.changed
  })
}

/** A new, empty log. */
export const make = (): Effect.Effect<Driver.EventStoreDriver["Service"]> => Effect.sync(open)

/** A new, empty log for the program that is given it. */
export const layer: Layer.Layer<Driver.EventStoreDriver> = Layer.effect(Driver.EventStoreDriver, make())
