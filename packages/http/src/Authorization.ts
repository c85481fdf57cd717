/**
 * Who may use what the public may not: a bearer token stands for an actor of the newsroom. What that actor may do is
 * the domain's table of permissions; here it is only settled who asks.
 */
import type { Actor } from "@dateline/publishing/domain/Actor"
import { sha256 } from "@noble/hashes/sha2.js"
import { utf8ToBytes } from "@noble/hashes/utils.js"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import * as HttpApiSecurity from "effect/http-api/HttpApiSecurity"
import * as OpenApi from "effect/http-api/OpenApi"
import { appendPreResponseHandler } from "effect/http/HttpEffect"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { TokensDisabled, Unauthorized } from "./Problem.ts"

/** The actor that the request's token stands for. */
export class Principal extends Context.Service<Principal, Actor>()("@dateline/http/Principal") {}

const bearer = HttpApiSecurity.bearer.pipe(
  HttpApiSecurity.annotate(OpenApi.Description, "A token that the newsroom's operator configured")
)

/** The middleware of every endpoint that needs a token. */
export class Authorization extends HttpApiMiddleware.Service<Authorization, { provides: Principal }>()(
  "@dateline/http/Authorization",
  { requiredForClient: true, security: { bearer }, error: [Unauthorized, TokensDisabled] }
) {}

/** A token, and the actor that whoever knows it acts as. */
export interface Token {
  readonly token: Redacted.Redacted<string>
  readonly actor: Actor
}

const digest = (text: string): Uint8Array => sha256(utf8ToBytes(text))

/** Takes the same time wherever two digests differ; digests, so that lengths do not show either. */
const same = (one: Uint8Array, other: Uint8Array): boolean => {
  let difference = 0
  for (let place = 0; place < one.length; place++) difference |= one[place]! ^ other[place]!
  return difference === 0
}

const challenge = appendPreResponseHandler((_, response) =>
  Effect.succeed(HttpServerResponse.setHeader(response, "www-authenticate", "Bearer realm=\"newsroom\""))
)

/** Accepts these tokens. Without any, whatever needs one is answered with {@link TokensDisabled}. */
export const layer = (tokens: ReadonlyArray<Token>): Layer.Layer<Authorization> => {
  const known = tokens.map(({ actor, token }) => ({ actor, digest: digest(Redacted.value(token)) }))
  const actorOf = (credential: string): Actor | undefined => {
    const given = digest(credential)
    // Every token is compared, so that the time tells nothing of which one matched.
    return known.filter((token) => same(token.digest, given))[0]?.actor
  }
  return Layer.succeed(Authorization, {
    bearer: (handler, { credential }) =>
      Effect.gen(function*() {
        if (known.length === 0) {
          return yield* new TokensDisabled({
            detail: "The server was started without an API token: it answers public reading and takes comments"
          })
        }
        const text = Redacted.value(credential)
        const actor = text === "" ? undefined : actorOf(text)
        if (actor !== undefined) return yield* Effect.provideService(handler, Principal, actor)
        yield* challenge
        return yield* new Unauthorized({
          detail: text === "" ? "Send `Authorization: Bearer …`" : "The token is not one that this server knows"
        })
      })
  })
}
