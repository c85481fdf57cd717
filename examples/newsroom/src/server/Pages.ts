/** HTML answers: who may keep them, and whether the browser has this one already. */
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Response from "effect/http/HttpServerResponse"
import { createHash } from "node:crypto"

/** Anyone may keep it, and asks each time whether it still holds: a killed story must be gone at once. */
export const shared = { "cache-control": "public, no-cache" } as const

/** Made for one reader: it has a form with a token of its own. */
export const personal = { "cache-control": "private, no-cache" } as const

export interface Options {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** A page. Unless it says otherwise, nobody keeps it. */
export const page = (html: string, { headers, status = 200 }: Options = {}): Response.HttpServerResponse =>
  Response.text(html, {
    status,
    contentType: "text/html; charset=utf-8",
    headers: { "cache-control": "no-store", ...headers }
  })

/** The entity tag of a text. */
export const tagOf = (text: string): string => `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`

/** Whether `If-None-Match` names a tag. It compares weakly: only the text between the quotation marks counts. */
export const isNamed = (header: string | undefined, tag: string): boolean =>
  header !== undefined &&
  (header === "*" || header.split(",").some((one) => one.trim().replace(/^W\//, "") === tag))

/** Adds an entity tag of the text; a client that has this text gets 304 and no body. */
export const revalidated = (
  request: HttpServerRequest,
  text: string,
  make: (text: string) => Response.HttpServerResponse
): Response.HttpServerResponse => {
  const tag = tagOf(text)
  const full = Response.setHeader(make(text), "etag", tag)
  return isNamed(request.headers["if-none-match"], tag)
    ? Response.empty({
      status: 304,
      headers: { etag: tag, "cache-control": full.headers["cache-control"] ?? "no-cache" }
    })
    : full
}
