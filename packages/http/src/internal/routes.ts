/** The addresses of the API, as a table: it answers for those that do not exist, and for methods they do not take. */
import * as Effect from "effect/Effect"
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { Api, basePath } from "../Api.ts"
import * as Problem from "../Problem.ts"
import { respond } from "./edge.ts"

interface Address {
  readonly pattern: RegExp
  readonly methods: ReadonlySet<string>
}

/** The addresses that are not part of the contract, because they tell of it. */
export const documents = {
  openapi: `${basePath}/openapi.json`,
  reference: `${basePath}/docs`,
  stylesheet: `${basePath}/docs.css`
} as const

const table = (): ReadonlyArray<Address> => {
  const methods = new Map<string, Set<string>>(Object.values(documents).map((path) => [path, new Set(["GET"])]))
  HttpApi.reflect(Api, {
    onGroup: () => {},
    onEndpoint: ({ endpoint: { method, path } }) => methods.set(path, (methods.get(path) ?? new Set()).add(method))
  })
  return Array.from(methods, ([path, methods]) => ({
    pattern: new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/:\w+/g, "[^/]+")}$`),
    methods
  }))
}

const addresses = table()

/** The methods that a path takes; none when there is nothing. */
export const allowed = (path: string): ReadonlyArray<string> => {
  const methods = new Set(addresses.flatMap(({ methods, pattern }) => pattern.test(path) ? [...methods] : []))
  if (methods.has("GET")) methods.add("HEAD")
  return methods.size === 0 ? [] : [...methods, "OPTIONS"].toSorted()
}

const takes = (methods: ReadonlyArray<string>, method: string): boolean =>
  method !== "OPTIONS" && methods.includes(method)

const decoded = (path: string): string | undefined => {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/** Answers a request that no handler took: 204 to OPTIONS, 400, 404, or 405 with `Allow`. */
export const answer = (request: {
  readonly method: string
  readonly url: string
}): Effect.Effect<HttpServerResponse.HttpServerResponse> => {
  const path = decoded(request.url.split(/[?#]/, 1)[0]!)
  if (path === undefined) return respond(new Problem.MalformedRequest({ detail: "The address is not UTF-8" }))
  const methods = allowed(path)
  // The method is right when the router refused the address itself, because a part of it is too long to be an id.
  if (methods.length === 0 || takes(methods, request.method)) return respond(new Problem.NotFound({}))
  const allow = methods.join(", ")
  if (request.method === "OPTIONS") return Effect.succeed(HttpServerResponse.empty({ headers: { allow } }))
  return Effect.map(
    respond(new Problem.MethodNotAllowed({ detail: `It takes ${allow}` })),
    HttpServerResponse.setHeader("allow", allow)
  )
}
