/** Tells the conditions of publication. */
import type { EventStore } from "@dateline/eventsourcing/EventStore"
import * as Policies from "@dateline/publishing/Policies"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "./Api.ts"
import { refuse } from "./internal/refusals.ts"

/** Handlers of the group `policy`. */
export const layer = HttpApiBuilder.group(
  Api,
  "policy",
  Effect.fnUntraced(function*(handlers) {
    const within = Effect.provideContext(yield* Effect.context<EventStore>())
    return handlers.handleAll({ get: () => within(refuse("Unavailable")(Policies.inForce)) })
  })
)
