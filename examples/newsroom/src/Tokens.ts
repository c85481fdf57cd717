/** The signed tokens of the newsroom, one key for each purpose. */
import * as Context from "effect/Context"
import * as SignedToken from "./SignedToken.ts"

export class Tokens extends Context.Service<Tokens, {
  /** In the address of a commenter's private page: the comment's id. Good for ever. */
  readonly status: SignedToken.SignedToken
  /** In the comment form: article, time, commit id. */
  readonly form: SignedToken.SignedToken
  /** In the desk's cookie. */
  readonly session: SignedToken.SignedToken
  /** In every form of the desk, bound to the session, and before sign-in to a cookie of its own. */
  readonly csrf: SignedToken.SignedToken
}>()("newsroom/Tokens") {}

export const make = (secret: string): Tokens["Service"] => ({
  status: SignedToken.make(secret, "comment-status"),
  form: SignedToken.make(secret, "comment-form"),
  session: SignedToken.make(secret, "desk-session"),
  csrf: SignedToken.make(secret, "desk-csrf")
})
