/**
 * The typed client of a newsroom's API, made from the same contract as the server: `client.articles.draft(…)` answers
 * what the operation answers, and fails with the problems that it declares, told apart by their `_tag`.
 */
import * as Effect from "effect/Effect"
import * as HttpApiClient from "effect/http-api/HttpApiClient"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import type * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Redacted from "effect/Redacted"
import { Api } from "./Api.ts"
import { Authorization } from "./Authorization.ts"

/** The client: one member for each group of the contract, one function for each operation. */
export type Client = HttpApiClient.ForApi<typeof Api>

export interface Options {
  /** Where the newsroom is, such as `https://news.example.org`; `/api` follows from the contract. */
  readonly baseUrl: string | URL
  /** Without one, operations that need a token fail with `Unauthorized`. */
  readonly token?: Redacted.Redacted<string>
}

const authorization = (token: Redacted.Redacted<string> | undefined) =>
  HttpApiMiddleware.layerClient(
    Authorization,
    ({ next, request }) =>
      next(token === undefined ? request : HttpClientRequest.bearerToken(request, Redacted.value(token)))
  )

/**
 * Makes a client. Needs an `HttpClient`, such as `FetchHttpClient.layer`.
 *
 * @example
 * const client = yield* Client.make({ baseUrl: "http://127.0.0.1:3000", token: Redacted.make("…") })
 * const { id } = yield* client.articles.draft({ headers: {}, payload: { language: "en", … } })
 */
export const make = ({ baseUrl, token }: Options): Effect.Effect<Client, never, HttpClient.HttpClient> =>
  Effect.provide(HttpApiClient.make(Api, { baseUrl }), authorization(token))
