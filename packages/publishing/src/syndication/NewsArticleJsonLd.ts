/**
 * An article for search engines: schema.org's `NewsArticle` as JSON-LD, with the place it was filed from, the agency
 * whose copy it is, and every public correction.
 *
 * *Source:* https://schema.org/NewsArticle, https://schema.org/CorrectionComment
 */
import * as Href from "./Href.ts"
import * as Timestamp from "./Timestamp.ts"
import * as Xml from "./Xml.ts"

export interface Article {
  readonly url: string
  readonly headline: string
  readonly summary?: string
  /** BCP 47, such as `ar-MA`. */
  readonly language: string
  /** As readers see it. */
  readonly section: string
  readonly tags: ReadonlyArray<string>
  /** Milliseconds since the Unix epoch, like every moment here. */
  readonly publishedAt: number
  readonly modifiedAt: number
  /** The place that opens the story, such as `الرباط`. */
  readonly dateline?: string
  readonly byline: ReadonlyArray<string>
  readonly agency?: string
  readonly publisher: { readonly name: string; readonly url: string }
  /** Public notices, oldest first. */
  readonly corrections: ReadonlyArray<{ readonly notice: string; readonly at: number }>
  /** How many comments are approved. */
  readonly commentCount: number
  /** Approved comments only, or some of them. */
  readonly comments: ReadonlyArray<{ readonly name: string; readonly body: string; readonly at: number }>
}

const organization = (name: string, url?: string) => ({
  "@type": "Organization",
  name,
  ...(url === undefined ? {} : { url: Href.ascii(url) })
})

const authors = (article: Article) => {
  if (article.byline.length > 0) return article.byline.map((name) => ({ "@type": "Person", name }))
  return [organization(article.agency ?? article.publisher.name)]
}

const correction = ({ at, notice }: Article["corrections"][number]) => ({
  "@type": "CorrectionComment",
  text: notice,
  datePublished: Timestamp.rfc3339(at)
})

const comment = ({ at, body, name }: Article["comments"][number]) => ({
  "@type": "Comment",
  text: body,
  dateCreated: Timestamp.rfc3339(at),
  author: { "@type": "Person", name }
})

/** Empty lists say nothing; characters that no feed can hold are dropped here too. */
const tidy = (_: string, value: unknown): unknown =>
  Array.isArray(value) && value.length === 0 ? undefined : typeof value === "string" ? Xml.clean(value) : value

const escapes: Readonly<Record<string, string>> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029"
}

/**
 * The text for `<script type="application/ld+json">`, to be written there without further escaping: it is JSON in which
 * nothing can end the element or begin another.
 */
export const render = (article: Article): string => {
  const url = Href.ascii(article.url)
  const text = JSON.stringify({
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "@id": url,
    url,
    mainEntityOfPage: url,
    headline: article.headline,
    description: article.summary,
    inLanguage: article.language,
    articleSection: article.section,
    keywords: article.tags,
    datePublished: Timestamp.rfc3339(article.publishedAt),
    dateModified: Timestamp.rfc3339(article.modifiedAt),
    dateline: article.dateline,
    author: authors(article),
    sourceOrganization: article.agency === undefined ? undefined : organization(article.agency),
    publisher: organization(article.publisher.name, article.publisher.url),
    correction: article.corrections.map(correction),
    commentCount: article.commentCount,
    comment: article.comments.map(comment)
  }, tidy)
  return text.replace(/[<>&\u2028\u2029]/g, (character) => escapes[character]!)
}
