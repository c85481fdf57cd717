import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import * as Commenters from "../src/Commenters.ts"
import { roles } from "../src/domain/Actor.ts"
import * as Permissions from "../src/domain/Permissions.ts"
import { allPages, as, comment, inNewsroom, published, rawLog, visible } from "./newsroom.ts"

const secret = "very.secret@example.com"
const administrator = as("administrator")
const emailOf = (comment: string) => Commenters.emailOf({ comment, actor: administrator })

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

  it.effect("is nowhere in the log, in clear text or as a plain digest", () =>
    inNewsroom(Effect.gen(function*() {
      const article = yield* published()
      yield* comment(article, { email: secret })
      const log = yield* rawLog
      expect(log).toContain("Bravo !")
      for (const encoding of ["hex", "base64", "base64url"] as const) {
        expect(log).not.toContain(Buffer.from(secret).toString(encoding))
        for (const algorithm of ["sha256", "sha1", "md5"]) {
          expect(log).not.toContain(createHash(algorithm).update(secret).digest(encoding))
        }
      }
      expect(log).not.toContain(secret)
      expect(log).not.toContain("very.secret")
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
