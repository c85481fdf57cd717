import { fold } from "@dateline/eventsourcing/Decider"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { decider as articleDecider } from "../../src/domain/Article.ts"
import type { ArticleState } from "../../src/domain/ArticleState.ts"
import { decider as commentDecider } from "../../src/domain/Comment.ts"
import type { CommentState } from "../../src/domain/CommentState.ts"
import * as ArticleCards from "../../src/views/ArticleCards.ts"
import * as ArticleDesk from "../../src/views/ArticleDesk.ts"
import * as ArticlePage from "../../src/views/ArticlePage.ts"
import * as Corrections from "../../src/views/Corrections.ts"
import { documents } from "../views/fold.ts"
import { articleIds, articleProgram, commentIds, commentProgram, Newsroom } from "./programs.ts"
import { policy } from "./samples.ts"

const contentOf = (state: ArticleState) => state._tag === "Nothing" ? undefined : state.content

describe("whatever is asked of articles", () => {
  it("the state kept along the way is the fold of what was stored", () => {
    fc.assert(fc.property(articleProgram, (program) => {
      const newsroom = new Newsroom()
      for (const command of program) newsroom.article(command)
      for (const id of articleIds) {
        const own = newsroom.log.filter(({ stream }) => stream === `article-${id}`)
        const kept: ArticleState = newsroom.states.get(`article-${id}`) ?? articleDecider.initial
        expect(fold(articleDecider, own as never)).toEqual(kept)
      }
    }))
  })

  it("an agency's credit, once given, stays in state, page, card and desk", () => {
    fc.assert(fc.property(articleProgram, (program) => {
      const newsroom = new Newsroom()
      for (const command of program) {
        const step = newsroom.article(command)
        const before = step && contentOf(step.before)?.agency
        if (step === undefined || before === undefined) continue
        expect(contentOf(step.after)?.agency).toBe(before)
        for (const { projection } of [ArticlePage, ArticleCards]) {
          const document = documents(projection, newsroom.log).get(command.id)
          if (document !== undefined) expect(document.agency).toBe(before)
        }
        expect(documents(ArticleDesk.projection, newsroom.log).get(command.id)?.content.agency).toBe(before)
      }
    }))
  })

  it("a correction appends one notice, keeps all others and changes the modification date; a typo fix does neither", () => {
    fc.assert(fc.property(articleProgram, (program) => {
      const newsroom = new Newsroom()
      for (const command of program) {
        const page = documents(ArticlePage.projection, newsroom.log).get(command.id)
        const register = documents(Corrections.projection, newsroom.log).size
        const step = newsroom.article(command)
        const after = documents(ArticlePage.projection, newsroom.log).get(command.id)
        if (step === undefined || page === undefined || after === undefined) continue
        const registered = documents(Corrections.projection, newsroom.log).size - register
        expect(after.corrections.slice(0, page.corrections.length)).toEqual(page.corrections)
        const added = after.corrections.length - page.corrections.length
        expect(added).toBe(command._tag === "Correct" ? 1 : 0)
        expect(registered).toBe(command._tag === "Correct" || command._tag === "Retract" ? 1 : 0)
        const at = step.recorded[0]!.recordedAt
        expect(after.modifiedAt).toBe(command._tag === "FixTypo" ? page.modifiedAt : at)
        expect(after.publishedAt).toBe(page.publishedAt)
      }
    }))
  })

  it("nothing of an article is public before it was published, and none of its text after it was retracted", () => {
    fc.assert(fc.property(articleProgram, (program) => {
      const newsroom = new Newsroom()
      for (const command of program) newsroom.article(command)
      for (const id of articleIds) {
        const state: ArticleState = newsroom.states.get(`article-${id}`) ?? articleDecider.initial
        const page = documents(ArticlePage.projection, newsroom.log).get(id)
        const card = documents(ArticleCards.projection, newsroom.log).get(id)
        expect([page?.state, card !== undefined]).toEqual(
          state._tag === "Live"
            ? ["live", true]
            : state._tag === "Retracted"
            ? ["retracted", false]
            : [undefined, false]
        )
        if (page?.state === "live") expect(page).toMatchObject({ ...contentOf(state) })
        if (page?.state === "retracted") expect([page.body, page.deck]).toEqual([[], undefined])
      }
    }))
  })
})

describe("whatever is asked of comments", () => {
  it("the state kept along the way is the fold of what was stored", () => {
    fc.assert(fc.property(commentProgram, (program) => {
      const newsroom = new Newsroom()
      for (const command of program) newsroom.comment(command)
      for (const id of commentIds) {
        const own = newsroom.log.filter(({ stream }) => stream === `comment-${id}`)
        const kept: CommentState = newsroom.states.get(`comment-${id}`) ?? commentDecider.initial
        expect(fold(commentDecider, own as never)).toEqual(kept)
      }
    }))
  })

  it("a rejection carries at least one reason of the policy in force, and `other` carries a note", () => {
    const known = policy.codes.map(({ code }) => code)
    fc.assert(fc.property(commentProgram, (program) => {
      const newsroom = new Newsroom()
      for (const command of program) newsroom.comment(command)
      for (const { event } of newsroom.log) {
        if (event._tag !== "CommentRejected") continue
        expect(event.codes.length).toBeGreaterThan(0)
        expect(known).toEqual(expect.arrayContaining([...event.codes]))
        expect(event.policyVersion).toBe(policy.version)
        if (event.codes.includes("other")) expect(event.note).toMatchObject({ label: "note" })
      }
    }))
  })

  it("a decision names the revision that the comment had, and each comment is decided once", () => {
    fc.assert(fc.property(commentProgram, (program) => {
      const newsroom = new Newsroom()
      const decisions = new Map<string, number>()
      for (const command of program) {
        const step = newsroom.comment(command)
        if (step === undefined || !("revision" in command)) continue
        expect(step.before).toMatchObject({ _tag: "Waiting", revision: command.revision })
        if (command._tag !== "Hold") decisions.set(command.id, (decisions.get(command.id) ?? 0) + 1)
      }
      for (const count of decisions.values()) expect(count).toBe(1)
    }))
  })
})
