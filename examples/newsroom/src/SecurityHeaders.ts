/**
 * What every answer tells the browser to refuse. The site runs no script and loads nothing from elsewhere, so the
 * policy can be nearly empty.
 */
import * as Response from "effect/http/HttpServerResponse"

const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'"
].join("; ")

const headers = {
  "content-security-policy": contentSecurityPolicy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
} as const

const transport = { "strict-transport-security": "max-age=31536000" } as const

/** All of them; `secure`: the site is reached by https. */
export const of = (secure: boolean): Readonly<Record<string, string>> => secure ? { ...headers, ...transport } : headers

/** Adds the headers that a response does not set itself. */
export const add = (response: Response.HttpServerResponse, secure: boolean): Response.HttpServerResponse => {
  const missing = Object.entries(of(secure))
    .filter(([name]) => response.headers[name] === undefined)
  return Response.setHeaders(response, Object.fromEntries(missing))
}

/** For what only its addressee may see: never cached, never indexed, its address never passed on. */
export const confidential = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex, nofollow"
} as const
