/** A whole newsroom on memory stores, listening on a port of its own. */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import * as MemoryEventStore from "@dateline/eventsourcing/MemoryEventStore"
import * as MemoryKeyVault from "@dateline/eventsourcing/MemoryKeyVault"
import * as MemoryViewStore from "@dateline/eventsourcing/MemoryViewStore"
import { Projector } from "@dateline/eventsourcing/Projector"
import type { ViewStore } from "@dateline/eventsourcing/ViewStore"
import * as Policies from "@dateline/publishing/Policies"
import * as Projections from "@dateline/publishing/Projections"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServer from "effect/http/HttpServer"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { createServer } from "node:http"
import type { Token } from "../../src/Authorization.ts"
import { RateLimit } from "../../src/RateLimit.ts"
import * as Server from "../../src/Server.ts"
import { StatusLinks } from "../../src/StatusLinks.ts"

export const tokens = {
  administrator: "a-token-of-the-administrator",
  writer: "a-token-of-a-writer"
} as const

const known: ReadonlyArray<Token> = [
  { token: Redacted.make(tokens.administrator), actor: { role: "administrator", id: "desk" } },
  { token: Redacted.make(tokens.writer), actor: { role: "writer", id: "salma" } }
]

/** Where the newsroom listens. */
export class Newsroom extends Context.Service<Newsroom, { readonly baseUrl: string }>()("test/Newsroom") {}

/** A log in memory, views of this store that follow it, and the default policy. */
export const storesWith = (views: Layer.Layer<ViewStore>) =>
  Projector.layer({ projections: Projections.all }).pipe(
    Layer.merge(Layer.effectDiscard(Policies.ensure)),
    Layer.provideMerge(EventStore.layer),
    Layer.provideMerge(Layer.mergeAll(MemoryEventStore.layer, views, MemoryKeyVault.layer))
  )

export const stores = storesWith(MemoryViewStore.layer)

const links = Layer.succeed(StatusLinks, { url: (id) => Effect.succeed(`/comments/status/${id}.signed`) })

const address = Layer.effect(
  Newsroom,
  Effect.map(HttpServer.HttpServer, ({ address }) => {
    if (address._tag !== "InetAddressV4") throw new Error("It does not listen on an address of version 4")
    return { baseUrl: `http://127.0.0.1:${address.port}` }
  })
)

/** Tells where a server listens. */
export const withAddress = <A, E, R>(server: Layer.Layer<A | HttpServer.HttpServer, E, R>) =>
  Layer.provideMerge(address, server)

/** A newsroom that knows these tokens, limits like this, and shares its address with other routes. */
export const layer = (options: {
  readonly tokens?: ReadonlyArray<Token>
  readonly limit?: Layer.Layer<RateLimit>
  readonly views?: Layer.Layer<ViewStore>
  readonly routes?: Layer.Layer<never, never, HttpRouter.HttpRouter>
} = {}) =>
  HttpRouter.serve(
    Layer.merge(Server.layer({ tokens: options.tokens ?? known }), options.routes ?? Layer.empty),
    { disableLogger: true, disableListenLog: true }
  ).pipe(
    Layer.provideMerge(NodeHttpServer.layer(createServer, { port: 0, host: "127.0.0.1" })),
    Layer.provideMerge(storesWith(options.views ?? MemoryViewStore.layer)),
    Layer.provide([links, options.limit ?? RateLimit.layerUnlimited]),
    withAddress
  )
