/** Somebody with a browser or a program: sends requests, keeps cookies, remembers every answer. */
import { type HTMLElement, parse } from "node-html-parser"
import assert from "node:assert/strict"
import { apiToken } from "./Newsroom.ts"

export interface Answer {
  /** Method and path, for messages. */
  readonly request: string
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The answer as a page. */
  readonly page: HTMLElement
  /** The answer as JSON; throws when it is none. */
  readonly json: any
}

export type Fields = Readonly<Record<string, string | ReadonlyArray<string>>>

export interface Visitor {
  readonly answers: ReadonlyArray<Answer>
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>
  /** As a browser sends a form. */
  readonly submit: (path: string, fields: Fields) => Promise<Answer>
  readonly postJson: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Answer>
  readonly send: (path: string, init: RequestInit) => Promise<Answer>
  /** For tampering with. */
  readonly cookies: Map<string, string>
}

/** With these headers, whoever sends a request may write through the API. */
export const authorized = { authorization: `Bearer ${apiToken}` }

export const formBody = (fields: Fields): URLSearchParams => {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const one of typeof value === "string" ? [value] : value) body.append(name, one)
  }
  return body
}

const answerOf = async (request: string, response: Response): Promise<Answer> => {
  const text = await response.text()
  return {
    request,
    status: response.status,
    headers: response.headers,
    text,
    get page() {
      return parse(text)
    },
    get json() {
      return JSON.parse(text)
    }
  }
}

const remember = (cookies: Map<string, string>, headers: Headers): void => {
  for (const line of headers.getSetCookie()) {
    const [pair = ""] = line.split(";")
    const at = pair.indexOf("=")
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
    if (value === "" || /max-age=0/i.test(line)) cookies.delete(name)
    else cookies.set(name, value)
  }
}

/** A visitor of the newsroom at this address, which may change when the newsroom starts again. */
export const visitor = (url: () => string): Visitor => {
  const answers: Array<Answer> = []
  const cookies = new Map<string, string>()

  const send: Visitor["send"] = async (path, init) => {
    const headers = new Headers(init.headers)
    if (cookies.size > 0) headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "))
    const target = path.startsWith("http") ? path : `${url()}${path}`
    const response = await fetch(target, { ...init, headers, redirect: "manual", signal: AbortSignal.timeout(20_000) })
    remember(cookies, response.headers)
    const answer = await answerOf(`${init.method ?? "GET"} ${path.slice(0, 200)}`, response)
    answers.push(answer)
    return answer
  }

  return {
    answers,
    cookies,
    send,
    get: (path, headers = {}) => send(path, { headers }),
    submit: (path, fields) => send(path, { method: "POST", body: formBody(fields) }),
    postJson: (path, body, headers = {}) =>
      send(path, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json", ...headers }
      })
  }
}

/** The answer has this status, or one of these. */
export const expectStatus = (answer: Answer, ...statuses: ReadonlyArray<number>): Answer => {
  const found = `${answer.request} answered ${answer.status}: ${answer.text.slice(0, 300)}`
  assert.ok(statuses.includes(answer.status), `expected ${statuses.join(" or ")}; ${found}`)
  return answer
}

/** Where the answer sends its reader, as a path of the newsroom. */
export const location = (answer: Answer): string => {
  const target = answer.headers.get("location")
  assert.ok(target !== null, `${answer.request} names no location`)
  const { hash, pathname, search } = new URL(target, "http://newsroom.invalid")
  return pathname + search + hash
}
