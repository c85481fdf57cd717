import { DeciderSpec } from "@dateline/eventsourcing/testing"
import { describe, expect, it } from "vitest"
import { decider } from "../../src/domain/Comment.ts"
import type { Reject } from "../../src/domain/CommentCommands.ts"
import type { CommentEvent, Status } from "../../src/domain/CommentEvents.ts"
import { approved, comment, erased, held, id, policy, rejected, submitted, withdrawn } from "./samples.ts"

/** Already true: no events. */
const nothing = [] as const

const given = (...history: ReadonlyArray<CommentEvent>) => DeciderSpec.given(decider, ...history)

const hold = { _tag: "Hold", id: comment, revision: 1 } as const
const approve = { _tag: "Approve", id: comment, revision: 1, policy } as const
const reject = (codes: ReadonlyArray<string>, note?: string, revision = 1): Reject => ({
  _tag: "Reject",
  id: comment,
  revision,
  codes,
  ...(note === undefined ? {} : { note }),
  policy
})
const withdraw = { _tag: "Withdraw", id: comment } as const
const erase = { _tag: "Erase", id: comment } as const

/** What a comment can have become, and how. */
const decided: ReadonlyArray<readonly [Status, CommentEvent]> = [
  ["approved", approved],
  ["rejected", rejected],
  ["withdrawn", withdrawn],
  ["erased", erased]
]

describe("withdrawing", () => {
  it("says what the comment was until then", () => {
    given(submitted).when(withdraw).then(withdrawn)
    given(submitted, held).when(withdraw).then({ _tag: "CommentWithdrawn", article: id, from: "held" })
    given(submitted, approved).when(withdraw).then({ _tag: "CommentWithdrawn", article: id, from: "approved" })
  })

  it("again leads to no event", () => {
    given(submitted, withdrawn).when(withdraw).then(...nothing)
  })

  it("a rejected, an erased or an unknown comment is refused", () => {
    given(submitted, rejected).when(withdraw).thenRejected("AlreadyDecided", { status: "rejected" })
    given(submitted, erased).when(withdraw).thenRejected("AlreadyDecided", { status: "erased" })
    given().when(withdraw).thenRejected("CommentNotFound", { comment })
  })
})

describe("erasing", () => {
  for (const [from, event] of decided.slice(0, 3)) {
    it(`is possible for a comment that was ${from}`, () => {
      given(submitted, event).when(erase).then({ _tag: "CommentErased", article: id, from })
    })
  }

  it("is possible for a comment that waits", () => {
    given(submitted).when(erase).then(erased)
    given(submitted, held).when(erase).then({ _tag: "CommentErased", article: id, from: "held" })
  })

  it("again leads to no event, and an unknown comment is refused", () => {
    given(submitted, erased).when(erase).then(...nothing)
    given().when(erase).thenRejected("CommentNotFound")
  })
})

describe("whatever becomes of an answer", () => {
  const answer: CommentEvent = { ...submitted, article: id, parent: "c0mment000000000" }
  for (const command of [hold, approve, reject(["profanity"]), withdraw, erase]) {
    it(`is told with the comment that it answers: ${command._tag}`, () => {
      const { decision } = given(answer).when(command)
      expect(decision).toMatchObject({ success: [{ article: id, parent: "c0mment000000000" }] })
    })
  }
})
