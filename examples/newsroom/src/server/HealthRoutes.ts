/** For whatever runs the newsroom: is the process alive, and should it be sent readers? */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import { Projector } from "@dateline/eventsourcing/Projector"
import * as Effect from "effect/Effect"
import * as Response from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import * as Routes from "./Routes.ts"

const answer = (status: number, body: object) =>
  Response.text(JSON.stringify(body), {
    status,
    contentType: "application/json",
    headers: { "cache-control": "no-store" }
  })

/** How long the stores may take to answer before the newsroom counts as not ready. */
const patience = "2 seconds"

/** The log answers, and the views know all that it holds. */
const readiness = Effect.gen(function*() {
  const store = yield* EventStore
  const projector = yield* Projector
  const head = yield* store.head
  yield* projector.caughtUp(head)
  return answer(200, { status: "ready", position: head })
}).pipe(
  Effect.timeout(patience),
  Effect.catchTags({
    StoreFault: () => Effect.succeed(answer(503, { status: "unavailable", reason: "store" })),
    ProjectorStopped: () => Effect.succeed(answer(503, { status: "unavailable", reason: "views" })),
    TimeoutError: () => Effect.succeed(answer(503, { status: "unavailable", reason: "timeout" }))
  })
)

export const layer = Layer.mergeAll(
  Routes.at("/health/live", { GET: () => Effect.succeed(answer(200, { status: "live" })) }),
  Routes.at("/health/ready", { GET: () => readiness })
)
