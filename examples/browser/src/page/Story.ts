/** An article and its thread as elements of the page. Whatever somebody typed is text, never markup. */
import * as Bidi from "@dateline/publishing/text/Bidi"
import type { ArticlePage } from "@dateline/publishing/views/ArticlePage"
import { shown, type ThreadComment } from "@dateline/publishing/views/Thread"
import type { Words } from "./words.ts"

export interface Story {
  readonly page: ArticlePage
  readonly comments: ReadonlyArray<ThreadComment>
}

type Attributes = Readonly<Record<string, string>>

const element = (name: string, attributes: Attributes, ...children: ReadonlyArray<Node | string>): HTMLElement => {
  const made = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
  made.append(...children)
  return made
}

/** In the language and direction of whoever wrote it. */
const written = (name: string, language: string, text: string): HTMLElement =>
  element(name, { lang: language, dir: language === "ar" ? "rtl" : "ltr" }, Bidi.neutralise(text))

const timeOf = (at: number, { locale }: Words): HTMLElement => {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" })
  return element("time", { datetime: new Date(at).toISOString() }, format.format(at))
}

const commentOf = (comment: ThreadComment, say: Words): HTMLElement => {
  const visible = shown(comment)
  const attributes = { "data-comment-id": comment.id, "data-state": comment.state }
  if (comment.state === "blank") return element("li", attributes, element("p", {}, say.sealed))
  if (visible?.state !== "visible") return element("li", attributes, element("p", {}, say.removed))
  const by = element("p", {}, written("b", visible.language, visible.name), " ", timeOf(visible.submittedAt, say))
  return element("li", attributes, by, written("p", visible.language, visible.body))
}

const threadOf = ({ comments, page }: Story, say: Words): ReadonlyArray<HTMLElement> => {
  if (comments.length === 0) return []
  const id = `comments-${page.id}`
  const list = element("ul", { "aria-labelledby": id }, ...comments.map((comment) => commentOf(comment, say)))
  return [element("h3", { id }, say.comments), list]
}

/** The article as readers see it, corrections and all, with what they may see of its comments below. */
export const storyOf = (story: Story, say: Words): HTMLElement => {
  const { page } = story
  const text = (name: string, content: string) => written(name, page.language, content)
  return element(
    "article",
    { "data-article-id": page.id, "data-state": page.state, "data-version": String(page.version) },
    text("h2", page.headline),
    element("p", {}, timeOf(page.publishedAt, say)),
    ...(page.state === "retracted" ? [element("p", {}, `${say.retracted}: `, text("span", page.notice))] : []),
    ...(page.deck === undefined ? [] : [text("p", page.deck)]),
    ...page.body.map((block) => text("p", block.text)),
    ...page.corrections.map(({ notice }) =>
      element("p", { "data-role": "correction" }, element("b", {}, say.corrected), " ", text("span", notice))
    ),
    ...threadOf(story, say)
  )
}
