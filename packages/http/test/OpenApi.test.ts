import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as OpenApi from "effect/http-api/OpenApi"
import { Api } from "../src/Api.ts"
import * as Problem from "../src/Problem.ts"
import { call } from "./support/Call.ts"
import * as Newsroom from "./support/Newsroom.ts"
import * as Redocly from "./support/Redocly.ts"

// What effect prints, read as any program reads it.
const document = JSON.parse(JSON.stringify(OpenApi.fromApi(Api))) as Record<string, any>

const operations = Object.entries(document["paths"] as Record<string, Record<string, any>>).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, ...operation }))
)

describe("the OpenAPI document", () => {
  it("is a valid OpenAPI 3.1 document whose examples fit their schemas", () => {
    assert.strictEqual(document["openapi"], "3.1.0")
    assert.deepStrictEqual(Redocly.lint(document), [])
  })

  it("is read by a validator that notices what is wrong with it", () => {
    const broken = structuredClone(document)
    broken["paths"]["/api/articles"].post.responses["201"].content["application/json"].example.version = "one"
    broken["paths"]["/api/policy"].get.responses["200"].content["application/json"].schema.$ref =
      "#/components/schemas/No"
    const found = Redocly.lint(broken).join("\n")
    assert.include(found, "no-invalid-media-type-examples")
    assert.include(found, "no-unresolved-refs")
  })

  it("names its operations as it always has", () => {
    assert.deepStrictEqual(Object.fromEntries(operations.map(({ name, operationId }) => [name, operationId])), {
      "POST /api/articles": "draftArticle",
      "GET /api/articles": "listArticles",
      "POST /api/articles/{id}/publish": "publishArticle",
      "POST /api/articles/{id}/typo": "fixTypo",
      "POST /api/articles/{id}/corrections": "correctArticle",
      "POST /api/articles/{id}/retract": "retractArticle",
      "GET /api/articles/{id}": "getArticle",
      "POST /api/articles/{id}/comments": "submitComment",
      "GET /api/articles/{id}/comments": "listComments",
      "GET /api/moderation/queue": "listModerationQueue",
      "POST /api/comments/{id}/approve": "approveComment",
      "POST /api/comments/{id}/reject": "rejectComment",
      "GET /api/policy": "getPolicy"
    })
  })

  it("explains every operation and gives an example of everything that is sent and answered", () => {
    for (const { description, name, requestBody, responses, summary } of operations) {
      assert.isAbove(summary?.length ?? 0, 10, name)
      assert.isAbove(description?.length ?? 0, 20, name)
      if (requestBody !== undefined) assert.isDefined(requestBody.content["application/json"].example, name)
      for (const [status, { content }] of Object.entries<Record<string, any>>(responses)) {
        for (const [type, media] of Object.entries<Record<string, any>>(content)) {
          assert.strictEqual(
            type,
            status < "400" ? "application/json" : "application/problem+json",
            `${name} ${status}`
          )
          const examples = media["examples"] ?? { one: media["example"] }
          assert.isAbove(Object.values(examples).filter((one) => one !== undefined).length, 0, `${name} ${status}`)
        }
      }
    }
  })

  it("says what every member of a request body means", () => {
    for (const { name, requestBody } of operations) {
      if (requestBody === undefined) continue
      const component = requestBody.content["application/json"].schema.$ref.split("/").at(-1)
      const { properties } = document["components"].schemas[component]
      for (const [member, schema] of Object.entries<Record<string, any>>(properties)) {
        const text = schema["description"] ?? schema["allOf"]?.at(-1)?.description ?? ""
        assert.isAbove(text.length, 5, `${name} ${member}`)
      }
    }
  })

  it("demands a token of everything but public reading and commenting", () => {
    const open = operations.filter(({ security }) => security.length === 0).map(({ operationId }) => operationId)
    assert.deepStrictEqual(open.toSorted(), [
      "getArticle",
      "getPolicy",
      "listArticles",
      "listComments",
      "submitComment"
    ])
    assert.strictEqual(document["components"].securitySchemes.bearer.scheme.toLowerCase(), "bearer")
  })

  it("lists the problems that an operation answers, and every problem somewhere but those of addresses", () => {
    for (const { name, responses, security } of operations) {
      const statuses = Object.keys(responses)
      assert.includeMembers(statuses, ["500", "503"], name)
      if (security.length > 0) assert.includeMembers(statuses, ["401", "403"], name)
      if (name.startsWith("POST")) {
        assert.includeMembers(statuses, ["400", "404", "413", "422"].slice(name === "POST /api/articles" ? 2 : 0), name)
      }
    }
    const named = new Set(Object.keys(document["components"].schemas))
    const unnamed = Problem.all.map(({ identifier }) => identifier).filter((problem) => !named.has(problem))
    assert.deepStrictEqual(unnamed, ["MethodNotAllowed"])
  })
})

layer(Newsroom.layer())("what tells of the contract", (it) => {
  it.effect("is the document, as it is printed from the contract", () =>
    Effect.gen(function*() {
      const answer = yield* call("GET /api/openapi.json")
      assert.strictEqual(answer.headers.get("content-type"), "application/json")
      assert.deepStrictEqual(answer.json, document)
    }))

  it.effect("is a page that shows every operation and every problem, without a script or another host", () =>
    Effect.gen(function*() {
      const page = yield* call("GET /api/docs")
      assert.strictEqual(page.headers.get("content-type"), "text/html; charset=utf-8")
      const policy = page.headers.get("content-security-policy") ?? ""
      assert.include(policy, "default-src 'none'")
      assert.notInclude(policy, "unsafe")
      for (const { operationId } of operations) assert.include(page.text, `id="${operationId}"`)
      for (const { examples } of problemExamples()) assert.include(page.text, `id="${examples}"`)
      assert.notMatch(page.text, /<script|<style|\son\w+=|style="|(?:src|href)="(?:https?:)?\/\//)
      const links = [...page.text.matchAll(/href="(\/[^"]+)"/g)].map(([, link]) => link!)
      assert.sameMembers(links, ["/api/docs.css", "/api/openapi.json"])
      for (const link of links) assert.strictEqual((yield* call(`GET ${link}`)).status, 200)
    }))

  it.effect("is a page in which every link inside leads to a place", () =>
    Effect.gen(function*() {
      const { text } = yield* call("GET /api/docs")
      const places = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!)
      assert.strictEqual(new Set(places).size, places.length)
      for (const [, target] of text.matchAll(/href="#([^"]*)"/g)) assert.include(places, target!)
    }))
})

/** The fragments to which the types of problems point. */
const problemExamples = () =>
  Object.values(document["components"].schemas as Record<string, any>)
    .map((schema) => schema.properties?.type?.enum?.[0] as string | undefined)
    .filter((type) => type?.startsWith("/api/docs#"))
    .map((type) => ({ examples: type!.split("#")[1]! }))
