/** `dateline rebuild`: views made anew from the log. */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import type * as Projection from "@dateline/eventsourcing/Projection"
import * as Projector from "@dateline/eventsourcing/Projector"
import * as Views from "@dateline/eventsourcing/Views"
import { ViewStore } from "@dateline/eventsourcing/ViewStore"
import * as Projections from "@dateline/publishing/Projections"
import * as FolderLock from "@dateline/store-sqlite/FolderLock"
import * as SqliteEventStore from "@dateline/store-sqlite/SqliteEventStore"
import * as SqliteViewStore from "@dateline/store-sqlite/SqliteViewStore"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { databaseIn, dataFlag } from "./dataFolder.ts"
import { vaultIn } from "./keys.ts"

/** No view has this name. */
export class UnknownView extends Data.TaggedError("UnknownView")<{
  readonly name: string
  readonly known: ReadonlyArray<string>
}> {
  override get message(): string {
    return `There is no view "${this.name}"; the views are ${this.known.join(", ")}`
  }
}

const chosen = (view: Option.Option<string>): Effect.Effect<ReadonlyArray<Projection.Any>, UnknownView> => {
  if (Option.isNone(view)) return Effect.succeed(Projections.all)
  const named = Projections.all.filter(({ name }) => name === view.value)
  const known = Projections.all.map(({ name }) => name)
  return named.length > 0 ? Effect.succeed(named) : Effect.fail(new UnknownView({ name: view.value, known }))
}

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

const stores = (folder: string, filename: string) =>
  Layer.provideMerge(
    EventStore.layer,
    Layer.mergeAll(SqliteEventStore.layer({ filename }), SqliteViewStore.layer({ filename }), vaultIn(folder))
  )

const replay = Effect.fnUntraced(function*(projections: ReadonlyArray<Projection.Any>) {
  const views = yield* ViewStore
  const { head } = yield* EventStore
  for (const projection of projections) yield* views.drop(Views.idOf(projection))
  yield* Projector.catchUp({ projections, pageSize: 5000, onProgress: progress() })
  const names = projections.map(({ name }) => name).join(", ")
  yield* Console.log(`Rebuilt up to position ${yield* head}: ${names}`)
})

const run = Effect.fnUntraced(
  function*({ data, view }: { readonly data: string; readonly view: Option.Option<string> }) {
    const projections = yield* chosen(view)
    const filename = yield* databaseIn(data)
    yield* FolderLock.acquire(data)
    yield* Effect.provide(replay(projections), stores(data, filename))
  },
  Effect.scoped
)

export const rebuild = Command.make("rebuild", {
  view: Argument.String("view").pipe(
    Argument.withDescription("The view to rebuild; all of them without it"),
    Argument.optional
  ),
  data: dataFlag
}, run).pipe(Command.withDescription("Drop views and make them anew from the log; no server may be running"))
