/** Every address that pages link to, percent-encoded. The server uses the same functions for redirects and feeds. */
import type { Language } from "../language/Catalogue.ts"

/** One segment of a path. Half a surrogate pair, which cannot be encoded, becomes U+FFFD. */
const segment = (text: string): string => encodeURIComponent(text.toWellFormed())

export const home = (language: Language): string => `/${language}/`

export const section = (language: Language, section: string): string => `/${language}/${segment(section)}`

/** The canonical address of an article. */
export const article = (
  article: { readonly language: Language; readonly section: string; readonly id: string; readonly slug: string }
): string =>
  `${section(article.language, article.section)}/${
    segment(article.slug === "" ? article.id : `${article.id}-${article.slug}`)
  }`

/** Where a comment is read, however many there are: the page shows it and what it answers, and leads to all others. */
export const comment = (article: string, id: string): string =>
  `${article}?comment=${segment(id)}#comment-${segment(id)}`

export const corrections = (language: Language): string => `/${language}/corrections`

/** The RSS feed of a language, or of one of its sections. */
export const feed = (language: Language, inSection?: string): string =>
  inSection === undefined ? `/${language}/rss.xml` : `${section(language, inSection)}/rss.xml`

/** Where the comment form of an article is sent. */
export const comments = (articleId: string): string => `/a/${segment(articleId)}/comments`

export const desk = {
  signIn: "/desk/sign-in",
  signOut: "/desk/sign-out",
  queue: "/desk/queue",
  articles: "/desk/articles",
  newArticle: "/desk/articles/new",
  article: (id: string): string => `/desk/articles/${segment(id)}`,
  articleAction: (id: string, action: string): string => `/desk/articles/${segment(id)}/${segment(action)}`,
  commentAction: (id: string, action: string): string => `/desk/comments/${segment(id)}/${segment(action)}`
} as const

/**
 * A path that came from a model, made safe to link to: one that could leave this site, or that is no path at all (such
 * as `javascript:…`), becomes the home page.
 */
export const local = (path: string): string => /^[/?#](?![/\\])/.test(path) ? path : "/"
