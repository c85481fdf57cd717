import { describe, expect, it } from "vitest"
import { createNewsroom, memory, type RecordedEvent } from "../../src/promise.ts"
import { comment, open, published, rejection } from "./fixture.ts"

const names = (events: ReadonlyArray<RecordedEvent>) => events.map(({ event }) => event._tag)

/** The next events of a subscription; all until it ends, unless told otherwise. */
const take = async (events: AsyncIterable<RecordedEvent>, count = Infinity): Promise<ReadonlyArray<RecordedEvent>> => {
  const taken: Array<RecordedEvent> = []
  for await (const event of events) if (taken.push(event) === count) break
  return taken
}

describe("an async iterator", () => {
  it("gives what has happened, then what happens next, each event once and in order", async () => {
    const newsroom = await open()
    const id = await published(newsroom)
    const following = take(newsroom.subscribe(), 4)
    await newsroom.articles.fixTypo({ id, block: "p1", text: "It rained in Rabat!" })
    await newsroom.articles.retract({ id, notice: "It did not." })
    const events = await following
    expect(names(events)).toEqual(["ArticleDrafted", "ArticlePublished", "ArticleTypoFixed", "ArticleRetracted"])
    expect(events.map(({ id, version }) => [id, version])).toEqual([[id, 1], [id, 2], [id, 3], [id, 4]])
    expect(events.map(({ position }) => position).toSorted((a, b) => a - b)).toEqual(events.map((one) => one.position))
    expect(events[0]).toMatchObject({ about: "article", actor: { role: "chief-editor", id: "newsroom" } })
  })

  it("goes on after the position of a command", async () => {
    const newsroom = await open()
    const id = await published(newsroom)
    const { position } = await newsroom.articles.edit({ id, headline: "Much rain" })
    await newsroom.articles.correct({ id, notice: "Little rain." })
    expect(names(await take(newsroom.subscribe({ after: position }), 1))).toEqual(["ArticleCorrected"])
  })

  it("says nothing that identifies a commenter", async () => {
    const newsroom = await open()
    await newsroom.comments.submit(comment(await published(newsroom)))
    const submitted = (await take(newsroom.subscribe(), 3))[2]!
    expect(submitted).toMatchObject({ about: "comment", actor: { role: "reader" }, event: { body: "At last!" } })
    const { event: { article, ...event }, ...rest } = submitted as typeof submitted & { event: { article: string } }
    expect(Object.keys(event).toSorted()).toEqual(["_tag", "body", "language", "name", "policyVersion"])
    expect(rest.actor).toEqual({ role: "reader" })
    expect(article).toMatch(/^[0-9a-z]{10}$/)
  })

  it("waits for what comes, and ends when it is closed, aborted, or the newsroom is closed", async () => {
    const newsroom = await createNewsroom({ store: memory() })
    const aborting = new AbortController()
    const [closed, aborted, left] = [
      newsroom.subscribe(),
      newsroom.subscribe({ signal: aborting.signal }),
      newsroom.subscribe()
    ]
    const all = [closed, aborted, left].map((subscription) => take(subscription))
    await closed.close()
    aborting.abort()
    await newsroom.close()
    expect(await Promise.all(all)).toEqual([[], [], []])
    expect(await take(newsroom.subscribe({ signal: AbortSignal.abort() }))).toEqual([])
    expect(await rejection(take(newsroom.subscribe(), 1))).toMatchObject({ _tag: "NewsroomClosed" })
  })

  it("refuses a place that no log has", async () => {
    const newsroom = await open()
    expect(await rejection(take(newsroom.subscribe({ after: -1 }), 1))).toMatchObject({
      _tag: "InvalidInput",
      problems: [{ field: "after", problem: "malformed" }]
    })
  })
})

describe("a listener", () => {
  it("is told one event after the other, and nothing more once it is closed, even from within", async () => {
    const newsroom = await open()
    const id = await published(newsroom)
    await newsroom.articles.retract({ id, notice: "Gone." })
    const heard: Array<string> = []
    const listening = newsroom.subscribe(async ({ event }) => {
      heard.push(`begin ${event._tag}`)
      await newsroom.articles.list()
      if (event._tag === "ArticlePublished") await listening.close()
      heard.push(`end ${event._tag}`)
    })
    await listening.ended
    expect(heard).toEqual([
      "begin ArticleDrafted",
      "end ArticleDrafted",
      "begin ArticlePublished",
      "end ArticlePublished"
    ])
  })

  it("that throws is told nothing more, and whoever awaits its end is told why", async () => {
    const newsroom = await open()
    const heard: Array<string> = []
    const { ended } = newsroom.subscribe(({ event }) => {
      heard.push(event._tag)
      throw new Error("the listener's own")
    })
    const failed = rejection(ended)
    await published(newsroom)
    expect(await failed).toMatchObject({ message: "the listener's own" })
    expect(heard).toEqual(["ArticleDrafted"])
  })

  it("that closes the newsroom does not wait for itself", async () => {
    const newsroom = await createNewsroom({ store: memory() })
    const { ended } = newsroom.subscribe(() => newsroom.close())
    await published(newsroom).catch(() => undefined)
    await expect(ended).resolves.toBeUndefined()
  })
})
