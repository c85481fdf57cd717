/** Serves the sample pages under the policy that the newsroom sends, and remembers what forms sent. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { everyPage } from "./fixtures/everyPage.ts"
import { assets } from "./fixtures/publicPages.ts"

/** Nothing inline, nothing from elsewhere, no script at all. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; "
  + "base-uri 'none'; frame-ancestors 'none'"

export interface PageServer {
  readonly address: (language: "ar" | "fr" | "en", page: string) => string
  readonly received: ReadonlyArray<{ readonly path: string; readonly form: URLSearchParams }>
  readonly close: () => Promise<void>
}

/** Starts on a free port of this machine. */
export const start = async (): Promise<PageServer> => {
  const pages = new Map<string, string>(
    (["ar", "fr", "en"] as const).flatMap((language) =>
      everyPage(language).map(({ name, html }) => [`/${language}/${encodeURIComponent(name)}`, html] as const)
    )
  )
  const received: Array<{ path: string; form: URLSearchParams }> = []
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost")
    const answer = (status: number, contentType: string, body: string | Uint8Array) =>
      response.writeHead(status, {
        "content-type": contentType,
        "content-security-policy": contentSecurityPolicy,
        "cache-control": "max-age=600"
      }).end(body)
    const asset = assets.files.get(pathname)
    if (request.method === "POST") {
      let body = ""
      request.on("data", (chunk) => (body += String(chunk)))
      request.on("end", () => {
        received.push({ path: pathname, form: new URLSearchParams(body) })
        answer(200, "text/html", "<!DOCTYPE html><title>received</title>")
      })
    } else if (asset !== undefined) answer(200, asset.contentType, asset.body)
    else answer(pages.has(pathname) ? 200 : 404, "text/html; charset=utf-8", pages.get(pathname) ?? "")
  })
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready))
  const { port } = server.address() as AddressInfo
  return {
    address: (language, page) => `http://127.0.0.1:${port}/${language}/${encodeURIComponent(page)}`,
    received,
    close: () => new Promise((closed) => server.close(() => closed()))
  }
}
