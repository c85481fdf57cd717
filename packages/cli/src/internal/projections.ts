/** The newsroom's projections, as the commands name them, and the stores that they are run on. */
import * as EventStore from "@dateline/eventsourcing/EventStore"
import type * as Projection from "@dateline/eventsourcing/Projection"
import * as Projections from "@dateline/publishing/Projections"
import * as SqliteEventStore from "@dateline/store-sqlite/SqliteEventStore"
import * as SqliteViewStore from "@dateline/store-sqlite/SqliteViewStore"
import * as Argument from "effect/cli/Argument"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
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

export const viewArgument = (description: string) =>
  Argument.String("view").pipe(Argument.withDescription(description), Argument.optional)

/** The projection of this name; all of them without one. */
export const chosen = (view: Option.Option<string>): Effect.Effect<ReadonlyArray<Projection.Any>, UnknownView> => {
  if (Option.isNone(view)) return Effect.succeed(Projections.all)
  const named = Projections.all.filter(({ name }) => name === view.value)
  const known = Projections.all.map(({ name }) => name)
  return named.length > 0 ? Effect.succeed(named) : Effect.fail(new UnknownView({ name: view.value, known }))
}

export const stores = (folder: string, filename: string) =>
  Layer.provideMerge(
    EventStore.EventStore.layer,
    Layer.mergeAll(SqliteEventStore.layer({ filename }), SqliteViewStore.layer({ filename }), vaultIn(folder))
  )
