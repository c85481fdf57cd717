/**
 * The whole contract of a newsroom's HTTP API, in one value: handlers implement it, the client is made from it, and the
 * OpenAPI document is printed from it. It says nothing about how anything is done.
 */
import * as HttpApi from "effect/http-api/HttpApi"
import * as OpenApi from "effect/http-api/OpenApi"
import { ArticlesApi } from "./ArticlesApi.ts"
import { CommentsApi } from "./CommentsApi.ts"
import { finish } from "./internal/openApiDocument.ts"
import { ModerationApi } from "./ModerationApi.ts"
import { PolicyApi } from "./PolicyApi.ts"

/** The address below which everything is. */
export const basePath = "/api"

const description = `Write, publish and correct articles; take comments and decide about them.

Writing needs a bearer token; reading and commenting do not. Bodies are JSON in UTF-8, at most 1 MiB. Whatever goes
wrong is answered as \`application/problem+json\` (RFC 9457); \`type\` tells problems apart. A request that changes
something may carry an \`Idempotency-Key\`: sent again with it, it has the same answer and no second effect. \`ETag\` and
\`If-Match\` carry an article's version.`

/** The contract. */
export class Api extends HttpApi.make("dateline")
  .add(ArticlesApi)
  .add(CommentsApi)
  .add(ModerationApi)
  .add(PolicyApi)
  .prefix(basePath)
  .annotate(HttpApi.PayloadParseOptions, { errors: "all" })
  .annotate(HttpApi.QueryParseOptions, { errors: "all" })
  .annotateMerge(OpenApi.annotations({
    title: "Dateline newsroom",
    version: "1.0.0",
    description,
    license: { name: "MIT", identifier: "MIT" },
    servers: [{ url: "/", description: "This server" }],
    transform: finish
  }))
{}
