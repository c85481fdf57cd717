/** How an endpoint of the contract is described to people: what OpenAPI shows beside the types. */
import type * as Context from "effect/Context"
import * as OpenApi from "effect/http-api/OpenApi"

/** Response headers that an operation may answer with. */
export const responseHeaders = {
  etag: { description: "The version, in quotes: send it back as `If-Match`", schema: { type: "string" } },
  location: { description: "The address of what was made", schema: { type: "string", format: "uri-reference" } }
} as const

export interface Description {
  /** Stable for ever: generated clients are named after it. */
  readonly id: string
  readonly summary: string
  readonly description: string
  /** A body that the operation accepts. */
  readonly request?: unknown
  /** A body that it answers with when it succeeds. */
  readonly response: unknown
  readonly headers?: ReadonlyArray<keyof typeof responseHeaders>
}

// OpenAPI's operation object as effect's own `Transform` hands it over.
type OperationObject = Record<string, any>

const withExample = (content: OperationObject | undefined, example: unknown): OperationObject | undefined =>
  content === undefined ? undefined : Object.fromEntries(
    Object.entries(content).map(([type, media]) => [type, { ...media, example }])
  )

const succeeded = (status: string): boolean => status.startsWith("2")

const describeResponses = (responses: OperationObject, about: Description): OperationObject =>
  Object.fromEntries(
    Object.entries(responses).map(([status, response]) => [
      status,
      !succeeded(status) ? response : {
        ...response,
        ...(response.content === undefined ? {} : { content: withExample(response.content, about.response) }),
        ...(about.headers === undefined ? {} : {
          headers: Object.fromEntries(about.headers.map((name) => [name, responseHeaders[name]]))
        })
      }
    ])
  )

/** Annotations of an endpoint: its id, its summary, its description, examples of what it takes and answers. */
export const describe = (about: Description): Context.Context<never> =>
  OpenApi.annotations({
    identifier: about.id,
    summary: about.summary,
    description: about.description,
    transform: (operation) => ({
      ...operation,
      ...(operation.requestBody === undefined ? {} : {
        requestBody: { ...operation.requestBody, content: withExample(operation.requestBody.content, about.request) }
      }),
      responses: describeResponses(operation.responses, about)
    })
  })
