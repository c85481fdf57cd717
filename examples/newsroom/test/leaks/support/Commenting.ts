/** Sends comments as people and as programs do, rightly and wrongly, and keeps every answer. */
import { Browser, fill } from "../../server/Browser.ts"
import type { Answer } from "../../server/Browser.ts"
import type { Person } from "./People.ts"

/** A comment that was taken. */
export interface Sent {
  readonly person: Person
  readonly id: string
  /** Its private page. */
  readonly status: string
  readonly answer: Answer
}

/** What a refused request was answered to the person who sent it. */
export interface Refused {
  readonly what: string
  readonly person: Person
  readonly answer: Answer
}

const json = (value: unknown): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: typeof value === "string" ? value : JSON.stringify(value)
})

const endpoint = (article: string): string => `/api/articles/${article}/comments`

export const byForm = async (url: string, article: string, person: Person): Promise<Sent> => {
  const reader = new Browser(url)
  const page = await reader.follow(await reader.get(`/a/${article}`))
  const answer = await reader.submit(fill(page, `/a/${article}/comments`, { ...person }))
  const status = answer.headers.get("location")
  if (answer.status !== 303 || status === null) throw new Error(`the form was answered ${answer.status}`)
  const id = (await reader.get(status)).html.querySelector("[data-comment-id]")!.getAttribute("data-comment-id")!
  return { person, id, status, answer }
}

export const byApi = async (url: string, article: string, person: Person): Promise<Sent> => {
  const answer = await new Browser(url).request(endpoint(article), json({ ...person, policyVersion: 1 }))
  if (answer.status !== 202) throw new Error(`the API answered ${answer.status}`)
  const { id, statusUrl } = JSON.parse(answer.text)
  return { person, id, status: statusUrl, answer }
}

type Attempt = (reader: Browser, article: string, person: Person) => Promise<Answer>

const form = (change: (fields: Record<string, unknown>) => Record<string, unknown>): Attempt =>
async (
  reader,
  article,
  person
) => {
  const page = await reader.follow(await reader.get(`/a/${article}`))
  const { action, fields } = fill(page, `/a/${article}/comments`, { ...person })
  return reader.submit({ action, fields: { ...fields, ...change(fields) } as typeof fields })
}

const api = (body: (person: Person) => unknown, more: RequestInit = {}): Attempt => (reader, article, person) =>
  reader.request(endpoint(article), { ...json(body(person)), ...more })

const asked = (path: (email: string) => string): Attempt => (reader, _article, { email }) => reader.get(path(email))

/** Everything that can be wrong with a request that carries an address. */
export const mistakes: Readonly<Record<string, Attempt>> = {
  "a form without words": form(() => ({ body: "" })),
  "a form with a token that was changed": form(({ formToken }) => ({ formToken: `${String(formToken)}x` })),
  "a form with an address that is none": form(({ email }) => ({ email: `${String(email)} and more` })),
  "a form that answers what is not there": form(() => ({ parentId: "0000000000000000" })),
  "a form filled in by a program": form(() => ({ website: "https://spam.example" })),
  "a form that is too large": form(() => ({ body: "x".repeat(1_100_000) })),
  "a form of another kind": (reader, article, person) => reader.request(`/a/${article}/comments`, json(person)),
  "a form for no article": (reader, _article, person) => reader.post("/a/0000000000/comments", { ...person }),
  "JSON without words": api((person) => ({ ...person, body: "", policyVersion: 1 })),
  "JSON with an address that is none": api(({ email, ...rest }) => ({ ...rest, email: `${email}@`, policyVersion: 1 })),
  "JSON with an address for a name": api((person) => ({ ...person, policyVersion: person.email })),
  "JSON with a member that is unknown": api((person) => ({ ...person, [person.email]: 1, policyVersion: 1 })),
  "JSON with a policy that never was": api((person) => ({ ...person, policyVersion: 999 })),
  "JSON that is broken": api((person) => `{"email":"${person.email}",`),
  "JSON that is too large": api((person) => ({ ...person, body: "x".repeat(1_100_000), policyVersion: 1 })),
  "JSON that is said to be text": api((person) => person, { headers: { "content-type": "text/plain" } }),
  "JSON for no article": (reader, _article, person) =>
    reader.request(endpoint("0000000000"), json({ ...person, policyVersion: 1 })),
  "an address in a path": asked((email) => `/ar/${email}`),
  "an address in a path that cannot be decoded": asked((email) => `/ar/%E0%A4%A${email}`),
  "an address in a query": asked((email) => `/ar/?email=${encodeURIComponent(email)}`),
  "an address for a cursor": asked((email) => `/ar/national?after=${encodeURIComponent(email)}`),
  "an address for an article of the API": asked((email) => `/api/articles/${encodeURIComponent(email)}`),
  "an address for a cursor of the API": asked((email) => `/api/articles?cursor=${encodeURIComponent(email)}`),
  "an address for a private page": asked((email) => `/comments/status/${encodeURIComponent(email)}`),
  "an address for a token": (reader, _article, { email }) =>
    reader.request("/api/moderation/queue", { headers: { authorization: `Bearer ${email}` } }),
  "an address for a user of the desk": async (reader, _article, { email }) => {
    const page = await reader.get("/desk/sign-in")
    return reader.submit(fill(page, "/desk/sign-in", { username: email, password: "wrong" }))
  }
}

/** Makes every mistake once, each by a person of its own. */
export const mistaken = async (
  url: string,
  article: string,
  persons: ReadonlyArray<Person>
): Promise<ReadonlyArray<Refused>> => {
  const answers: Array<Refused> = []
  for (const [index, [what, attempt]] of Object.entries(mistakes).entries()) {
    const person = persons[index]!
    answers.push({ what, person, answer: await attempt(new Browser(url), article, person) })
  }
  return answers
}
