import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { dateline, datelineUntilFirstOutput, jsonLines } from "./support/dateline.ts"
import { email, newsroomFolder, notesFolder } from "./support/folders.ts"

describe("dateline events", () => {
  it.live("--json prints every event in order, one object a line, with all that the log knows of it", () =>
    Effect.gen(function*() {
      const { code, stderr, stdout } = yield* dateline(yield* newsroomFolder, "events", "--json")
      assert.deepStrictEqual([code, stderr], [0, ""])
      const events = jsonLines(stdout)
      assert.deepStrictEqual(events.map(({ position }) => position), events.map((_, place) => place + 1))
      const names = events.map(({ type }) => type)
      assert.includeMembers(names, ["PolicyActivated", "ArticleDrafted", "ArticlePublished", "CommentSubmitted"])
      const drafted = events[names.indexOf("ArticleDrafted")]
      assert.strictEqual(drafted.payload.headline, "Rabat : ouverture de la 48e session")
      const fields = "position stream version type schemaVersion payload tags commitId index digest recordedAt " +
        "metadata log"
      assert.deepStrictEqual(Object.keys(drafted), fields.split(" "))
      assert.match(drafted.digest, /^[\w-]{43}$/)
      assert.deepStrictEqual(new Set(events.map(({ log }) => log)).size, 1)
      assert.match(drafted.stream, /^article-/)
      assert.deepStrictEqual([drafted.version, drafted.commitId, drafted.index], [1, "draft-1", 0])
      assert.deepStrictEqual(drafted.metadata.actor, { role: "chief-editor", id: "desk" })
    }))

  it.live("prints no personal data in the clear, for programs or for people", () =>
    Effect.gen(function*() {
      const folder = yield* newsroomFolder
      const [json, people] = yield* Effect.all([dateline(folder, "events", "--json"), dateline(folder, "events")])
      assert.include(json.stdout, "\"box\":")
      assert.include(people.stdout, "CommentSubmitted")
      for (const { stdout } of [json, people]) assert.notInclude(stdout, email)
    }))

  it.live("--after prints what comes after a position, and nothing when that is the last", () =>
    Effect.gen(function*() {
      const folder = yield* notesFolder(5)
      const after = yield* dateline(folder, "events", "--json", "--after", "3")
      assert.deepStrictEqual(jsonLines(after.stdout).map(({ position }) => position), [4, 5])
      assert.deepStrictEqual(yield* dateline(folder, "events", "--after", "5"), { code: 0, stdout: "", stderr: "" })
    }))

  it.live("without --json prints a line that people can read, and --data says where", () =>
    Effect.gen(function*() {
      const folder = yield* notesFolder(1)
      const { stdout } = yield* dateline("/nowhere", "events", "--data", folder)
      assert.match(stdout, /^ +1 {2}1970-01-01T00:00:00\.000Z {2}Noted +note-1@1\n$/)
    }))

  it.live("stops quietly when its reader has read enough", () =>
    Effect.gen(function*() {
      const folder = yield* notesFolder(5000)
      assert.deepStrictEqual(yield* datelineUntilFirstOutput(folder, "events", "--json"), { code: 0, stderr: "" })
    }))
})
