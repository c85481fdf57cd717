/**
 * Who is signed in at the desk. A session is a signed cookie, so that it outlives a restart; so does its end, when
 * somebody signs out.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Response from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { randomUUID } from "node:crypto"
import type { FolderFault } from "../../DataFolder.ts"
import { Site } from "../../Site.ts"
import { Tokens } from "../../Tokens.ts"

export interface Session {
  readonly id: string
  readonly user: string
  readonly role: "administrator"
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number
}

/** A working day, in milliseconds. */
const lifetime = 12 * 3_600_000

const cookie = "dateline_session"

export class Sessions extends Context.Service<Sessions, {
  /** The session that a request belongs to. */
  readonly of: (request: HttpServerRequest) => Effect.Effect<Option.Option<Session>>
  /** Signs somebody in with this response. */
  readonly open: (
    user: string,
    response: Response.HttpServerResponse
  ) => Effect.Effect<Response.HttpServerResponse>
  /** Signs somebody out with this response, and wherever else the cookie was copied. Fails if that cannot be kept. */
  readonly close: (
    session: Session,
    response: Response.HttpServerResponse
  ) => Effect.Effect<Response.HttpServerResponse, FolderFault>
}>()("newsroom/Sessions") {
  static readonly layer: Layer.Layer<Sessions, never, Site | Tokens> = Layer.effect(
    Sessions,
    Effect.suspend(() => make)
  )
}

/** Sent to the desk only, unreadable for scripts, not sent along by other sites' forms. */
export const cookieOptions = (site: Site["Service"]) =>
  ({ path: "/desk", httpOnly: true, sameSite: "lax", secure: Site.isSecure(site) }) as const

const read = (payload: string, generation: string): Session | undefined => {
  const [id, of, expiresAt, user] = payload.split(" ")
  const isCurrent = of === generation && user !== undefined
  return isCurrent ? { id: id!, user, role: "administrator", expiresAt: Number(expiresAt) } : undefined
}

const make = Effect.gen(function*() {
  const site = yield* Site
  const { session: tokens } = yield* Tokens
  const { account: { generation }, signedOut } = site

  return Sessions.of({
    of: Effect.fnUntraced(function*(request) {
      const payload = tokens.verify(request.cookies[cookie] ?? "", yield* Clock.currentTimeMillis)
      const session = Result.isSuccess(payload) ? read(payload.success, generation) : undefined
      return session === undefined || signedOut.has(session.id) ? Option.none() : Option.some(session)
    }),
    open: Effect.fnUntraced(function*(user, response) {
      const expiresAt = (yield* Clock.currentTimeMillis) + lifetime
      const token = tokens.sign(`${randomUUID()} ${generation} ${expiresAt} ${user}`, expiresAt)
      return Response.setCookieUnsafe(response, cookie, token, { ...cookieOptions(site), maxAge: lifetime })
    }),
    close: Effect.fnUntraced(function*(session, response) {
      yield* signedOut.add(session.id, session.expiresAt, yield* Clock.currentTimeMillis)
      return Response.expireCookieUnsafe(response, cookie, cookieOptions(site))
    })
  })
})
