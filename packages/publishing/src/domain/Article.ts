/** An article: from a draft to the public, and how it is put right afterwards. */
import type { Decider } from "@dateline/eventsourcing/Decider"
import * as Result from "effect/Result"
import { hasVisible } from "../text/Visible.ts"
import type { ArticleCommand, Correct, Draft, Edit, FixTypo, Publish, Retract } from "./ArticleCommands.ts"
import type { ArticleEvent, Content, PublicContent } from "./ArticleEvents.ts"
import * as Rejection from "./ArticleRejections.ts"
import { type ArticleState, evolve, initial, textOf, withText } from "./ArticleState.ts"
import * as Body from "./Body.ts"

type Decision = Result.Result<ReadonlyArray<ArticleEvent>, Rejection.ArticleRejection>

const none: Decision = Result.succeed([])
const event = (one: ArticleEvent): Decision => Result.succeed([one])

const draft = ({ _tag: _, id, ...command }: Draft, state: ArticleState): Decision =>
  state._tag === "Nothing"
    ? event({ _tag: "ArticleDrafted", ...command, body: Body.make(command.body) })
    : Result.fail(new Rejection.ArticleExists({ article: id }))

const isBlank = (text: string): boolean => !hasVisible(text)

/** The content after an edit, field by field in the order of {@link Content}, so that equal contents have equal text. */
const edited = (content: Content, command: Edit, lastParagraph: number): Content => {
  const deck = command.deck === undefined ? content.deck : command.deck ?? undefined
  const dateline = command.dateline === undefined ? content.dateline : command.dateline ?? undefined
  const section = command.section ?? content.section
  const agency = content.agency ?? command.agency ?? undefined
  return {
    language: content.language,
    headline: command.headline ?? content.headline,
    ...(deck === undefined ? {} : { deck }),
    body: command.body === undefined ? content.body : Body.revise(content.body, command.body, lastParagraph),
    ...(section === undefined ? {} : { section }),
    slug: command.slug ?? content.slug,
    ...(dateline === undefined ? {} : { dateline: { place: dateline.place, date: dateline.date } }),
    ...(agency === undefined ? {} : { agency }),
    byline: command.byline ?? content.byline,
    tags: command.tags ?? content.tags
  }
}

const missing = (content: Content): ReadonlyArray<"headline" | "body" | "section"> => [
  ...(isBlank(content.headline) ? ["headline" as const] : []),
  ...(content.body.every(({ text }) => isBlank(text)) ? ["body" as const] : []),
  ...(content.section === undefined ? ["section" as const] : [])
]

const publishable = (id: string, content: Content): Result.Result<PublicContent, Rejection.ArticleRejection> =>
  content.section !== undefined && missing(content).length === 0
    ? Result.succeed({ ...content, section: content.section })
    : Result.fail(new Rejection.NotPublishable({ article: id, missing: missing(content) }))

const edit = (command: Edit, state: ArticleState): Decision => {
  const article = command.id
  if (state._tag === "Nothing") return Result.fail(new Rejection.ArticleNotFound({ article }))
  if (state._tag === "Retracted") return Result.fail(new Rejection.ArticleIsRetracted({ article }))
  const { content, lastParagraph } = state
  if (content.agency !== undefined && command.agency !== undefined && command.agency !== content.agency) {
    return Result.fail(new Rejection.AgencyCreditKept({ article, agency: content.agency }))
  }
  const after = edited(content, command, lastParagraph)
  if (JSON.stringify(after) === JSON.stringify(edited(content, { _tag: "Edit", id: article }, lastParagraph))) {
    return none
  }
  const decided = event({ _tag: "ArticleEdited", ...after })
  return state._tag === "Live" ? Result.flatMap(publishable(article, after), () => decided) : decided
}

const publish = ({ id }: Publish, state: ArticleState): Decision => {
  switch (state._tag) {
    case "Nothing":
      return Result.fail(new Rejection.ArticleNotFound({ article: id }))
    case "Retracted":
      return Result.fail(new Rejection.ArticleIsRetracted({ article: id }))
    case "Live":
      return none
    case "Draft":
      return Result.map(publishable(id, state.content), (content) => [{ _tag: "ArticlePublished", ...content }])
  }
}

/** The public content of an article that can be put right. */
const live = (article: string, state: ArticleState): Result.Result<PublicContent, Rejection.ArticleRejection> => {
  switch (state._tag) {
    case "Nothing":
      return Result.fail(new Rejection.ArticleNotFound({ article }))
    case "Draft":
      return Result.fail(new Rejection.ArticleNotLive({ article }))
    case "Retracted":
      return Result.fail(new Rejection.ArticleIsRetracted({ article }))
    case "Live":
      return Result.succeed(state.content)
  }
}

/** Whether the content may get this text there: the place exists, and the article stays fit for the public. */
const changeable = (
  article: string,
  content: PublicContent,
  block: string,
  text: string | undefined
): Result.Result<PublicContent, Rejection.ArticleRejection> => {
  const before = textOf(content, block)
  if (before === undefined) return Result.fail(new Rejection.UnknownBlock({ article, block }))
  return publishable(article, withText(content, block, text ?? before))
}

const fixTypo = ({ block, id, text }: FixTypo, state: ArticleState): Decision =>
  Result.flatMap(live(id, state), (content) => {
    if (textOf(content, block) === text) return none
    return Result.map(changeable(id, content, block, text), () => [{ _tag: "ArticleTypoFixed", block, text }])
  })

const correct = ({ block, id, notice, text }: Correct, state: ArticleState): Decision =>
  Result.flatMap(live(id, state), (content) => {
    if (isBlank(notice)) return Result.fail(new Rejection.NoticeRequired({ article: id }))
    const { language } = content
    if (block === undefined) return event({ _tag: "ArticleCorrected", language, notice })
    return Result.map(changeable(id, content, block, text), () => [
      { _tag: "ArticleCorrected", language, notice, block, ...(text === undefined ? {} : { text }) }
    ])
  })

const retract = ({ id, notice }: Retract, state: ArticleState): Decision =>
  state._tag === "Retracted" ? none : Result.flatMap(live(id, state), ({ language }) =>
    isBlank(notice)
      ? Result.fail(new Rejection.NoticeRequired({ article: id }))
      : event({ _tag: "ArticleRetracted", language, notice }))

const decide = (command: ArticleCommand, state: ArticleState): Decision => {
  switch (command._tag) {
    case "Draft":
      return draft(command, state)
    case "Edit":
      return edit(command, state)
    case "Publish":
      return publish(command, state)
    case "FixTypo":
      return fixTypo(command, state)
    case "Correct":
      return correct(command, state)
    case "Retract":
      return retract(command, state)
  }
}

/** The model of `article-{id}` streams. */
export const decider: Decider<ArticleState, ArticleCommand, ArticleEvent, Rejection.ArticleRejection> = {
  initial,
  decide,
  evolve
}
