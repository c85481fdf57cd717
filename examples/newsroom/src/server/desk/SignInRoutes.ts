/** Signing in and out. */
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Response from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { createHmac, randomBytes } from "node:crypto"
import * as Forms from "../../Forms.ts"
import * as PasswordHash from "../../PasswordHash.ts"
import { Site } from "../../Site.ts"
import type { SignInField } from "../../site/desk/Models.ts"
import type { FieldProblem } from "../../site/Models.ts"
import * as Paths from "../../site/Paths.ts"
import * as Query from "../Query.ts"
import { Refusal } from "../Refusal.ts"
import * as Routes from "../Routes.ts"
import * as Csrf from "./Csrf.ts"
import * as Desk from "./Desk.ts"
import * as DeskFrame from "./DeskFrame.ts"
import { Sessions } from "./Sessions.ts"
import * as SignIn from "./SignIn.ts"

const attemptKey = randomBytes(32)

/** What has opened the desk since the server started, as keyed digests. */
const right = new Set<string>()

const digestOf = (username: string, password: string): string =>
  createHmac("sha256", attemptKey).update(JSON.stringify([username, password])).digest("base64url")

/** Credentials that were right are no new guess, so signing in often is not punished; a wrong guess always counts. */
const attemptOf = (digest: string): string => right.has(digest) ? digest : randomBytes(16).toString("base64url")

const underLimit = Effect.fnUntraced(function*(request: HttpServerRequest, attempt: string) {
  const { clientAddress, signInRate } = yield* Site
  const place = yield* signInRate.take(clientAddress(request), attempt)
  if (place._tag === "Refused") {
    return yield* new Refusal({ status: 429, reason: "rate-limited", retryAfter: place.retryAfter })
  }
})

const missing = (form: Forms.Form): ReadonlyArray<FieldProblem<SignInField>> =>
  (["username", "password"] as const).flatMap((field) =>
    form.text(field) === "" ? [{ field, code: "required" as const }] : []
  )

/** The password is checked whatever the name is, so that the time it takes does not tell which names exist. */
const isRight = Effect.fnUntraced(function*(username: string, password: string) {
  const { account } = yield* Site
  const matches = yield* PasswordHash.matches(password, account.passwordHash)
  return matches && username === account.user
})

const signIn = Effect.fnUntraced(function*(request: HttpServerRequest) {
  const form = yield* Forms.read(request)
  yield* Csrf.checkStranger(request, form)
  const username = form.text("username").trim()
  const password = form.text("password")
  const next = form.text("next")
  const problems = missing(form)
  if (problems.length > 0) return yield* SignIn.render(request, { status: 422, username, problems, next })
  const digest = digestOf(username, password)
  yield* underLimit(request, attemptOf(digest))
  if (!(yield* isRight(username, password))) {
    const wrong = [{ field: "form", code: "wrong-credentials" }] as const
    return yield* SignIn.render(request, { status: 401, username, problems: wrong, next })
  }
  right.add(digest)
  const path = SignIn.isDeskPath(next) ? next : Paths.desk.queue
  const onward = Response.redirect(path, { status: 303, headers: { "cache-control": "no-store" } })
  return yield* (yield* Sessions).open(username, onward)
})

const form = Effect.fnUntraced(function*(request: HttpServerRequest) {
  const session = yield* (yield* Sessions).of(request)
  if (Option.isSome(session)) return Response.redirect(Paths.desk.queue, { status: 303 })
  return yield* SignIn.render(request, { next: yield* Query.one(request, "next") })
})

const signOut = Desk.acted(Effect.fnUntraced(function*({ session }) {
  const answer = yield* DeskFrame.done(Paths.desk.signIn, "signed-out")
  return yield* (yield* Sessions).close(session, answer)
}))

export const layer = Layer.mergeAll(
  Routes.at("/desk", { GET: () => Effect.succeed(Response.redirect(Paths.desk.queue, { status: 303 })) }),
  Routes.at("/desk/sign-in", { GET: form, POST: signIn }),
  Routes.at("/desk/sign-out", { POST: signOut })
)
