/** Feeds of a language, of a section, and of the comments under an article, in three formats. */
import * as Atom from "@dateline/publishing/syndication/Atom"
import type { Channel, Item } from "@dateline/publishing/syndication/Feed"
import * as JsonFeed from "@dateline/publishing/syndication/JsonFeed"
import * as Rss from "@dateline/publishing/syndication/Rss"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Response from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import type { Language } from "../language/Catalogue.ts"
import { catalogueOf, sectionName } from "../language/Languages.ts"
import { Site } from "../Site.ts"
import * as Paths from "../site/Paths.ts"
import * as ArticleRoutes from "./ArticleRoutes.ts"
import * as FeedItems from "./FeedItems.ts"
import * as Pages from "./Pages.ts"
import * as Reading from "./Reading.ts"
import * as Routes from "./Routes.ts"
import * as SiteRoutes from "./SiteRoutes.ts"

const itemsPerFeed = 30
const commentsPerFeed = 100

interface Format {
  readonly contentType: string
  readonly render: (channel: Channel, items: ReadonlyArray<Item>) => string
}

const formats = { "rss.xml": Rss, "atom.xml": Atom, "feed.json": JsonFeed } as const satisfies {
  readonly [file: string]: Format
}

const answer = (request: HttpServerRequest, format: Format, channel: Channel, items: ReadonlyArray<Item>) =>
  Pages.revalidated(
    request,
    format.render(channel, items),
    (text) => Response.text(text, { contentType: format.contentType, headers: Pages.shared })
  )

const newest = (items: ReadonlyArray<Item>): number => Math.max(0, ...items.map(({ modifiedAt }) => modifiedAt))

/** The articles that lists show, with their texts. */
const articles = Effect.fnUntraced(function*(language: Language, section: string | undefined) {
  const { baseUrl } = yield* Site
  const { cards } = yield* Reading.latest(language, section, { limit: itemsPerFeed })
  const pages = yield* Reading.pages(cards.map(({ id }) => id))
  return cards.flatMap(({ id }) => {
    const page = pages.get(id)
    return page?.state === "live" ? [FeedItems.ofArticle(page, baseUrl)] : []
  })
})

const feed = (file: keyof typeof formats) =>
  Effect.fnUntraced(function*(request: HttpServerRequest, language: Language, section?: string) {
    const { baseUrl } = yield* Site
    const catalogue = catalogueOf(language)
    const items = yield* articles(language, section)
    const path = section === undefined ? Paths.home(language) : Paths.section(language, section)
    const folder = section === undefined ? `/${language}` : path
    const channel: Channel = {
      title: section === undefined
        ? catalogue.siteName
        : `${catalogue.siteName}${catalogue.comma}${sectionName(catalogue, section)}`,
      description: catalogue.tagline,
      language: catalogue.locale,
      siteUrl: `${baseUrl}${path}`,
      feedUrl: `${baseUrl}${folder}/${file}`,
      updatedAt: newest(items)
    }
    return answer(request, formats[file], channel, items)
  })

const comments = Effect.fnUntraced(function*(request: HttpServerRequest) {
  const { baseUrl } = yield* Site
  const article = yield* ArticleRoutes.addressed
  const path = `${Paths.article(article)}/comments.xml`
  if (!ArticleRoutes.isFor(request, path)) return Response.redirect(path, { status: 301, headers: Pages.shared })
  const page = yield* Reading.comments(article.id, { limit: commentsPerFeed, newestFirst: true })
  const items = page.items.flatMap((comment) =>
    comment.state === "visible" ? [FeedItems.ofComment(comment, article, baseUrl)] : []
  )
  const catalogue = catalogueOf(article.language)
  const siteUrl = `${baseUrl}${Paths.article(article)}`
  return answer(request, Rss, {
    title: `${catalogue.comments.heading}${catalogue.comma}${article.headline}`,
    description: article.headline,
    language: catalogue.locale,
    siteUrl: `${siteUrl}#comments`,
    feedUrl: `${baseUrl}${path}`,
    updatedAt: newest(items)
  }, items)
})

const routesOf = (file: keyof typeof formats) => {
  const render = feed(file)
  const { language, section } = SiteRoutes
  return Layer.mergeAll(
    Routes.at(`/${file}`, {
      GET: (request) => Effect.flatMap(Site, ({ settings }) => render(request, settings.language))
    }),
    Routes.at(`/:language/${file}`, { GET: (request) => Effect.flatMap(language, (of) => render(request, of)) }),
    Routes.at(`/:language/:section/${file}`, {
      GET: (request) => Effect.flatMap(Effect.all([language, section]), ([of, name]) => render(request, of, name))
    })
  )
}

export const layer = Layer.mergeAll(
  routesOf("rss.xml"),
  routesOf("atom.xml"),
  routesOf("feed.json"),
  Routes.at("/:language/:section/:article/comments.xml", { GET: comments })
)
