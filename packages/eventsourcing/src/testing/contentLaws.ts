/** What an event store must give back as it was given, whatever it looks like, or refuse. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as CommitId from "../CommitId.ts"
import type { Commit } from "../EventStoreDriver.ts"
import * as Expect from "../Expected.ts"
import * as Commits from "./Commits.ts"
import type { Driver } from "./Harness.ts"
import { type Law, law, LawBroken, same } from "./Law.ts"

const texts: ReadonlyArray<readonly [what: string, text: string]> = [
  ["nothing", ""],
  ["an empty object", "{}"],
  ["a megabyte", JSON.stringify({ text: "é".repeat(500_000) })],
  ["10,000 lists in each other", `${"[".repeat(10_000)}${"]".repeat(10_000)}`],
  ["U+0000", "a\u0000b"],
  ["a composed letter", "é"],
  ["the same letter, decomposed", "e\u0301"],
  ["a name of every object", "{\"__proto__\":{\"constructor\":1}}"],
  ["minus zero", "{\"n\":-0}"],
  ["a number that no double can hold", "{\"n\":9007199254740993}"],
  ["one name twice", "{\"a\":1,\"a\":2}"],
  ["space around", " \t{ \"a\" : 1 }\r\n"],
  ["a byte order mark", "\ufeff{}"],
  ["ends of lines", "\r\n\u2028\u0085"],
  ["what is no JSON", "'; DROP TABLE events; --"],
  ["what looks like a number", "1e3"],
  ["what looks like a date", "2024-05-12"],
  ["characters beyond the first plane", "𓀀👩‍👩‍👧"]
]

const exact = law(
  "every text comes back as it was, to the last character",
  ({ driver }) =>
    Effect.gen(function*() {
      for (const [place, [what, text]] of texts.entries()) {
        const tags = text.length < 100 ? [text, `twin:${text}`] : []
        const event = { type: `Noted:${text.slice(0, 20)}`, schemaVersion: 1, payload: text, tags }
        const append = { stream: `note-${place}`, expected: Expect.noStream, events: [event] } as const
        const commit = {
          ...Commits.commit(`c${place}`, [append]),
          metadata: JSON.stringify({ note: text.slice(0, 20) })
        }
        yield* driver.commit(commit)
        const [stored] = yield* Commits.ofStream(driver, append.stream)
        const found = stored && { ...event, payload: stored.payload, tags: stored.tags, type: stored.type }
        yield* same(what, [event, commit.metadata], [found, stored?.commit.metadata])
      }
      const log = yield* Commits.all(driver)
      yield* same("in the log", texts.map(([, text]) => text), log.map(({ payload }) => payload))
    })
)

const half = "a\ud800b"

const halves: ReadonlyArray<readonly [where: string, commit: Commit]> = [
  [
    "a payload",
    Commits.commit("payload", [{
      stream: "note-1",
      expected: Expect.any,
      events: [{ ...Commits.event(""), payload: half }]
    }])
  ],
  [
    "a type",
    Commits.commit("type", [{ stream: "note-1", expected: Expect.any, events: [{ ...Commits.event(""), type: half }] }])
  ],
  ["a tag", Commits.commit("tag", [{ stream: "note-1", expected: Expect.any, events: [Commits.event("", [half])] }])],
  ["a stream id", Commits.commit("stream", [Commits.append(`note-${half}`, Expect.any, "")])],
  ["the metadata", { ...Commits.commit("metadata", [Commits.append("note-1", Expect.any, "")]), metadata: half }],
  ["the commit id", { ...Commits.commit("id", [Commits.append("note-1", Expect.any, "")]), id: CommitId.make(half) }]
]

const wellFormed = law(
  "a text with half of a surrogate pair is refused by a fault, wherever it stands, and nothing is written",
  ({ driver }) =>
    Effect.gen(function*() {
      for (const [where, commit] of halves) {
        const refused = yield* Effect.flip(driver.commit(commit)).pipe(
          Effect.mapError(() => new LawBroken({ detail: `half of a surrogate pair in ${where} was not refused` }))
        )
        yield* same(`the refusal of ${where}`, "StoreFault", refused._tag)
      }
      yield* same("what was written", 0, (yield* Commits.all(driver)).length)
    })
)

const streams: ReadonlyArray<string> = [
  "'; DROP TABLE events; --",
  "\"; DROP TABLE streams; --",
  "%",
  "_",
  "*",
  ">",
  "a.b.*",
  "../../etc/passwd",
  "C:\\con",
  "a",
  "a ",
  " a",
  "A",
  "a\u0000",
  "é",
  "e\u0301",
  "\u202ea",
  "__proto__",
  "constructor",
  "x".repeat(10_240)
].map((id) => `note-${id}`)

/** Whether the store took the commit; it may refuse one, by a typed error. */
const taken = Effect.fnUntraced(function*(driver: Driver, commit: Commit): Effect.fn.Return<boolean, LawBroken> {
  const exit = yield* Effect.exit(driver.commit(commit))
  if (Exit.isSuccess(exit)) return exit.value._tag === "Committed"
  const [reason] = exit.cause.reasons
  if (reason?._tag === "Fail" && ["StoreFault", "TooLarge"].includes(reason.error._tag)) return false
  return yield* new LawBroken({ detail: `the refusal of ${commit.appends[0].stream.slice(0, 80)} has no tag` })
})

const literal = law(
  "a stream's id is taken literally: whatever it looks like, it is one stream of its own, or is refused",
  ({ driver }) =>
    Effect.gen(function*() {
      const stored: Array<string> = []
      for (const [place, stream] of streams.entries()) {
        if (yield* taken(driver, Commits.commit(`c${place}`, [Commits.append(stream, Expect.noStream, stream)]))) {
          stored.push(stream)
        }
      }
      yield* same("the ordinary ones are taken", true, ["note-a", "note-A"].every((stream) => stored.includes(stream)))
      for (const stream of streams) {
        const found = (yield* Commits.ofStream(driver, stream)).map((event) => [event.stream, event.payload])
        const expected = stored.includes(stream) ? [[stream, Commits.event(stream).payload]] : []
        yield* same(`the stream ${stream.slice(0, 80)}`, expected, found)
      }
      yield* same("the log", stored, (yield* Commits.all(driver)).map((event) => event.stream))
    })
)

export const contentLaws: ReadonlyArray<Law> = [exact, wellFormed, literal]
