/**
 * The promise under every comment form: "your e-mail address will not be published". Many people comment, a part of them
 * is decided about, many mistakes are made; then everything that leaves the newsroom or stays in it is searched for every
 * address in every form. DATELINE_LEAK_COMMENTS says how many comment (200 unless told otherwise).
 */
import * as fs from "node:fs"
import * as path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Attacker from "./support/Attacker.ts"
import { mistakes } from "./support/Commenting.ts"
import * as Corpus from "./support/Corpus.ts"
import { forget, type Forgotten } from "./support/Forgetting.ts"
import { formsOf, formsOfText, plainly } from "./support/Forms.ts"
import { hunter } from "./support/Hunt.ts"
import { people } from "./support/People.ts"
import * as Stage from "./support/Stage.ts"

const count = Number(process.env["DATELINE_LEAK_COMMENTS"] ?? 200)
/** A tenth of a second for each comment on a busy machine, and a minute for the rest. */
const patience = 60_000 + count * 100

const commenters = people("commenter", count)
const blunderers = people("blunderer", Object.keys(mistakes).length)
const hunt = hunter([...commenters, ...blunderers].flatMap(({ email }) => formsOf(email)))

/** `PLACE: ENCODING of ADDRESS`, for each place where one was found. */
const findings = (places: Readonly<Record<string, Corpus.Corpus>>): ReadonlyArray<string> =>
  Object.entries(places).flatMap(([kind, corpus]) =>
    [...corpus].flatMap(([place, bytes]) =>
      hunt(bytes).map(({ encoding, secret }) => `${kind} ${place}: ${encoding} of ${secret}`)
    )
  )

let stage: Stage.Stage
beforeAll(async () => {
  stage = await Stage.prepare(commenters, blunderers)
}, patience)
afterAll(() => fs.rmSync(path.dirname(stage.folder), { recursive: true, force: true }))

describe("the e-mail address of whoever comments", () => {
  it("was sent in and taken, and a part of the comments was decided about", () => {
    expect(stage.sent).toHaveLength(count)
    expect(new Set(stage.sent.map(({ id }) => id)).size).toBe(count)
    expect([...stage.statuses].toSorted()).toEqual([200, 303])
    expect(stage.log.match(/http.route=\/a\/:id\/comments|route=\/a\/:id\/comments/g)?.length).toBeGreaterThan(
      count / 2
    )
  })

  it("is in no page, feed, answer, file, export or line of the log, in no form", () => {
    expect(findings(stage.places)).toEqual([])
    const bytes = Object.values(stage.places).flatMap((corpus) => [...corpus.values()])
    const total = bytes.reduce((sum, { length }) => sum + length, 0)
    console.info(`searched ${bytes.length} documents, ${(total / 1e6).toFixed(1)} MB, for ${count} addresses`)
  }, patience)

  it("would have been found: in each place the same search finds the names that are there", () => {
    const names = hunter(commenters.map(({ name }) => plainly(name)))
    const found = (kind: string) =>
      new Set([...stage.places[kind]!.values()].flatMap((bytes) => names(bytes).map(({ secret }) => secret))).size
    const shown = stage.sent.filter((_, index) => Stage.fates[index % 10] === "approve").length
    expect(found("a public page or feed")).toBe(shown)
    expect(found("an answer of the API")).toBeGreaterThan(shown)
    expect(found("a page of the desk")).toBeGreaterThan(count / 10)
    expect(found("a private page")).toBe(count - Math.floor(count / 10))
    // Views that are open to readers and to moderators have names; the log, and what is exported of it, has none.
    expect(found("a file while it runs")).toBeGreaterThan(count / 2)
    expect(found("a file")).toBeGreaterThan(count / 2)
    expect(found("the export")).toBe(0)
  })

  it.each(Object.keys(mistakes).map((what, index) => [what, index] as const))(
    "is told to nobody but to whoever typed it, in the field where it was typed: %s",
    (what, index) => {
      const { answer, person } = stage.refused[index]!
      expect([what, answer.status >= 200 && answer.status < 500]).toEqual([what, true])
      // The form comes back with what was typed, to whoever sent it; nobody keeps that answer.
      const typed = answer.html.querySelectorAll("input").filter((input) =>
        input.getAttribute("value")?.includes(person.email) === true
      )
      expect(typed.length === 0 || answer.headers.get("cache-control")?.includes("no-store") === true).toBe(true)
      expect(typed.every((input) => ["email", "username"].includes(input.getAttribute("name") ?? ""))).toBe(true)
      for (const input of typed) input.removeAttribute("value")
      const rest = Corpus.ofAnswer({ ...answer, text: typed.length === 0 ? answer.text : answer.html.toString() })
      expect(hunt(rest)).toEqual([])
    }
  )
})

