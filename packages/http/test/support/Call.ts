/** Requests as any program sends them: nothing of ours on the client's side. */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Newsroom, tokens } from "./Newsroom.ts"

export interface Sent {
  readonly token?: string
  /** Sent as JSON, with its content type. */
  readonly json?: unknown
  /** Sent as it is. */
  readonly body?: string | Uint8Array | ReadableStream
  readonly headers?: Record<string, string>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body, read as JSON; empty when it is none. */
  readonly json: Record<string, any>
}

const parsed = (text: string): Record<string, any> => {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

/** Sends `GET /api/articles` and the like. */
export const call = (line: string, sent: Sent = {}): Effect.Effect<Answer, never, Newsroom> =>
  Effect.flatMap(Newsroom, ({ baseUrl }) =>
    Effect.promise(async (signal) => {
      const [method = "GET", path = "/"] = line.split(" ")
      const body = sent.json === undefined ? sent.body : JSON.stringify(sent.json)
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        signal,
        redirect: "manual",
        headers: {
          ...(sent.token === undefined ? {} : { authorization: `Bearer ${sent.token}` }),
          ...(sent.json === undefined ? {} : { "content-type": "application/json" }),
          ...sent.headers
        },
        ...(body === undefined ? {} : { body, duplex: "half" })
      } as RequestInit)
      const text = await response.text()
      return { status: response.status, headers: response.headers, text, json: parsed(text) }
    }))

/** Sends as the administrator. */
export const desk = (line: string, sent: Sent = {}): Effect.Effect<Answer, never, Newsroom> =>
  call(line, { token: tokens.administrator, ...sent })

/** Asserts that an answer is a problem of this status and type, and tells nothing of the server's insides. */
export const assertProblem = (answer: Answer, status: number, type: string): void => {
  assert.strictEqual(answer.status, status, answer.text)
  assert.strictEqual(answer.headers.get("content-type"), "application/problem+json")
  assert.strictEqual(answer.json["type"], `/api/docs#${type}`)
  assert.strictEqual(answer.json["status"], status)
  assert.isString(answer.json["title"])
  assert.notMatch(answer.text, /\bat .+:\d+:\d+|node_modules|\.ts\b/)
}

/** The refused fields and their codes. */
export const fieldsOf = (answer: Answer): Record<string, string> =>
  Object.fromEntries((answer.json["errors"] ?? []).map((error: any) => [error.field, error.code]))

export const story = {
  language: "ar",
  section: "national",
  headline: "الرباط: المكتبة الوطنية تمدد ساعات الاستقبال",
  body: ["أعلنت المكتبة تمديد ساعات الاستقبال 2022-2024.", "ويشمل القرار قاعات المطالعة الثلاث."],
  dateline: { place: "الرباط", date: "2024-05-12" },
  agency: "MAP"
}

export const submission = {
  name: "يوسف",
  email: "youssef@example.org",
  body: "خبر سار لطلبة العاصمة.",
  policyVersion: 1
}

/** The id of a new article; a draft, or published. */
export const newArticle = Effect.fnUntraced(function*(state: "draft" | "published" = "published") {
  const { json } = yield* desk("POST /api/articles", { json: story })
  if (state === "published") yield* desk(`POST /api/articles/${json["id"]}/publish`)
  return json["id"] as string
})

/** The id of a new comment that waits for a decision. */
export const newComment = Effect.fnUntraced(function*() {
  const article = yield* newArticle()
  const { json } = yield* call(`POST /api/articles/${article}/comments`, { json: submission })
  return json["id"] as string
})
