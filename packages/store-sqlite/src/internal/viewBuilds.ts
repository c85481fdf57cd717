/** Which builds of a view there are, which of them readers see, and how one takes the place of another. */
import type { Checkpoint } from "@dateline/eventsourcing/Checkpoint"
import type { ViewId } from "@dateline/eventsourcing/ViewStore"
import { LiveMoved, NotCaughtUp, UnknownView } from "@dateline/eventsourcing/ViewStoreError"
import type Database from "better-sqlite3"
import * as Option from "effect/Option"
import * as Leftovers from "./leftovers.ts"
import type * as ViewClaims from "./viewClaims.ts"
import type * as ViewTables from "./viewTables.ts"

const sameView = (a: ViewId | undefined, b: ViewId | undefined): boolean =>
  a?.name === b?.name && a?.revision === b?.revision && a?.build === b?.build

/** Whether the new build has read as much as the one that readers see; a log that was restored begins anew. */
const isBehind = (to: Checkpoint | undefined, from: Checkpoint | undefined): boolean =>
  from !== undefined && (to === undefined || to.log === from.log && to.epoch === from.epoch &&
      to.position < from.position)

export const make = (
  database: Database.Database,
  tables: ReturnType<typeof ViewTables.make>,
  claims: ReturnType<typeof ViewClaims.make>
) => {
  const leftovers = Leftovers.make(database)
  const viewOf = (view: ViewId): ViewTables.StoredView => {
    const stored = tables.find(view)
    if (stored) return stored
    throw new UnknownView({ view })
  }
  return {
    leftovers,
    /** Throws {@link UnknownView}. */
    viewOf,
    /** Throws {@link UnknownView}, {@link LiveMoved} or {@link NotCaughtUp}. */
    switchLive: (from: Option.Option<ViewId>, to: ViewId): void => {
      const next = viewOf(to)
      const live = tables.live(to.name)
      if (!sameView(Option.getOrUndefined(from), live)) {
        throw new LiveMoved({ name: to.name, expected: from, actual: Option.fromNullishOr(live) })
      }
      if (sameView(live, to)) return
      const before = live && viewOf(live)
      if (isBehind(next.checkpoint, before?.checkpoint)) {
        const position = next.checkpoint?.position ?? 0
        throw new NotCaughtUp({ view: to, position, live: before?.checkpoint?.position ?? 0 })
      }
      tables.setLive(to.name, next.id)
      if (before) claims.revoke(before.id)
    },
    drop: (view: ViewId): void => {
      const stored = tables.find(view)
      if (stored === undefined) return
      leftovers.add(stored)
      for (const { id } of stored.indexes) tables.removeIndex.run(id)
      tables.removeLive(view.name, stored.id)
      claims.remove(stored.id)
      tables.removeView.run(stored.id)
    }
  }
}
