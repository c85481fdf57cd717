/** Random programs of commands, and the newsroom that carries them out: for properties. */
import type { Decider } from "@dateline/eventsourcing/Decider"
import type { EventFamily } from "@dateline/eventsourcing/EventFamily"
import type { Recorded } from "@dateline/eventsourcing/Recorded"
import { DeciderSpec } from "@dateline/eventsourcing/testing"
import * as Result from "effect/Result"
import fc from "fast-check"
import { decider as articleDecider } from "../../src/domain/Article.ts"
import type { ArticleCommand } from "../../src/domain/ArticleCommands.ts"
import { type ArticleEvent, family as articleFamily } from "../../src/domain/ArticleEvents.ts"
import { decider as commentDecider } from "../../src/domain/Comment.ts"
import type { CommentCommand } from "../../src/domain/CommentCommands.ts"
import { type CommentEvent, family as commentFamily } from "../../src/domain/CommentEvents.ts"
import { status } from "../../src/domain/CommentState.ts"
import { email, policy, sealed } from "./samples.ts"

export type NewsroomEvent = ArticleEvent | CommentEvent

/** What a program did, one entry for each command that led to events. */
export interface Step<State> {
  readonly before: State
  readonly after: State
  readonly recorded: ReadonlyArray<Recorded<NewsroomEvent>>
}

/** Streams in memory, each event stored and read again through its family. */
/** As the kernel does it before an event is stored. */
const withSealedNote = <Event extends NewsroomEvent>(event: Event, command: unknown): Event =>
  "note" in event ? { ...event, note: sealed("note", (command as { readonly note: string }).note) } : event

export class Newsroom {
  readonly log: Array<Recorded<NewsroomEvent>> = []
  readonly states = new Map<string, any>()

  /** Carries out one command: nothing if it is refused or already true. */
  run<State, Command, Event extends NewsroomEvent>(
    decider: Decider<State, Command, Event, unknown>,
    family: EventFamily<string, Event>,
    id: string,
    command: Command
  ): Step<State> | undefined {
    const stream = `${family.category}-${id}`
    const before: State = this.states.get(stream) ?? decider.initial
    const decision = decider.decide(command, before)
    if (Result.isFailure(decision) || decision.success.length === 0) return undefined
    const stored = decision.success.map((event) =>
      Result.getOrThrow(Result.flatMap(family.encode(withSealedNote(event, command)), family.decode))
    )
    const version = this.log.filter((event) => event.stream === stream).length
    const recorded = DeciderSpec.recorded(stored, { stream, after: this.log.length })
      .map((event, place) => ({ ...event, version: (version + place + 1) as typeof event.version }))
    this.log.push(...recorded)
    const after = recorded.reduce(decider.evolve, before)
    this.states.set(stream, after)
    return { before, after, recorded }
  }

  article(command: ArticleCommand) {
    return this.run(articleDecider, articleFamily, command.id, command)
  }

  /** An answer names the article that its parent has, as the service finds it. */
  comment(command: CommentCommand) {
    const parent = command._tag === "Submit" ? command.parent : undefined
    const state = parent && this.states.get(`comment-${parent.id}`)
    if (parent !== undefined && (state === undefined || status(state) !== "approved")) return undefined
    return this.run(commentDecider, commentFamily, command.id, command)
  }
}

/** Any text a person might send, in any script, with marks, emoji and line breaks. */
export const anyText = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 })
const word = fc.constantFrom("الرباط", "Rabat", "2022-2024", "الـ48", " ", "")
const paragraphs = fc.array(fc.constantFrom("a", "b", "c", "d", ""), { maxLength: 5 })
const agency = fc.constantFrom("MAP" as const, "AFP" as const, "REUTERS" as const)
const section = fc.constantFrom("national" as const, "sport" as const)
const block = fc.constantFrom("p1", "p2", "p3", "p7", "headline", "deck")
const language = fc.constantFrom("ar" as const, "fr" as const)

