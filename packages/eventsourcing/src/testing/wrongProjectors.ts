/** Projectors that each break one law, and keep all the others. Not for use. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Position from "../Position.ts"
import type { Any as AnyProjection } from "../Projection.ts"
import type { Options } from "../Projector.ts"
import { ViewStore } from "../ViewStore.ts"
import { wrong, type WrongRuntime } from "./wrongRuntime.ts"

/** Events by which it goes back. */
const few = 2

/** Takes a view's checkpoint back, and leaves its documents as they are. */
const goBack = Effect.fnUntraced(function*({ name, revision }: AnyProjection) {
  const views = yield* ViewStore
  const view = (yield* views.builds(name)).find((build) => build.revision === revision)
  const known = view === undefined ? Option.none() : yield* views.checkpoint(view)
  if (view === undefined || Option.isNone(known)) return
  const from = known.value
  const to = { ...from, position: Position.make(Math.max(0, from.position - few)) }
  const fence = yield* views.claim(view, { owner: "nobody", duration: 60_000, takeOver: true })
  yield* views.apply([{ view, fence, from, to, upserts: new Map(), deletes: [] }])
  yield* views.release(view, "nobody")
})

/** Leaves a document as it was at an event that it cannot take in. */
const forgiving = (projection: AnyProjection): AnyProjection => ({
  ...projection,
  evolve: (document, event, key) => {
    try {
      return projection.evolve(document, event, key)
    } catch {
      return document
    }
  }
})

const forgivingAll = (options: Options): Options => ({ ...options, projections: options.projections.map(forgiving) })

export const wrongProjectors: ReadonlyArray<WrongRuntime> = [
  wrong(
    "goes back a little when it begins where another program was stopped",
    "an event counts once in a view, wherever between reading and writing the program was stopped",
    ({ catchUp }) => ({
      catchUp: (options) =>
        Effect.andThen(
          options.lease?.takeOver === true
            ? Effect.forEach(options.projections, (one) => Effect.ignore(goBack(one)))
            : Effect.void,
          catchUp(options)
        )
    })
  ),
  wrong(
    "passes over what it cannot take in",
    "a projection stops before an event that it cannot take in, and the others go on",
    ({ catchUp }) => ({ catchUp: (options) => catchUp(options.poison ? options : forgivingAll(options)) })
  ),
  wrong(
    "passes over what it is told to put aside",
    "a parked event holds up its own document alone, and is taken in when it is replayed",
    ({ catchUp }) => ({ catchUp: (options) => catchUp(options.poison ? forgivingAll(options) : options) })
  ),
  wrong(
    "takes a view away before it builds it anew",
    "readers see a whole view while it is built anew, and then the new one, whoever writes meanwhile",
    ({ catchUp }) => ({
      rebuild: Effect.fnUntraced(function*(options) {
        const views = yield* ViewStore
        for (const { name } of options.projections) {
          for (const build of yield* views.builds(name)) yield* views.drop(build)
        }
        yield* catchUp(options)
      })
    })
  )
]
