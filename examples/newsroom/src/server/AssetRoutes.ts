/** Stylesheets and typefaces, under names that change with their content: a browser may keep them for ever. */
import * as Effect from "effect/Effect"
import * as Response from "effect/http/HttpServerResponse"
import { Site } from "../Site.ts"
import { notFound } from "./Refusal.ts"
import * as Routes from "./Routes.ts"

const forEver = { "cache-control": "public, max-age=31536000, immutable" } as const

const asset = Effect.gen(function*() {
  const { assets } = yield* Site
  const file = assets.files.get(`/assets/${yield* Routes.parameter("name")}`)
  if (file === undefined) return yield* notFound
  return Response.uint8Array(file.body, { contentType: file.contentType, headers: forEver })
})

export const layer = Routes.at("/assets/:name", { GET: () => asset })
