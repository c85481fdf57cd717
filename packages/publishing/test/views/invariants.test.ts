import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { CommentState } from "../../src/domain/CommentState.ts"
import * as Projections from "../../src/Projections.ts"
import * as CommentStatus from "../../src/views/CommentStatus.ts"
import * as ModerationQueue from "../../src/views/ModerationQueue.ts"
import * as Thread from "../../src/views/Thread.ts"
import * as ThreadCounts from "../../src/views/ThreadCounts.ts"
import { articleCommand, articleIds, commentCommand, commentIds, commentProgram, Newsroom } from "../domain/programs.ts"
import { approved, email, sealed, submitted } from "../domain/samples.ts"
import { answer, log as commentLog } from "./commentLog.ts"
import { documents, opened } from "./fold.ts"

const stateOf = (newsroom: Newsroom, id: string): CommentState =>
  newsroom.states.get(`comment-${id}`) ?? { _tag: "Nothing" }

const countOf = (newsroom: Newsroom, article: string, tag: CommentState["_tag"]): number =>
  commentIds.filter((id) => {
    const state = stateOf(newsroom, id)
    return state._tag === tag && state._tag !== "Nothing" && state.article === article
  }).length

/** Runs the program, and looks at the newsroom after each command. */
const afterEach = (look: (newsroom: Newsroom) => void) =>
  fc.assert(fc.property(commentProgram, (program) => {
    const newsroom = new Newsroom()
    for (const command of program) if (newsroom.comment(command) !== undefined) look(newsroom)
  }))

describe("at every moment of whatever happens to comments", () => {
  it("an article's counts are the numbers of its comments", () => {
    afterEach((newsroom) => {
      const counts = documents(ThreadCounts.projection, newsroom.log)
      for (const article of articleIds) {
        expect(counts.get(article) ?? { visible: 0, waiting: 0 }).toEqual({
          visible: countOf(newsroom, article, "Approved"),
          waiting: countOf(newsroom, article, "Waiting")
        })
      }
    })
  })

  it("a thread shows approved comments, and tombstones only over approved answers", () => {
    afterEach((newsroom) => {
      const thread = documents(Thread.projection, newsroom.log)
      const isAnswered = (id: string) =>
        commentIds.some((other) => {
          const state = stateOf(newsroom, other)
          return state._tag === "Approved" && state.parent === id
        })
      for (const id of commentIds) {
        const state = stateOf(newsroom, id)._tag
        const shown = thread.get(id)?.place !== undefined ? thread.get(id)!.state : undefined
        if (state === "Approved") expect(shown).toBe("visible")
        else if (state === "Withdrawn" || state === "Erased") expect(shown).toBe(isAnswered(id) ? "removed" : undefined)
        else expect(shown).toBeUndefined()
      }
    })
  })

  it("the queue has exactly the comments that wait", () => {
    afterEach((newsroom) => {
      const waiting = commentIds.filter((id) => stateOf(newsroom, id)._tag === "Waiting")
      expect([...documents(ModerationQueue.projection, newsroom.log).keys()].sort()).toEqual(waiting)
    })
  })

  it("no document of any view has a subject, a sealed value, or a name, text or note of what is gone", () => {
    const mark = (text: string) => `${text}\u2e2e`
    fc.assert(fc.property(commentProgram, (program) => {
      const newsroom = new Newsroom()
      for (const command of program) {
        newsroom.comment(
          command._tag === "Submit"
            ? { ...command, name: sealed("name", mark(`${command.id}-name`)), body: sealed("body", mark(command.id)) }
            : "note" in command
            ? { ...command, note: mark(`${command.id}-note`) }
            : command
        )
      }
      const all = JSON.stringify(Projections.all.map((projection) => [...documents(projection, newsroom.log)]))
      for (const personal of ["subject-1", "subject-2", email.box]) expect(all).not.toContain(personal)
      for (const id of commentIds) {
        const state = stateOf(newsroom, id)._tag
        if (state === "Erased") expect(all).not.toContain(mark(`${id}-note`))
        if (state !== "Withdrawn" && state !== "Erased") continue
        expect(all).not.toContain(mark(id))
        expect(all).not.toContain(mark(`${id}-name`))
      }
    }))
  })
})

describe("views of comments that are made anew after people were forgotten", () => {
  it("are what views are that were there before, and no view opens what is kept to reach somebody", () => {
    fc.assert(fc.property(commentProgram, (program) => {
      const newsroom = new Newsroom()
      for (const command of program) newsroom.comment(command)
      // As forgetting does: the key first, and then each of the person's comments.
      for (const id of commentIds) newsroom.comment({ _tag: "Erase", id })
      const forgotten = new Set(["subject-1", "subject-2"])
      for (const projection of Projections.all) {
        const anew = [...documents(projection, newsroom.log, forgotten)]
        expect(new Map(anew)).toEqual(documents(projection, newsroom.log))
      }
    }))
    expect(new Set(Projections.all.flatMap(({ opens = [] }) => opens))).toEqual(new Set(["publication"]))
  })

  it("show nothing of a comment whose author's key is gone and that is about to be erased", () => {
    const log = commentLog(["c1", submitted], ["c1", approved], ["c2", answer(submitted)], ["c2", answer(approved)])
    const forgotten = new Set(["subject-1"])
    for (const comment of documents(Thread.projection, log, forgotten).values()) {
      expect(Thread.shown(comment)).toMatchObject({ state: "removed", place: comment.place })
      expect(Thread.shown(comment)).not.toHaveProperty("name")
    }
    expect(documents(ModerationQueue.projection, commentLog(["c1", submitted]), forgotten).size).toBe(0)
    expect(documents(CommentStatus.projection, log, forgotten).get("c1")).not.toHaveProperty("body")
  })
})

describe("documents of any view", () => {
  const newsroomProgram = fc.array(fc.oneof(articleCommand, commentCommand), { maxLength: 60 })

  it("survive being stored as JSON, so that a fold that goes on from stored ones gives the same bytes", () => {
    fc.assert(fc.property(newsroomProgram, (program) => {
      const newsroom = new Newsroom()
      for (const command of program) {
        if ("commenter" in command || command.id.startsWith("c")) newsroom.comment(command as never)
        else newsroom.article(command as never)
      }
      for (const projection of Projections.all) {
        const stored = new Map<string, string>()
        for (const raw of newsroom.log) {
          if (!projection.families.some(({ category }) => raw.stream.startsWith(`${category}-`))) continue
          const recorded = opened(projection, raw)
          for (const key of projection.keys(recorded)) {
            const text = stored.get(key)
            const document = projection.evolve(text === undefined ? undefined : JSON.parse(text), recorded, key)
            if (document === undefined) stored.delete(key)
            else stored.set(key, JSON.stringify(document))
          }
        }
        const live = Array.from(
          documents(projection, newsroom.log),
          ([key, document]) => [key, JSON.stringify(document)]
        )
        expect([...stored]).toEqual(live)
      }
    }))
  })
})
