import * as Sealed from "@dateline/eventsourcing/Sealed"
import { DeciderSpec } from "@dateline/eventsourcing/testing"
import { describe, expect, it } from "vitest"
import { decider } from "../../src/domain/Comment.ts"
import type { Reject, Submit } from "../../src/domain/CommentCommands.ts"
import { type CommentEvent, Note, type Status } from "../../src/domain/CommentEvents.ts"
import {
  approved,
  comment,
  email,
  erased,
  held,
  id,
  policy,
  rejected,
  sealed,
  submitted,
  withdrawn
} from "./samples.ts"

/** Already true: no events. */
const nothing = [] as const

const given = (...history: ReadonlyArray<CommentEvent>) => DeciderSpec.given(decider, ...history)

const submit: Submit = {
  _tag: "Submit",
  id: comment,
  article: id,
  commenter: "subject-1",
  name: sealed("name", "أمينة"),
  email,
  body: sealed("body", "تعليق"),
  language: "ar",
  policyVersion: 1
}
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
/** What a comment can have become, and how. */
const decided: ReadonlyArray<readonly [Status, CommentEvent]> = [
  ["approved", approved],
  ["rejected", rejected],
  ["withdrawn", withdrawn],
  ["erased", erased]
]

describe("submitting", () => {
  it("records the comment, its author's subject and the conditions that were shown", () => {
    given().when(submit).then(submitted)
  })

  it("under an id that is taken is refused", () => {
    given(submitted).when(submit).thenRejected("CommentExists", { comment })
  })

  it("records which comment of the same article it answers", () => {
    const parent = "c0mment000000000"
    given().when({ ...submit, parent: { id: parent, article: id } }).then({
      _tag: "CommentSubmitted",
      article: id,
      parent,
      commenter: "subject-1",
      name: sealed("name", "أمينة"),
      email,
      body: sealed("body", "تعليق"),
      language: "ar",
      policyVersion: 1
    })
  })

  it("as an answer to a comment of another article is refused", () => {
    const parent = { id: "c0mment000000000", article: "other" }
    given().when({ ...submit, parent }).thenRejected("UnknownParent", { article: id, parent: parent.id })
  })
})

describe("holding", () => {
  it("sets a pending comment aside", () => {
    const spec = given(submitted).when(hold)
    spec.then(held)
    expect(spec.state()).toMatchObject({ _tag: "Waiting", held: true })
  })

  it("keeps a note, unless it is blank", () => {
    given(submitted).when({ ...hold, note: "راجع المصدر" }).then({
      _tag: "CommentHeld",
      article: id,
      revision: 1,
      note: Sealed.hide(Note, "subject-1", "راجع المصدر")
    })
    given(submitted).when({ ...hold, note: " " }).then(held)
  })

  it("a held comment leads to no event", () => {
    given(submitted, held).when(hold).then(...nothing)
  })
})

describe("approving", () => {
  it("names the revision that was judged and the policy in force", () => {
    given(submitted).when(approve).then(approved)
    given(submitted).when({ ...approve, policy: { ...policy, version: 7 } }).then({
      _tag: "CommentApproved",
      article: id,
      revision: 1,
      policyVersion: 7
    })
  })

  it("is possible for a held comment", () => {
    given(submitted, held).when(approve).then(approved)
  })
})

describe("rejecting", () => {
  it("names revision, policy and reasons", () => {
    given(submitted).when(reject(["profanity"])).then(rejected)
    given(submitted, held).when(reject(["profanity"])).then(rejected)
  })

  it("takes several reasons, each once, in the order given", () => {
    given(submitted).when(reject(["profanity", "insult-person", "profanity"])).then({
      _tag: "CommentRejected",
      article: id,
      revision: 1,
      policyVersion: 1,
      codes: ["profanity", "insult-person"]
    })
  })

  it("without a reason is refused", () => {
    given(submitted).when(reject([])).thenRejected("ReasonRequired", { comment })
  })

  it("for a reason that the policy in force does not have is refused", () => {
    given(submitted).when(reject(["profanity", "boring"])).thenRejected("UnknownReasonCode", {
      code: "boring",
      policyVersion: 1
    })
  })

  it("for another reason needs a note", () => {
    given(submitted).when(reject(["other"])).thenRejected("NoteRequired", { code: "other" })
    given(submitted).when(reject(["profanity", "other"], "  ")).thenRejected("NoteRequired", { code: "other" })
    given(submitted).when(reject(["other"], "خارج الموضوع")).then({
      _tag: "CommentRejected",
      article: id,
      revision: 1,
      policyVersion: 1,
      codes: ["other"],
      note: Sealed.hide(Note, "subject-1", "خارج الموضوع")
    })
  })
})

describe("a decision", () => {
  for (const [name, command] of [["hold", hold], ["approve", approve], ["reject", reject(["profanity"])]] as const) {
    it(`to ${name} a text that is not the present one is refused`, () => {
      for (const revision of [0, 2]) {
        given(submitted).when({ ...command, revision }).thenRejected("StaleRevision", {
          comment,
          judged: revision,
          current: 1
        })
      }
    })

    it(`to ${name} a comment that does not exist is refused`, () => {
      given().when(command).thenRejected("CommentNotFound", { comment })
    })

    for (const [status, event] of decided) {
      it(`to ${name} is refused once the comment was ${status}`, () => {
        given(submitted, event).when(command).thenRejected("AlreadyDecided", { comment, status })
      })
    }
  }
})
