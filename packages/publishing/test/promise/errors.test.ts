import { EventStoreDriver } from "@dateline/eventsourcing/EventStoreDriver"
import * as MemoryEventStore from "@dateline/eventsourcing/MemoryEventStore"
import * as MemoryKeyVault from "@dateline/eventsourcing/MemoryKeyVault"
import * as MemoryViewStore from "@dateline/eventsourcing/MemoryViewStore"
import * as StoreError from "@dateline/eventsourcing/StoreError"
import * as Stores from "@dateline/eventsourcing/Stores"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, it } from "vitest"
import * as Dateline from "../../src/promise.ts"
import { comment, open, published, rain, rejection } from "./fixture.ts"

const { createNewsroom } = Dateline

describe("a promise rejects with an error of a class, with a tag, fields and a sentence", () => {
  const refusals: ReadonlyArray<
    readonly [
      of: Dateline.FailureClass<Dateline.NewsroomError>,
      message: string,
      run: (newsroom: Dateline.Newsroom, id: string) => Promise<unknown>
    ]
  > = [
    [Dateline.InvalidInput, "Invalid input: language unknown, headline required", (newsroom) =>
      // What a program in plain JavaScript could send.
      newsroom.articles.draft({ language: "xx", headline: " " } as never)],
    [
      Dateline.InvalidInput,
      "Invalid input: commitId malformed",
      (newsroom) => newsroom.articles.draft({ ...rain, commitId: "with space" })
    ],
    [
      Dateline.ArticleNotFound,
      "There is no article nowhere",
      (newsroom) => newsroom.articles.publish({ id: "nowhere" })
    ],
    [
      Dateline.NotPublishable,
      "cannot be published without: body, section",
      async (newsroom) => newsroom.articles.publish(await newsroom.articles.draft({ language: "en", headline: "Soon" }))
    ],
    [
      Dateline.Conflict,
      "was expected at version 1 and is at version 2",
      (newsroom, id) => newsroom.articles.edit({ id, headline: "Late", expectedVersion: 1 })
    ],
    [
      Dateline.NotPermitted,
      "A writer may not do this: article.publish",
      (newsroom, id) => newsroom.articles.publish({ id, actor: { role: "writer", id: "w" } })
    ],
    [Dateline.CommitIdReused, "has been made before, with other content", async (newsroom) => {
      const { id } = await newsroom.articles.draft({ ...rain, commitId: "once" })
      return newsroom.articles.draft({ ...rain, id, headline: "Other", commitId: "once" })
    }],
    [Dateline.InvalidCursor, "is not a cursor of this list", (newsroom) => newsroom.articles.list({ cursor: "?" })],
    [Dateline.UnknownReasonCode, "has no reason \"boring\"", async (newsroom, id) => {
      const submitted = await newsroom.comments.submit(comment(id))
      return newsroom.comments.reject({ id: submitted.id, revision: 1, codes: ["boring"] })
    }],
    [Dateline.CommentNotFound, "There is no comment nobody", (newsroom) => newsroom.comments.withdraw({ id: "nobody" })]
  ]
  for (const [of, message, run] of refusals) {
    it(message, async () => {
      const newsroom = await open()
      const error = await rejection(run(newsroom, await published(newsroom)))
      expect(error).toBeInstanceOf(Error)
      expect(error).toBeInstanceOf(of)
      expect(Dateline.isNewsroomError(error)).toBe(true)
      expect((error as Error).message).toContain(message)
    })
  }

  it("a switch on the tag narrows to the fields", async () => {
    const newsroom = await open()
    const error = await rejection(newsroom.articles.get("x").then(() => newsroom.articles.publish({ id: "x" })))
    if (!Dateline.isNewsroomError(error) || error._tag !== "ArticleNotFound") throw error
    expect(error.article satisfies string).toBe("x")
  })

  it("nothing else is taken for an error of the newsroom", () => {
    const others = [
      new Error("x"),
      Object.assign(new Error("x"), { _tag: "toString" }),
      { _tag: "Conflict" },
      null,
      "x"
    ]
    expect(others.filter(Dateline.isNewsroomError)).toEqual([])
  })
})

const broken = (change: (driver: EventStoreDriver["Service"]) => Partial<EventStoreDriver["Service"]>) =>
  Stores.fromLayers({
    events: Layer.effect(
      EventStoreDriver,
      Effect.map(MemoryEventStore.make(), (driver) => ({ ...driver, ...change(driver) }))
    ),
    views: MemoryViewStore.layer,
    keys: MemoryKeyVault.layer
  })

describe("a store that fails", () => {
  it("keeps the newsroom from opening, and says why", async () => {
    const fault = new StoreError.StoreFault({ operation: "open", cause: new Error("no such disk"), retryable: false })
    const store = broken(() => ({ head: Effect.fail(fault) }))
    const error = await rejection(createNewsroom({ store }))
    expect(error).toBeInstanceOf(Dateline.StoreFault)
    expect((error as Error).message).toContain("no such disk")
  })

  it("a bug in a store comes out as Unexpected, with what was thrown", async () => {
    let wrong = false
    const bug = new TypeError("x is not a function")
    const store = broken((driver) => ({
      commit: (commit) => Effect.suspend(() => wrong ? Effect.die(bug) : driver.commit(commit))
    }))
    const newsroom = await open({ store })
    wrong = true
    const error = await rejection(newsroom.articles.draft(rain))
    expect(error).toBeInstanceOf(Dateline.Unexpected)
    expect((error as Error).cause).toBe(bug)
  })
})
