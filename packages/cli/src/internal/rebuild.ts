/** `dateline rebuild`: views made anew from the log, beside those that readers see. */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import type * as Projection from "@dateline/eventsourcing/Projection"
import * as Projector from "@dateline/eventsourcing/Projector"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import { databaseIn, dataFlag } from "./dataFolder.ts"
import { chosen, stores, viewArgument } from "./projections.ts"

/** Says how far it is, on standard error, at every tenth of the way. */
const progress = () => {
  let told = 0
  return ({ head, position }: { readonly position: number; readonly head: number }) => {
    const tenth = head === 0 ? 10 : Math.floor(position * 10 / head)
    if (tenth <= told) return Effect.void
    told = tenth
    return Console.error(`${tenth * 10} % (position ${position} of ${head})`)
  }
}

const build = Effect.fnUntraced(function*(projections: ReadonlyArray<Projection.Any>) {
  // A rebuild that was killed a moment ago still has its claim: this one goes on in its place.
  yield* Projector.rebuild({ projections, lease: { takeOver: true }, onProgress: progress() })
  const { head } = yield* EventStore
  const names = projections.map(({ name }) => name).join(", ")
  yield* Console.log(`Rebuilt up to position ${yield* head}: ${names}`)
})

const run = Effect.fnUntraced(
  function*({ data, view }: { readonly data: string; readonly view: Option.Option<string> }) {
    const projections = yield* chosen(view)
    const filename = yield* databaseIn(data)
    yield* Effect.provide(build(projections), stores(data, filename))
  }
)

export const rebuild = Command.make("rebuild", {
  view: viewArgument("The view to rebuild; all of them without it"),
  data: dataFlag
}, run).pipe(
  Command.withDescription(
    "Make views anew from the log, beside the old ones that readers see until then; a server may be running"
  )
)
