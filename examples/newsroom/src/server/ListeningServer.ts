/**
 * The socket: listens, keeps what arrives before the routes are in place, lets requests in flight finish when the
 * newsroom stops, and then closes whatever connection is still open, so that no idle client can hold the process.
 */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { HttpServer } from "effect/http/HttpServer"
import * as Layer from "effect/Layer"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { PageCache } from "./PageCache.ts"

/** The address cannot be listened on. */
export class CannotListen extends Data.TaggedError("CannotListen")<{
  readonly host: string
  readonly port: number
  readonly cause: unknown
}> {
  override get message(): string {
    const code = this.cause instanceof Error && "code" in this.cause ? String(this.cause.code) : "unknown"
    return sentences[code]?.(this.host, this.port) ??
      `The newsroom cannot listen on ${this.host}:${this.port} (${code})`
  }
}

const sentences: { readonly [code: string]: (host: string, port: number) => string } = {
  EADDRINUSE: (host, port) => `Port ${port} of ${host} is in use by another program; stop it or set PORT`,
  EACCES: (_host, port) => `Port ${port} may only be used by the administrator of this machine; set PORT`,
  EADDRNOTAVAIL: (host) => `This machine has no address ${host}; set HOST`,
  ENOTFOUND: (host) => `There is no host ${host}; set HOST`
}

/** How long requests in flight may take once the newsroom stops. */
const grace = Duration.seconds(1)

/**
 * A slow sender holds a connection for this long at most, in milliseconds. A silent one may stay longer than proxies keep
 * theirs, which is a minute as a rule: where the server is the first to close, a proxy now and then sends a request into a
 * connection that is just being closed, and its reader gets an error that nobody made.
 */
const limits = {
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 75_000,
  maxHeaderSize: 16_384
} as const

type Pending = readonly [IncomingMessage, ServerResponse]

/** Requests that arrive between listening and routing wait; node would forget them. */
const holdEarlyRequests = (server: Server): void => {
  const early: Array<Pending> = []
  const hold = (...pending: Pending): void => void early.push(pending)
  server.on("request", hold)
  server.on("newListener", (event) => {
    if (event !== "request" || server.listeners("request")[0] !== hold) return
    server.off("request", hold)
    queueMicrotask(() => {
      for (const [request, response] of early) server.emit("request", request, response)
    })
  })
}

/**
 * Whoever asks for the head alone is answered as whoever asks for all of it: Node has noted already that no body is to be
 * sent. The router could not tell, because a page's route takes every method, and there are pages at any two words.
 */
const wholeForHead = (request: IncomingMessage): void => {
  if (request.method === "HEAD") request.method = "GET"
}

/** Node tells every listener of a request; a page that was sent must not be answered a second time. */
const keptPagesFirst = (server: Server, cache: PageCache["Service"]): void => {
  const emit = server.emit.bind(server)
  server.emit = (event: string, ...details: ReadonlyArray<unknown>) => {
    if (event !== "request") return emit(event, ...details)
    const [request, response] = details as Pending
    wholeForHead(request)
    return cache.answer(request, response) || emit(event, request, response)
  }
}

const listen = Effect.fnUntraced(function*(options: { readonly host: string; readonly port: number }) {
  const server = createServer(limits)
  holdEarlyRequests(server)
  keptPagesFirst(server, yield* PageCache)
  const listening = yield* NodeHttpServer.make(() => server, { ...options, gracefulShutdownTimeout: grace }).pipe(
    Effect.mapError(({ cause }) => new CannotListen({ ...options, cause }))
  )
  yield* Effect.addFinalizer(() => Effect.sync(() => server.closeAllConnections()))
  return listening
})

/** Fails with {@link CannotListen}. */
export const layer = (
  options: { readonly host: string; readonly port: number }
): Layer.Layer<HttpServer, CannotListen, PageCache> => Layer.effect(HttpServer, listen(options))
