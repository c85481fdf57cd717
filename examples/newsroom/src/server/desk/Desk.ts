/** Routes of the desk: for people who are signed in, with forms that were sent from the desk. */
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import type { HttpServerResponse } from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import * as Forms from "../../Forms.ts"
import { Refusal } from "../Refusal.ts"
import * as Refusals from "../Refusals.ts"
import * as Csrf from "./Csrf.ts"
import { type Session, Sessions } from "./Sessions.ts"
import * as SignInPage from "./SignIn.ts"

/** What a handler of the desk knows. */
export interface Visit {
  readonly request: HttpServerRequest
  readonly session: Session
}

export interface Sent extends Visit {
  readonly form: Forms.Form
}

/** Who acts, as events name them. */
export const actorOf = ({ role, user }: Session) => ({ role, id: user })

/** A page of the desk; a stranger gets the sign-in form in its place. */
export const shown = <E, R>(page: (visit: Visit) => Effect.Effect<HttpServerResponse, E, R>) =>
  Effect.fnUntraced(function*(request: HttpServerRequest) {
    const session = yield* (yield* Sessions).of(request)
    if (Option.isSome(session)) return yield* page({ request, session: session.value })
    return yield* SignInPage.render(request, { status: 401, next: request.url })
  })

/** Texts worth giving back when a form cannot be taken. */
const writings = ["headline", "deck", "body", "notice", "text", "note"] as const

const notSignedIn = new Refusal({ status: 401 })

/** An action of the desk. A form that cannot be taken is answered with what was written in it. */
export const acted = <E, R>(action: (sent: Sent) => Effect.Effect<HttpServerResponse, E, R>) =>
  Effect.fnUntraced(function*(request: HttpServerRequest) {
    const form = yield* Forms.read(request)
    const session = yield* (yield* Sessions).of(request)
    const carriedOut = Effect.gen(function*() {
      if (Option.isNone(session)) return yield* notSignedIn
      yield* Csrf.checkSession(request, form, session.value)
      return yield* action({ request, session: session.value, form })
    })
    return yield* Effect.mapError(
      carriedOut,
      (error) => Refusals.keeping(error, { typed: writings.map((field) => form.text(field)) })
    )
  })
