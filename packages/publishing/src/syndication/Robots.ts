/**
 * `robots.txt`: what crawlers should leave alone, and where the sitemaps are.
 *
 * *Source:* RFC 9309.
 */
import * as Href from "./Href.ts"

/** To be sent as the document's content type. */
export const contentType = "text/plain; charset=utf-8"

/** Rules for every crawler. `disallow` holds paths that begin with `/`; `sitemaps` whole addresses. */
export const render = (options: {
  readonly disallow: ReadonlyArray<string>
  readonly sitemaps: ReadonlyArray<string>
}): string =>
  [
    "User-agent: *",
    ...options.disallow.map((path) => `Disallow: ${Href.ascii(path)}`),
    ...(options.disallow.length === 0 ? ["Allow: /"] : []),
    "",
    ...options.sitemaps.map((url) => `Sitemap: ${Href.ascii(url)}`),
    ""
  ].join("\n")
