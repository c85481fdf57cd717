import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import * as Commenters from "../src/Commenters.ts"
import { roles } from "../src/domain/Actor.ts"
import * as Permissions from "../src/domain/Permissions.ts"
import { allPages, as, comment, eventsOf, inNewsroom, published, rawLog, visible } from "./newsroom.ts"

const secret = "very.secret@example.com"
const administrator = as("administrator")
const emailOf = (comment: string) => Commenters.emailOf({ comment, actor: administrator })

/** Whether the log holds a text in clear, in another notation, or as a digest that anybody could make of a guess. */
const holds = (log: string, text: string): boolean =>
  log.includes(text) ||
  (["hex", "base64", "base64url"] as const).some((encoding) =>
    log.includes(Buffer.from(text).toString(encoding)) ||
    ["sha256", "sha1", "md5"].some((algorithm) => log.includes(createHash(algorithm).update(text).digest(encoding)))
  )

describe("an e-mail address", () => {
  it.effect("is opened for the desk, on demand, and for nobody else", () =>
    inNewsroom(Effect.gen(function*() {
      const { id } = yield* comment(yield* published(), { email: " Very.Secret@example.com " })
      for (const role of roles) {
        const opened = yield* Effect.result(Commenters.emailOf({ comment: id, actor: as(role) }))
        if (Permissions.allows(role, "commenter.read-email")) expect(opened).toMatchObject({ success: secret })
        else expect(opened).toMatchObject({ failure: { _tag: "NotPermitted", action: "commenter.read-email" } })
      }
      expect((yield* Effect.flip(emailOf("nosuchcomment000")))._tag).toBe("CommentNotFound")
    })))
})

describe("what a commenter wrote", () => {
  it.effect("is nowhere in the log: address, name and text", () =>
    inNewsroom(Effect.gen(function*() {
      const words = { email: secret, name: "Very Secret", body: "A secret opinion" }
      yield* comment(yield* published(), words)
      const log = yield* rawLog
      expect(log).toContain("Premier paragraphe")
      for (const text of [secret, "very.secret", words.name, words.body]) expect(holds(log, text)).toBe(false)
    })))

  it.effect("opens for its own purpose only, and one purpose can be forgotten without the other", () =>
    inNewsroom(Effect.gen(function*() {
      const { id } = yield* comment(yield* published(), { email: secret })
      const vault = yield* KeyVault
      yield* vault.forget(yield* Commenters.subjectOf(id), "contact")
      expect(yield* emailOf(id)).toEqual({ _tag: "Erased" })
      expect((yield* eventsOf(id))[0]?.event).toMatchObject({ name: "Amina", email: { purpose: "contact" } })
    })))
})

describe("subjects", () => {
  it.effect("are in no page that is read from views", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published()
      const shown = yield* visible(article)
      const waiting = (yield* comment(article)).id
      const subject = yield* Commenters.subjectOf(shown)
      expect(yield* allPages(article, [shown, waiting])).not.toContain(subject)
    })))
})
