/** The sign-in form. */
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import type { SignInField } from "../../site/desk/Models.ts"
import { signInPage } from "../../site/desk/SignInPage.ts"
import type { FieldProblem } from "../../site/Models.ts"
import * as Paths from "../../site/Paths.ts"
import * as Csrf from "./Csrf.ts"
import * as DeskFrame from "./DeskFrame.ts"

export interface Options {
  readonly status?: number
  readonly username?: string
  readonly problems?: ReadonlyArray<FieldProblem<SignInField>>
  /** Where to go after signing in. */
  readonly next?: string | undefined
}

/** Only pages of the desk are worth going on to, and only they may be named: another site must not be. */
export const isDeskPath = (path: string): boolean => /^\/desk(\/[\w/-]*)?(\?[\w=&%.-]*)?$/.test(path)

/** The form as an answer, tied to the browser that asked for it. */
export const render = Effect.fnUntraced(function*(request: HttpServerRequest, options: Options = {}) {
  const { token, tie } = yield* Csrf.forStranger(request)
  const { next, problems = [], status = 200, username = "" } = options
  const html = signInPage({
    frame: yield* DeskFrame.make(request, Paths.desk.signIn, { csrf: token }),
    username,
    problems,
    next: next !== undefined && isDeskPath(next) && next !== Paths.desk.signIn ? next : undefined
  })
  return tie(yield* DeskFrame.page(request, html, status))
})
