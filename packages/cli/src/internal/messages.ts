/** `dateline messages`: what a reactor could not deliver, and what is to become of it. */
import * as ParkedMessages from "@dateline/eventsourcing/ParkedMessages"
import * as SqliteViewStore from "@dateline/store-sqlite/SqliteViewStore"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { databaseIn, dataFlag } from "./dataFolder.ts"

const about = ({ source }: ParkedMessages.Parked): string =>
  source._tag === "Event"
    ? `${source.type} at version ${source.version} of ${source.stream}`
    : `the timer "${source.timer.key}" of ${new Date(source.timer.at).toISOString()}`

const lineOf = (message: ParkedMessages.Parked): string => {
  const tried = message.state === "parked"
    ? `tried ${message.attempts} times, ${message.error}`
    : message.state === "held"
    ? "waits for the one before it"
    : "is being given up"
  return `${message.id}: ${about(message)}, ${tried}`
}

const most = 1000

const show = Effect.fnUntraced(function*(reactor: string) {
  let cursor: string | undefined
  let found = 0
  do {
    const page: ParkedMessages.Page = yield* ParkedMessages.list(reactor, {
      limit: most,
      ...(cursor === undefined ? {} : { cursor })
    })
    found += page.items.length
    for (const message of page.items) yield* Console.log(lineOf(message))
    cursor = page.next
  } while (cursor !== undefined)
  if (found === 0) yield* Console.log("Nothing is parked")
})

interface Arguments {
  readonly reactor: string
  readonly data: string
  readonly replay: Option.Option<string>
  readonly discard: Option.Option<string>
}

const run = Effect.fnUntraced(function*({ data, discard, reactor, replay }: Arguments) {
  const filename = yield* databaseIn(data)
  const work = Effect.gen(function*() {
    if (Option.isSome(discard)) {
      yield* ParkedMessages.discard(reactor, discard.value)
      yield* Console.log(`${discard.value} will be given up by the program that runs ${reactor}`)
    }
    if (Option.isSome(replay)) {
      yield* ParkedMessages.replay(reactor, replay.value)
      yield* Console.log(`${replay.value} will be delivered again by the program that runs ${reactor}`)
    }
    if (Option.isNone(discard) && Option.isNone(replay)) yield* show(reactor)
  })
  yield* Effect.provide(work, SqliteViewStore.layer({ filename }))
})

const idFlag = (name: string, description: string) =>
  Flag.String(name).pipe(Flag.withMetavar("message"), Flag.withDescription(description), Flag.optional)

export const messages = Command.make("messages", {
  reactor: Argument.String("reactor").pipe(Argument.withDescription("The reactor's name")),
  replay: idFlag("replay", "Deliver this message again, and then what waits behind it"),
  discard: idFlag("discard", "Give this message up, and deliver what waits behind it"),
  data: dataFlag
}, run).pipe(
  Command.withDescription(
    "Show what a reactor could not deliver, deliver it again or give it up; a server may be running"
  )
)
