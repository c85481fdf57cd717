/** The API beside the site: the same newsroom, the same limits, the same private pages. */
import * as Problem from "@dateline/http/Problem"
import { RateLimit } from "@dateline/http/RateLimit"
import * as Api from "@dateline/http/Server"
import { StatusLinks } from "@dateline/http/StatusLinks"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { randomUUID } from "node:crypto"
import { Site } from "../Site.ts"
import { Tokens } from "../Tokens.ts"

const links = Layer.effect(
  StatusLinks,
  Effect.map(Tokens, ({ status }) => ({
    url: (commentId: string) => Effect.succeed(`/comments/status/${status.sign(commentId)}`)
  }))
)

/** The form and the API share the places of an address; a repeated request is known by its idempotency key. */
const limits = Layer.effect(
  RateLimit,
  Effect.map(Site, ({ clientAddress, commentRate }) => ({
    check: Effect.fnUntraced(function*(_operation, request) {
      const place = yield* commentRate.take(clientAddress(request), request.headers["idempotency-key"] ?? randomUUID())
      if (place._tag === "Granted") return
      return yield* new Problem.TooManyRequests({ retryAfter: place.retryAfter })
    })
  }))
)

/** Whoever knows the token does what the newsroom's programs do. */
const actor = { role: "administrator", id: "api" } as const

export const layer = Layer.unwrap(
  Effect.map(
    Site,
    ({ settings }) =>
      Api.layer({
        tokens: Option.match(settings.apiToken, { onNone: () => [], onSome: (token) => [{ token, actor }] })
      })
  )
).pipe(Layer.provide([links, limits]))