const fields = {
  headline: word,
  deck: word,
  body: paragraphs,
  section,
  slug: fc.constantFrom("a", "b"),
  agency,
  byline: fc.array(word, { maxLength: 2 }),
  tags: fc.array(word, { maxLength: 2 })
}

export const articleIds = ["a1", "a2"] as const
const articleId = fc.constantFrom(...articleIds)

export const articleCommand: fc.Arbitrary<ArticleCommand> = fc.oneof(
  fc.record({ _tag: fc.constant("Draft" as const), id: articleId, language, ...fields }, {
    requiredKeys: ["_tag", "id", "language", "headline", "body", "slug", "byline", "tags"]
  }),
  fc.record({ _tag: fc.constant("Edit" as const), id: articleId, ...fields, deck: fc.option(word) }, {
    requiredKeys: ["_tag", "id"]
  }),
  fc.record({ _tag: fc.constant("Publish" as const), id: articleId }),
  fc.record({ _tag: fc.constant("FixTypo" as const), id: articleId, block, text: word }),
  fc.record({ _tag: fc.constant("Correct" as const), id: articleId, notice: word, block, text: word }, {
    requiredKeys: ["_tag", "id", "notice"]
  }),
  fc.record({ _tag: fc.constant("Retract" as const), id: articleId, notice: word })
)

/** Most programs begin with something public, or most commands would be refused. */
const beginning: ReadonlyArray<ArticleCommand> = articleIds.flatMap((id) => [
  {
    _tag: "Draft",
    id,
    language: "ar",
    headline: "عنوان",
    body: ["a", "b", "c"],
    section: "national",
    slug: "s",
    ...(id === "a1" ? { agency: "MAP" } : {}),
    byline: [],
    tags: []
  },
  { _tag: "Publish", id }
])

export const articleProgram: fc.Arbitrary<ReadonlyArray<ArticleCommand>> = fc.tuple(
  fc.boolean(),
  fc.array(articleCommand, { maxLength: 25 })
).map(([begun, commands]) => begun ? [...beginning, ...commands] : commands)

export const commentIds = ["c1", "c2", "c3", "c4"] as const
const commentId = fc.constantFrom(...commentIds)
const revision = fc.constantFrom(1, 1, 1, 1, 2)
const codes = fc.array(fc.constantFrom("profanity", "insult-person", "other", "unheard-of"), { maxLength: 3 })

export const commentCommand: fc.Arbitrary<CommentCommand> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      _tag: fc.constant("Submit" as const),
      id: commentId,
      article: articleId,
      parent: fc.record({ id: commentId, article: articleId }),
      commenter: fc.constantFrom("subject-1", "subject-2"),
      name: anyText.map((text) => sealed("name", text)),
      email: fc.constant(email),
      body: anyText.map((text) => sealed("body", text)),
      language,
      policyVersion: fc.constant(1)
    }, { requiredKeys: ["_tag", "id", "article", "commenter", "name", "email", "body", "language", "policyVersion"] })
  },
  { weight: 1, arbitrary: fc.record({ _tag: fc.constant("Hold" as const), id: commentId, revision }) },
  {
    weight: 3,
    arbitrary: fc.record({
      _tag: fc.constant("Approve" as const),
      id: commentId,
      revision,
      policy: fc.constant(policy)
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({
      _tag: fc.constant("Reject" as const),
      id: commentId,
      revision,
      codes,
      note: word,
      policy: fc.constant(policy)
    }, { requiredKeys: ["_tag", "id", "revision", "codes", "policy"] })
  },
  { weight: 1, arbitrary: fc.record({ _tag: fc.constant("Withdraw" as const), id: commentId }) },
  { weight: 1, arbitrary: fc.record({ _tag: fc.constant("Erase" as const), id: commentId }) }
)

export const commentProgram = fc.array(commentCommand, { maxLength: 40 })
