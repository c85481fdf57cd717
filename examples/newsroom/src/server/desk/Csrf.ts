/**
 * Whether a form of the desk was sent from a page of the desk. Each form carries a token that is bound to the session,
 * and before there is one, to a cookie of its own.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Response from "effect/http/HttpServerResponse"
import * as Result from "effect/Result"
import { randomBytes } from "node:crypto"
import type { Form } from "../../Forms.ts"
import { Site } from "../../Site.ts"
import { Tokens } from "../../Tokens.ts"
import { Refusal } from "../Refusal.ts"
import { cookieOptions, type Session } from "./Sessions.ts"

const cookie = "dateline_sign_in"

/** What the token of a form is bound to. */
const bindingOf = (session: Session): string => `session ${session.id}`
const strangersBinding = (id: string): string => `sign-in ${id}`

/** The token for the forms of a session. */
export const forSession = (session: Session) => Effect.map(Tokens, ({ csrf }) => csrf.sign(bindingOf(session)))

const strangerOf = (request: HttpServerRequest): string | undefined => {
  const id = request.cookies[cookie]
  return id !== undefined && /^[\w-]{22}$/.test(id) ? id : undefined
}

/** The token for the sign-in form, and what ties the response that shows it to the browser. */
export const forStranger = Effect.fnUntraced(function*(request: HttpServerRequest) {
  const { csrf } = yield* Tokens
  const site = yield* Site
  const id = strangerOf(request) ?? randomBytes(16).toString("base64url")
  const tie = (response: Response.HttpServerResponse) =>
    Response.setCookieUnsafe(response, cookie, id, cookieOptions(site))
  return { token: csrf.sign(strangersBinding(id)), tie }
})

const refused = new Refusal({ status: 403, reason: "csrf" })

const check = Effect.fnUntraced(function*(request: HttpServerRequest, form: Form, binding: string) {
  const { csrf } = yield* Tokens
  const payload = csrf.verify(form.text("csrf"), yield* Clock.currentTimeMillis)
  const isOurs = Result.isSuccess(payload) && payload.success === binding
  // Browsers say by themselves when another site sends a form.
  if (!isOurs || request.headers["sec-fetch-site"] === "cross-site") return yield* refused
})

/** Fails with a refusal unless the form is from a page of this session. */
export const checkSession = (request: HttpServerRequest, form: Form, session: Session) =>
  check(request, form, bindingOf(session))

/** Fails with a refusal unless the sign-in form was shown to this browser. */
export const checkStranger = (request: HttpServerRequest, form: Form) => {
  const id = strangerOf(request)
  return id === undefined ? Effect.fail(refused) : check(request, form, strangersBinding(id))
}
