/** What the hostile chapters share: who attacks, and the things that they attack. */
import assert from "node:assert/strict"
import type { Steps } from "../Steps.ts"
import { type Answer, authorized, expectStatus, location, type Visitor } from "../Visitor.ts"

export interface Attack {
  readonly steps: Steps
  readonly reader: Visitor
  /** Signed in at the desk. */
  readonly editor: Visitor
  readonly program: Visitor
  /** A live article in French. */
  readonly article: { readonly id: string; readonly path: string }
}

export const harmless = {
  language: "fr",
  section: "world",
  headline: "Un article ordinaire",
  body: ["Premier paragraphe.", "Deuxième paragraphe."]
}

/** Drafts and publishes an article through the API. */
export const publish = async ({ program, reader }: Pick<Attack, "program" | "reader">, draft: object = harmless) => {
  const { id } = expectStatus(await program.postJson("/api/articles", draft, authorized), 201).json
  expectStatus(await program.postJson(`/api/articles/${id}/publish`, {}, authorized), 200)
  return { id: id as string, path: location(expectStatus(await reader.get(`/a/${id}`), 301)) }
}

/** A comment as a program sends it. */
export const commentOf = (more: object = {}) => ({
  name: "Lectrice",
  email: "lectrice@example.com",
  body: "Un commentaire.",
  policyVersion: 1,
  ...more
})

/** The API's refusals are problem details that say their status, and nothing of the program's insides. */
export const expectProblem = (answer: Answer, ...statuses: ReadonlyArray<number>): Answer => {
  expectStatus(answer, ...statuses)
  assert.match(answer.headers.get("content-type") ?? "", /^application\/problem\+json/, answer.request)
  assert.equal(answer.json.status, answer.status)
  assert.equal(typeof answer.json.title, "string")
  return answer
}

/** The site's refusals are pages in a language. */
export const expectErrorPage = (answer: Answer, ...statuses: ReadonlyArray<number>): Answer => {
  expectStatus(answer, ...statuses)
  assert.match(answer.headers.get("content-type") ?? "", /^text\/html/, answer.request)
  assert.match(answer.page.querySelector("html")?.getAttribute("lang") ?? "", /^(ar|fr|en)/, answer.request)
  return answer
}
