/** The programs that `docs/http-api.md` quotes. */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpRouter from "effect/http/HttpRouter"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import * as Client from "../src/Client.ts"
import { TooManyRequests } from "../src/Problem.ts"
import { RateLimit } from "../src/RateLimit.ts"
import * as Server from "../src/Server.ts"
import { StatusLinks } from "../src/StatusLinks.ts"
import * as Newsroom from "./support/Newsroom.ts"

const token = Newsroom.tokens.administrator
const isTooMany = (_address: string) => false
const sign = (id: string) => `${id}.signed`

// #region mount
const links = Layer.succeed(StatusLinks, {
  url: (commentId) => Effect.succeed(`https://news.example.org/comments/status/${sign(commentId)}`)
})

const limit = Layer.succeed(RateLimit, {
  check: (_operation, request) =>
    isTooMany(Option.getOrElse(request.remoteAddress, () => ""))
      ? Effect.fail(new TooManyRequests({ retryAfter: 60 }))
      : Effect.void
})

const api = Server.layer({
  tokens: [{ token: Redacted.make(token), actor: { role: "administrator", id: "api" } }]
}).pipe(Layer.provide([links, limit]))
// #endregion

// #region serve
const server = HttpRouter.serve(api, { disableListenLog: true, disableLogger: true }).pipe(
  Layer.provideMerge(NodeHttpServer.layer(createServer, { host: "127.0.0.1", port: 0 }))
)
// #endregion

// #region client
const publishStory = Effect.fn(function*(baseUrl: string) {
  const client = yield* Client.make({ baseUrl, token: Redacted.make(token) })

  const { id, version } = yield* client.articles.draft({
    headers: { "idempotency-key": "wire-2024-05-12-0017" },
    payload: {
      language: "fr",
      section: "culture",
      headline: "Rabat : la Bibliothèque nationale prolonge ses horaires",
      body: ["Les salles de lecture ferment désormais à 22 heures."],
      dateline: { place: "Rabat", date: "2024-05-12" },
      agency: "MAP"
    }
  })

  return yield* client.articles.publish({ params: { id }, headers: { "if-match": `"${version}"` } })
})
// #endregion

// #region problems
const correctOnce = Effect.fn(function*(client: Client.Client, id: string, version: number) {
  return yield* client.articles.correct({
    params: { id },
    headers: { "if-match": `"${version}"` },
    payload: { notice: "L'heure de fermeture est 22 heures, et non 21 heures." }
  }).pipe(
    Effect.map((corrected) => `now at version ${corrected.version}`),
    Effect.catchTags({
      PreconditionFailed: ({ currentVersion }) => Effect.succeed(`somebody else was first: version ${currentVersion}`),
      ValidationFailed: ({ errors }) =>
        Effect.succeed(errors.map(({ field, message }) => `${field} ${message}`).join(", "))
    })
  )
})
// #endregion

const running = server.pipe(Layer.provideMerge(Newsroom.stores), Layer.merge(FetchHttpClient.layer))

layer(Newsroom.withAddress(running))("the programs of the guide", (it) => {
  it.effect("publish a story over the mounted API, and tell two corrections at once apart", () =>
    Effect.gen(function*() {
      const { baseUrl } = yield* Newsroom.Newsroom
      const { id, version } = yield* publishStory(baseUrl)
      assert.strictEqual(version, 2)
      const client = yield* Client.make({ baseUrl, token: Redacted.make(token) })
      assert.strictEqual(yield* correctOnce(client, id, version), "now at version 3")
      assert.strictEqual(yield* correctOnce(client, id, version), "somebody else was first: version 3")
    }))
})

describe("the guide", () => {
  const here = readFileSync(new URL(import.meta.url), "utf8")
  const guide = readFileSync(new URL("../../../docs/http-api.md", import.meta.url), "utf8")
  const regions = [...here.matchAll(/^\/\/ #region (\w+)\n([\s\S]*?)^\/\/ #endregion/gm)].map(([, , text]) => text!)
  const quoted = [...guide.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, text]) => text!)

  it("quotes these programs as they are, all of them and nothing else", () => {
    assert.isAbove(quoted.length, 0)
    assert.sameMembers(quoted, regions)
  })
})
