import { DeciderSpec } from "@dateline/eventsourcing/testing"
import { describe, expect, it } from "vitest"
import type { CommentEvent } from "../../src/domain/CommentEvents.ts"
import * as CommentStatus from "../../src/views/CommentStatus.ts"
import { approved, erased, held, id as article, rejected, sealed, submitted, withdrawn } from "../domain/samples.ts"
import { log, noted } from "./commentLog.ts"
import { documents } from "./fold.ts"

const { epoch } = DeciderSpec

describe("what a commenter is told", () => {
  const status = (...events: ReadonlyArray<CommentEvent>) =>
    documents(CommentStatus.projection, log(...events.map((event) => ["c1", event] as const))).get("c1")

  it("begins with their own words and no e-mail address", () => {
    expect(status(submitted)).toEqual({
      id: "c1",
      article,
      language: "ar",
      state: "pending",
      revision: 1,
      name: "أمينة",
      body: "تعليق",
      codes: [],
      policyVersion: 1,
      submittedAt: epoch,
      version: 1
    })
  })

  it("says that the comment is held, and not why a moderator wants to look again", () => {
    expect(status(submitted, noted(held, "مشبوه"))).toEqual({
      ...status(submitted),
      state: "held",
      version: 2
    })
  })

  it("gives the reasons of a rejection and the version of the policy that has their texts", () => {
    const event: CommentEvent = {
      _tag: "CommentRejected",
      article,
      revision: 1,
      policyVersion: 2,
      codes: ["other"],
      note: sealed("note", "خارج الموضوع")
    }
    expect(status(submitted, event)).toEqual({
      ...status(submitted),
      state: "rejected",
      codes: ["other"],
      note: "خارج الموضوع",
      policyVersion: 2,
      decidedAt: epoch + 1000,
      version: 2
    })
  })

  it("tells of an approval and when it was", () => {
    expect(status(submitted, approved)).toMatchObject({ state: "approved", decidedAt: epoch + 1000, version: 2 })
  })

  it("keeps no name and no text once the comment was withdrawn or its author forgotten", () => {
    for (const [event, state] of [[withdrawn, "withdrawn"], [erased, "erased"]] as const) {
      const told = status(submitted, event)
      expect(told).toMatchObject({ state, version: 2 })
      expect(told).not.toHaveProperty("name")
      expect(told).not.toHaveProperty("body")
    }
  })

  it("keeps no note of what was rejected once its author was forgotten", () => {
    const reasons = noted(rejected, "خارج الموضوع")
    expect(status(submitted, reasons)).toHaveProperty("note", "خارج الموضوع")
    expect(status(submitted, reasons, erased)).not.toHaveProperty("note")
  })
})
