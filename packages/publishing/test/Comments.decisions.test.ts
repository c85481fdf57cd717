import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Comments from "../src/Comments.ts"
import { type Role, roles } from "../src/domain/Actor.ts"
import * as Permissions from "../src/domain/Permissions.ts"
import {
  approve,
  as,
  authorOf,
  comment,
  commitId,
  eventsOf,
  fresh,
  inNewsroom,
  nextPolicy,
  published,
  visible
} from "./newsroom.ts"

const reject = (id: string, codes: ReadonlyArray<string>, note?: string) =>
  Comments.reject({
    id,
    revision: 1,
    codes,
    ...(note === undefined ? {} : { note }),
    actor: as("moderator"),
    commitId: fresh()
  })

describe("a decision", () => {
  it.effect("answers what the comment has become", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published()
      const { id } = yield* comment(article)
      const act = { id, revision: 1, actor: as("moderator") }
      expect(yield* Comments.hold({ ...act, commitId: fresh() })).toMatchObject({ id, status: "held", version: 2 })
      expect(yield* approve(id)).toMatchObject({ id, status: "approved", version: 3 })
      const other = yield* comment(article)
      expect(yield* reject(other.id, ["profanity"])).toMatchObject({ status: "rejected", version: 2 })
    })))

  it.effect("made again under another commit id comes too late, whoever makes it", () =>
    inNewsroom(Effect.gen(function*() {
      const { id } = yield* comment(yield* published())
      yield* approve(id)
      const late = { _tag: "AlreadyDecided", comment: id, status: "approved" }
      expect(yield* Effect.flip(approve(id))).toMatchObject(late)
      expect(yield* Effect.flip(reject(id, ["profanity"]))).toMatchObject(late)
    })))

  it.effect("sent again is the same decision, even when another policy has come into force", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published()
      const { id } = yield* comment(article, { policyVersion: 1 })
      const other = yield* comment(article, { policyVersion: 1 })
      yield* nextPolicy(2)
      const request = { id, revision: 1, codes: ["advertising"], actor: as("moderator"), commitId: fresh() }
      const rejected = yield* Comments.reject(request)
      const approval = { id: other.id, revision: 1, actor: as("moderator"), commitId: fresh() }
      const approved = yield* Comments.approve(approval)
      yield* nextPolicy(3)
      expect(yield* Comments.reject(request)).toEqual({ ...rejected, repeated: true })
      expect(yield* Comments.approve(approval)).toEqual({ ...approved, repeated: true })
      const reused = yield* Effect.flip(Comments.reject({ ...request, codes: ["profanity"] }))
      expect(reused._tag).toBe("CommitIdReused")
    })))

  it.effect("is judged by the reasons of the policy in force", () =>
    inNewsroom(Effect.gen(function*() {
      const { id } = yield* comment(yield* published())
      const unknown = (code: string, policyVersion: number) => ({ _tag: "UnknownReasonCode", code, policyVersion })
      expect(yield* Effect.flip(reject(id, ["advertising"]))).toMatchObject(unknown("advertising", 1))
      yield* nextPolicy(2)
      expect(yield* Effect.flip(reject(id, ["insult-person"]))).toMatchObject(unknown("insult-person", 2))
      expect((yield* reject(id, ["advertising"])).status).toBe("rejected")
    })))

  it.effect("is refused without reasons, without a needed note, on another revision", () =>
    inNewsroom(Effect.gen(function*() {
      const { id } = yield* comment(yield* published())
      expect((yield* Effect.flip(reject(id, [])))._tag).toBe("ReasonRequired")
      expect((yield* Effect.flip(reject(id, ["other"], " ")))._tag).toBe("NoteRequired")
      const stale = yield* Effect.flip(Comments.approve({ id, revision: 2, actor: as("moderator"), commitId: fresh() }))
      expect(stale).toMatchObject({ _tag: "StaleRevision", judged: 2, current: 1 })
    })))

  it.effect("on what no comment can be called, or is none, finds no comment", () =>
    inNewsroom(Effect.gen(function*() {
      for (const id of ["nosuchcomment000", "../x", "", "É"]) {
        expect(yield* Effect.flip(approve(id))).toMatchObject({ _tag: "CommentNotFound", comment: id })
        expect((yield* Effect.flip(Comments.withdraw({ id, commitId: fresh() })))._tag).toBe("CommentNotFound")
      }
    })))

  const decisions = {
    "comment.hold": (id: string, role: Role) => Comments.hold({ id, revision: 1, actor: as(role), commitId: fresh() }),
    "comment.approve": (id: string, role: Role) =>
      Comments.approve({ id, revision: 1, actor: as(role), commitId: fresh() }),
    "comment.reject": (id: string, role: Role) =>
      Comments.reject({ id, revision: 1, codes: ["profanity"], actor: as(role), commitId: fresh() })
  }
  for (const action of Object.keys(decisions) as ReadonlyArray<keyof typeof decisions>) {
    it.effect(`asks the table of permissions for ${action}`, () =>
      inNewsroom(Effect.gen(function*() {
        const article = yield* published()
        for (const role of roles) {
          const { id } = yield* comment(article)
          const result = yield* Effect.result(decisions[action](id, role))
          if (Permissions.allows(role, action)) expect(result._tag).toBe("Success")
          else expect(result).toMatchObject({ failure: { _tag: "NotPermitted", role, action } })
        }
      })))
  }
})

describe("withdrawing", () => {
  it.effect("is the author's act, recorded under their subject", () =>
    inNewsroom(Effect.gen(function*() {
      const id = yield* visible(yield* published())
      const request = { id, commitId: commitId("withdraw") }
      expect(yield* Comments.withdraw(request)).toMatchObject({ status: "withdrawn", version: 3, repeated: false })
      expect(yield* Comments.withdraw(request)).toMatchObject({ status: "withdrawn", version: 3, repeated: true })
      expect((yield* eventsOf(id)).at(-1)?.metadata.actor).toEqual({ role: "reader", id: yield* authorOf(id) })
    })))
})
