import type { Recorded } from "@dateline/eventsourcing/Recorded"
import { DeciderSpec } from "@dateline/eventsourcing/testing"
import { describe, expect, it } from "vitest"
import type { OpenedCommentEvent } from "../../src/domain/CommentEvents.ts"
import * as Thread from "../../src/views/Thread.ts"
import { approved, erased, held, id as article, rejected, submitted, withdrawn } from "../domain/samples.ts"
import { answer, type Entry, from, log } from "./commentLog.ts"
import { documents, opened } from "./fold.ts"

const { epoch } = DeciderSpec

describe("a comment in its thread", () => {
  const thread = (...events: ReadonlyArray<Entry>) => documents(Thread.projection, log(...events))

  it("has no place while it waits", () => {
    expect(thread(["c1", submitted], ["c1", held]).get("c1")).toEqual({
      state: "waiting",
      id: "c1",
      article,
      replies: 0,
      name: "أمينة",
      body: "تعليق",
      language: "ar",
      submittedAt: epoch,
      submitted: 1
    })
  })

  it("gets the place at which it was submitted once it is approved", () => {
    const comments = thread(["c1", submitted], ["c2", submitted], ["c2", approved], ["c1", approved])
    expect(comments.get("c1")).toMatchObject({ state: "visible", place: 1, name: "أمينة", body: "تعليق" })
    expect(comments.get("c2")).toMatchObject({ state: "visible", place: 2 })
  })

  it("is gone once it is rejected, or withdrawn before anybody saw it", () => {
    for (const event of [rejected, withdrawn, erased]) {
      expect(thread(["c1", submitted], ["c1", event]).has("c1")).toBe(false)
    }
  })

  it("that was visible and has no answers leaves neither text nor place", () => {
    for (const event of [withdrawn, erased]) {
      const comments = thread(["c1", submitted], ["c1", approved], ["c1", from(event, "approved")])
      expect(comments.get("c1")).toEqual({ state: "removed", id: "c1", article, replies: 0, submitted: 1 })
    }
  })

  it("that was visible and has answers keeps its place for them, and shows neither name nor text", () => {
    const comments = thread(
      ["c1", submitted],
      ["c1", approved],
      ["c2", answer(submitted)],
      ["c2", answer(approved)],
      ["c1", from(withdrawn, "approved")]
    )
    expect(comments.get("c1")).toEqual({ state: "removed", id: "c1", article, replies: 1, submitted: 1, place: 1 })
    expect(comments.get("c2")).toMatchObject({ state: "visible", parent: "c1", place: 3 })
  })

  it("that is gone gets its place back when an answer appears, and loses it with the last one", () => {
    const begun = [
      ["c1", submitted],
      ["c1", approved],
      ["c2", answer(submitted)],
      ["c1", from(erased, "approved")]
    ] as const
    expect(thread(...begun).get("c1")).not.toHaveProperty("place")
    expect(thread(...begun, ["c2", answer(approved)]).get("c1")).toMatchObject({
      state: "removed",
      replies: 1,
      place: 1
    })
    const ended = thread(...begun, ["c2", answer(approved)], ["c2", answer(from(withdrawn, "approved"))])
    expect(ended.get("c1")).toEqual({ state: "removed", id: "c1", article, replies: 0, submitted: 1 })
  })

  it("counts only the answers that readers see", () => {
    const comments = thread(
      ["c1", submitted],
      ["c1", approved],
      ["c2", answer(submitted)],
      ["c3", answer(submitted)],
      ["c3", answer(rejected)],
      ["c4", answer(submitted)],
      ["c4", answer(held)],
      ["c4", answer(from(withdrawn, "held"))]
    )
    expect(comments.get("c1")).toMatchObject({ replies: 0 })
  })

  it("erased after it was withdrawn stays as it is", () => {
    const withdrawnOnce = [["c1", submitted], ["c1", approved], ["c1", from(withdrawn, "approved")]] as const
    expect(thread(...withdrawnOnce, ["c1", { _tag: "CommentErased", article, from: "withdrawn" }])).toEqual(
      thread(...withdrawnOnce)
    )
  })

  it("that is gone still says which comment it answered", () => {
    const comments = thread(
      ["c1", submitted],
      ["c1", approved],
      ["c2", answer(submitted)],
      ["c2", answer(approved)],
      ["c2", answer(from(withdrawn, "approved"))]
    )
    expect(comments.get("c2")).toEqual({ state: "removed", id: "c2", article, parent: "c1", replies: 0, submitted: 3 })
  })

  it("changes the comment it answers from its approval on, after its own document", () => {
    const events = log(["c2", answer(submitted)], ["c2", answer(approved)])
    const [first, second] = events.map((event) => opened(Thread.projection, event) as Recorded<OpenedCommentEvent>)
    expect(Thread.projection.keys(first!)).toEqual(["c2"])
    expect(Thread.projection.keys(second!)).toEqual(["c2", "c1"])
  })
})
