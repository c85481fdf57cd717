/**
 * Tells other programs that a log has grown, and hears it from them. A notification is sent after the commit, by a
 * transaction of its own that does not wait for the disk, one at a time: in the transaction of the commit it would make all
 * commits of the database wait for each other. It may be lost; looking is the truth.
 */
import type { Hints } from "@dateline/eventsourcing/Hints"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Queue from "effect/Queue"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import type { Connection } from "./connection.ts"
import type { LogRow } from "./logs.ts"
import * as Parameters from "./parameters.ts"

const channelOf = ({ uuid }: LogRow): string => `dateline ${uuid}`

const notify = "SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, '')"

/** Between two attempts to listen again, after the connection was lost. */
const patience = Schedule.spaced("500 millis")

export interface HeadNews {
  /** To be called after each batch that was committed; costs nothing but a flag. */
  readonly tell: () => void
}

/** Sends and hears until the scope closes. `listen: false`: hears nothing, and so needs no connection of its own. */
export const make = Effect.fnUntraced(function*(
  connection: Connection,
  log: LogRow,
  hints: Hints,
  listen: boolean
): Effect.fn.Return<HeadNews, never, Scope.Scope> {
  const grown = Latch.makeUnsafe(false)
  const parameters = [Parameters.text(channelOf(log))]
  yield* grown.await.pipe(
    Effect.andThen(Effect.sync(() => void grown.closeUnsafe())),
    Effect.andThen(Effect.ignore(connection.run(notify, parameters))),
    Effect.forever,
    Effect.forkScoped
  )
  if (listen) {
    const hear = Effect.scoped(Effect.gen(function*() {
      const news = yield* connection.listen(channelOf(log))
      // Whatever was told while nobody listened.
      hints.give()
      yield* Effect.forever(Effect.andThen(Queue.takeAll(news), Effect.sync(hints.give)))
    }))
    yield* Effect.forkScoped(Effect.retry(hear, patience))
  }
  return {
    tell: () => {
      hints.give()
      grown.openUnsafe()
    }
  }
})
