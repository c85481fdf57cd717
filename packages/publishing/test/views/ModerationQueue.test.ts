import { DeciderSpec } from "@dateline/eventsourcing/testing"
import { describe, expect, it } from "vitest"
import type { CommentEvent } from "../../src/domain/CommentEvents.ts"
import * as ModerationQueue from "../../src/views/ModerationQueue.ts"
import { approved, erased, held, id as article, rejected, submitted, withdrawn } from "../domain/samples.ts"
import { answer, log, noted } from "./commentLog.ts"
import { documents } from "./fold.ts"

const { epoch } = DeciderSpec

describe("the moderation queue", () => {
  const queue = (...events: ReadonlyArray<CommentEvent>) =>
    documents(ModerationQueue.projection, log(...events.map((event) => ["c1", event] as const))).get("c1")

  it("has a comment from its submission, with the revision that a decision must name", () => {
    expect(queue(answer(submitted))).toEqual({
      id: "c1",
      article,
      parent: "c1",
      language: "ar",
      name: "أمينة",
      body: "تعليق",
      revision: 1,
      policyVersion: 1,
      submittedAt: epoch,
      state: "pending",
      position: 1,
      version: 1
    })
  })

  it("keeps a held comment in its place, with the note", () => {
    expect(queue(submitted, noted(held, "راجع"))).toEqual({
      ...queue(submitted),
      state: "held",
      note: "راجع",
      version: 2
    })
  })

  it("has no comment that was decided, withdrawn or erased", () => {
    for (const event of [approved, rejected, withdrawn, erased]) {
      expect(queue(submitted, held, event)).toBeUndefined()
    }
  })
})
