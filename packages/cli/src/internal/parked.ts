/** `dateline parked`: the events that views have put aside, and how they are taken in again. */
import * as ParkedEvents from "@dateline/eventsourcing/ParkedEvents"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import { databaseIn, dataFlag } from "./dataFolder.ts"
import { chosen, stores, viewArgument } from "./projections.ts"

const lineOf = (
  view: string,
  { error, key, position, reason, stream, type, version }: ParkedEvents.ParkedEvent
): string =>
  `${view}: position ${position}, ${type} at version ${version} of ${stream}` +
  `${key === undefined ? "" : `, for ${key}`}: ${error === undefined ? reason : `${reason} (${error})`}`

const show = Effect.fnUntraced(function*(view: Option.Option<string>) {
  let found = 0
  for (const projection of yield* chosen(view)) {
    for (const event of yield* ParkedEvents.list(projection)) {
      found++
      yield* Console.log(lineOf(projection.name, event))
    }
  }
  if (found === 0) yield* Console.log("Nothing is put aside")
})

const replay = Effect.fnUntraced(function*(view: Option.Option<string>) {
  for (const projection of yield* chosen(view)) {
    if ((yield* ParkedEvents.list(projection)).length === 0) continue
    const { failure, left, replayed } = yield* ParkedEvents.replay(projection)
    yield* Console.log(`${projection.name}: ${replayed} taken in, ${left} left`)
    if (failure) yield* Console.error(failure.message)
  }
})

interface Arguments {
  readonly data: string
  readonly view: Option.Option<string>
  readonly replay: boolean
}

const run = Effect.fnUntraced(function*({ data, replay: again, view }: Arguments) {
  yield* chosen(view)
  const filename = yield* databaseIn(data)
  yield* Effect.provide(again ? replay(view) : show(view), stores(data, filename))
})

export const parked = Command.make("parked", {
  view: viewArgument("The view; all of them without it"),
  replay: Flag.Boolean("replay").pipe(
    Flag.withDescription("Take them in again, in the order of the log; what fails again stays"),
    Flag.withDefault(false)
  ),
  data: dataFlag
}, run).pipe(
  Command.withDescription("Show the events that views have put aside, or take them in again; a server may be running")
)
