/**
 * The reference page: the OpenAPI document as a page for people, made on the server. It works without scripts, loads
 * nothing from another host and needs nothing that a strict content security policy forbids.
 */
import * as OpenApi from "effect/http-api/OpenApi"
import { html } from "hono/html"
import { Api } from "../Api.ts"
import { problems } from "./openApiDocument.ts"
import { members } from "./referenceSchema.ts"

// The parts of the document that the page shows, as effect prints them.
type Json = Record<string, any>

/** HTML that was escaped as it was made, or nothing. */
type Html = ReturnType<typeof html> | ""

interface Operation {
  readonly method: string
  readonly path: string
  readonly operation: Json
}

const operationsOf = (spec: Json, tag: string): ReadonlyArray<Operation> =>
  Object.entries(spec["paths"] as Json).flatMap(([path, item]) =>
    Object.entries(item as Json)
      .filter(([, operation]) => operation.tags.includes(tag))
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation }))
  )

/** `label` tells this table from those of other operations, for whoever goes from landmark to landmark. */
const table = (label: string, caption: string, columns: ReadonlyArray<string>, rows: ReadonlyArray<Html>): Html =>
  rows.length === 0 ? "" : html`<section class="scroll" tabindex="0" aria-label="${label}"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows}</tbody>
</table></section>`

const member = (name: string, type: string, isRequired: boolean, description: string): Html =>
  html`<tr><th scope="row"><code>${name}</code></th>
<td>${type}${isRequired ? "" : html`, <em>optional</em>`}</td><td>${prose(description)}</td></tr>
`

/** Text with code between backticks. */
const prose = (text: string): Html =>
  html`${text.split("`").map((part, place) => place % 2 === 1 ? html`<code>${part}</code>` : part)}`

const columns = ["Name", "Type", "Meaning"]

const labelOf = (operation: Json, caption: string): string => `${operation["summary"]}: ${caption}`

const example = (caption: string, value: unknown): Html =>
  html`<figure><figcaption>${caption}</figcaption>
<pre tabindex="0"><code>${JSON.stringify(value, null, 2)}</code></pre></figure>`

const mediaOf = (part: Json | undefined): Json | undefined =>
  Object.values(part?.["content"] ?? {})[0] as Json | undefined

const body = (spec: Json, operation: Json, caption: string, media: Json | undefined): Html => {
  if (media === undefined) return ""
  const rows = members(spec, media["schema"]).map((one) => member(one.name, one.type, one.isRequired, one.description))
  return html`${table(labelOf(operation, caption), caption, columns, rows)}${
    example(`${caption}, for example`, media["example"])
  }`
}

const anchors = new Map(problems.map(({ anchor, name }) => [name, anchor]))

const problemLinks = (response: Json): Html =>
  html`${
    Object.keys(mediaOf(response)?.["examples"] ?? {}).map((name, place) =>
      html`${place === 0 ? "" : ", "}<a href="#${anchors.get(name) ?? ""}">${name}</a>`
    )
  }`

const answers = (operation: Json): Html =>
  table(
    labelOf(operation, "Answers"),
    "Answers",
    ["Status", "What"],
    Object.entries(operation["responses"] as Json).map(([status, response]) =>
      html`<tr><th scope="row">${status}</th>
<td>${status.startsWith("2") ? response.description : problemLinks(response)}</td></tr>
`
    )
  )

const parameter = (one: Json): Html =>
  member(`${one["name"]} (${one["in"]})`, one["schema"].type ?? "string", one["required"], one["description"] ?? "")

const section = (spec: Json, { method, operation, path }: Operation): Html => {
  const id = operation["operationId"]
  const success = Object.entries(operation["responses"] as Json).find(([status]) => status.startsWith("2"))?.[1]
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">${operation["summary"]}</h3>
<p class="address"><span class="method">${method}</span> <code>${path}</code></p>
<p>${prose(operation["description"])}</p>
<p>${operation["security"].length === 0 ? "Needs no token." : "Needs a bearer token."}</p>
${table(labelOf(operation, "Parameters"), "Parameters", columns, operation["parameters"].map(parameter))}
${body(spec, operation, "Request", mediaOf(operation["requestBody"]))}
${body(spec, operation, "Answer", mediaOf(success))}
${answers(operation)}
</section>
`
}

const problemRows: ReadonlyArray<Html> = problems.map(({ anchor, example, name }) =>
  html`<tr id="${anchor}"><th scope="row">${name}</th><td>${example["status"]}</td><td>${example["title"]}</td>
<td><code>${example["type"]}</code></td></tr>
`
)

const navigation = (spec: Json): Html =>
  html`<nav aria-label="Operations"><ul>
${
    spec["tags"].map((tag: Json) =>
      html`<li>${tag["name"]}<ul>
${
        operationsOf(spec, tag["name"]).map(({ operation }) =>
          html`<li><a href="#${operation["operationId"]}">${operation["summary"]}</a></li>
`
        )
      }</ul></li>
`
    )
  }<li><a href="#problems">Problems</a></li>
</ul></nav>`

const page = (spec: Json, links: { readonly openapi: string; readonly stylesheet: string }): Html =>
  html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${spec["info"].title}: API reference</title>
<link rel="stylesheet" href="${links.stylesheet}">
</head>
<body>
<header><h1>${spec["info"].title}</h1>
${spec["info"].description.split("\n\n").map((paragraph: string) => html`<p>${prose(paragraph)}</p>`)}
<p><a href="${links.openapi}">OpenAPI ${spec["openapi"]} document</a></p></header>
${navigation(spec)}
<main>
${
    spec["tags"].map((tag: Json) =>
      html`<h2>${tag["name"]}</h2><p>${tag["description"]}</p>
${operationsOf(spec, tag["name"]).map((operation) => section(spec, operation))}`
    )
  }
<h2 id="problems">Problems</h2>
<p>Every problem is application/problem+json; its type tells it apart, its detail explains the occurrence.</p>
${table("List of problems", "Problems", ["Name", "Status", "Title", "Type"], problemRows)}
</main>
</body>
</html>
`

/** The page. `links`: where the document and the stylesheet are. */
export const render = (links: { readonly openapi: string; readonly stylesheet: string }): string =>
  String(page(OpenApi.fromApi(Api), links))