describe("forgetting a commenter", () => {
  /** One who is shown, one who was rejected, one who waits. */
  const chosen = [0, 3, 9]
  /** What is kept to be published, and what is kept to reach somebody, have a key each. */
  const purposes = 2
  let forgotten: ReadonlyArray<Forgotten>
  let boxes: ReadonlyArray<string>
  let openedBefore: ReadonlyArray<number>
  let wrapped: ReadonlyArray<Attacker.WrappedKey>

  const openedBy = (index: number) =>
    Attacker.openings(stage.folder, boxes[index]!).filter((one) =>
      one === JSON.stringify(commenters[chosen[index]!]!.email.toLowerCase())
    )

  beforeAll(async () => {
    const events = stage.exported.split("\n").filter(Boolean).map((line) => JSON.parse(line))
    boxes = chosen.map((index) =>
      events.find(({ stream, type }) => stream === `comment-${stage.sent[index]!.id}` && type === "CommentSubmitted")
        .payload.email.box
    )
    openedBefore = chosen.map((_, index) => openedBy(index).length)
    wrapped = Attacker.wrappedKeys(stage.folder)
    forgotten = await forget(stage.folder, chosen.map((index) => stage.sent[index]!.id))
  }, patience)

  it("makes the address unreadable for the desk", () => {
    expect(forgotten.map(({ after, before }) => [before, after])).toEqual(
      chosen.map((index) => [commenters[index]!.email.toLowerCase(), { _tag: "Erased" }])
    )
  })

  it("leaves no key that opens what the log holds, for whoever has the log, the key file and the master key", () => {
    expect(openedBefore).toEqual([1, 1, 1])
    expect(chosen.map((_, index) => openedBy(index))).toEqual([[], [], []])
  })

  it("leaves no byte of the key behind, and takes nobody else's", () => {
    const subjects = new Set(forgotten.map(({ subject }) => subject))
    const lost = wrapped.filter(({ subject }) => subjects.has(subject))
    expect(lost).toHaveLength(purposes * chosen.length)
    const keys = hunter(lost.map(({ subject, wrapped: bytes }) => ({
      secret: subject,
      encoding: "key",
      bytes: Buffer.from(bytes)
    })))
    expect([...Corpus.files(stage.folder).values()].flatMap((bytes) => keys(bytes))).toEqual([])
    expect(Attacker.wrappedKeys(stage.folder)).toHaveLength(wrapped.length - purposes * chosen.length)
  })

  it(
    "leaves their names and words in no file and in no export, in no form, and everybody else's in the views",
    async () => {
      const theirs = chosen.map((index) => commenters[index]!).flatMap(({ body, email, name }) => [
        ...formsOfText(name),
        ...formsOfText(body),
        ...formsOf(email)
      ])
      const search = hunter(theirs)
      expect(
        Object.values(stage.places).some((corpus) => [...corpus.values()].some((bytes) => search(bytes).length > 0))
      )
        .toBe(true)
      // The newsroom's views follow what was forgotten when it starts, and its files are closed when it stops.
      await Stage.again(stage.folder, [])
      const files = Corpus.files(stage.folder)
      expect([...files].flatMap(([place, bytes]) => search(bytes).map((found) => ({ place, ...found })))).toEqual([])
      expect(search(Buffer.from(await Corpus.exported(stage.folder)))).toEqual([])
      const other = hunter([plainly(commenters[1]!.name)])
      expect([...files].filter(([, bytes]) => other(bytes).length > 0).map(([place]) => place)).toEqual(["newsroom.db"])
    },
    patience
  )

  it("takes name and words from every page, feed, answer and view, and nobody else's", async () => {
    const places = await Stage.again(stage.folder, stage.sent)
    const theirs = chosen.map((index) => commenters[index]!).flatMap(({ body, name }) => [plainly(body), plainly(name)])
    const search = hunter([...theirs, plainly(commenters[1]!.name)])
    const found = Object.entries(places).flatMap(([kind, corpus]) =>
      [...corpus].flatMap(([place, bytes]) => search(bytes).map(({ secret }) => ({ kind, place, secret })))
    )
    expect(found.filter(({ secret }) => secret !== commenters[1]!.name)).toEqual([])
    expect(new Set(found.map(({ kind }) => kind)).size).toBe(3) // the desk's pages show only who waits
    expect(search(Buffer.from(Attacker.documents(stage.folder))).map(({ secret }) => secret)).toEqual([
      commenters[1]!.name
    ])
    for (const index of chosen) {
      const page = Buffer.from(places["a private page"].get(stage.sent[index]!.status)!).toString()
      expect(page).toContain("data-state=\"erased\"")
    }
    expect(findings({ ...places, "a file": Corpus.files(stage.folder) })).toEqual([])
  }, patience)
})
