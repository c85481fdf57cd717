/** What search engines are told: which pages there are, which of them are news, and what to leave alone. */
import { Projector } from "@dateline/eventsourcing/Projector"
import * as Section from "@dateline/publishing/domain/Section"
import * as Robots from "@dateline/publishing/syndication/Robots"
import * as Sitemap from "@dateline/publishing/syndication/Sitemap"
import type { ArticleCard } from "@dateline/publishing/views/ArticleCards"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Response from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import type { Language } from "../language/Catalogue.ts"
import { catalogueOf, languages } from "../language/Languages.ts"
import { Site } from "../Site.ts"
import * as Paths from "../site/Paths.ts"
import * as Pages from "./Pages.ts"
import * as Reading from "./Reading.ts"
import * as Routes from "./Routes.ts"

const pageSize = 1000

const answer = (request: HttpServerRequest, contentType: string, text: string) =>
  Pages.revalidated(request, text, (body) => Response.text(body, { contentType, headers: Pages.shared }))

/** All published articles of a language, newest first, up to a number. */
const cards = Effect.fnUntraced(function*(language: Language, most: number) {
  const found: Array<ArticleCard> = []
  let cursor: string | undefined
  do {
    const page = yield* Reading.latest(language, undefined, { limit: pageSize, cursor })
    found.push(...page.cards)
    cursor = page.next
  } while (cursor !== undefined && found.length < most)
  return found.slice(0, most)
})

/** A page that every language has. */
const inAll = (baseUrl: string, pathIn: (language: Language) => string): ReadonlyArray<Sitemap.Page> => {
  const alternates = languages.map((language) => ({
    language: catalogueOf(language).locale,
    url: `${baseUrl}${pathIn(language)}`
  }))
  return alternates.map(({ url }) => ({ url, alternates }))
}

const everything = Effect.gen(function*() {
  const { baseUrl } = yield* Site
  const fronts = [Paths.home, ...Section.all.map((section) => (language: Language) => Paths.section(language, section))]
  const pages = fronts.flatMap((pathIn) => inAll(baseUrl, pathIn))
  const most = Math.floor((Sitemap.maxPages - pages.length) / languages.length)
  const articles = yield* Effect.forEach(languages, (language) => cards(language, most))
  const entries = articles.flat().map((card) => ({
    url: `${baseUrl}${Paths.article(card)}`,
    modifiedAt: card.modifiedAt,
    alternates: []
  }))
  return Sitemap.render([...pages, ...entries])
})

/** Reading fifty thousand articles takes a moment: it is done once for each state of the views. */
const sitemap = Effect.sync(() => {
  let made: { readonly position: number; readonly text: string } | undefined
  return Effect.fnUntraced(function*(request: HttpServerRequest) {
    const position = yield* (yield* Projector).position
    if (made?.position !== position) made = { position, text: yield* everything }
    return answer(request, Sitemap.contentType, made.text)
  })
})

const news = Effect.fnUntraced(function*(request: HttpServerRequest) {
  const { baseUrl } = yield* Site
  const now = yield* Clock.currentTimeMillis
  const articles = yield* Effect.forEach(
    languages,
    (language) => Effect.map(Reading.latest(language, undefined, { limit: pageSize }), (page) => page.cards)
  )
  const pages = articles.flat().toSorted((a, b) => b.publishedAt - a.publishedAt).map((card) => ({
    url: `${baseUrl}${Paths.article(card)}`,
    title: card.headline,
    publication: catalogueOf(card.language).siteName,
    language: card.language,
    publishedAt: card.publishedAt
  }))
  return answer(request, Sitemap.contentType, Sitemap.renderNews(pages, now))
})

const robots = Effect.fnUntraced(function*(request: HttpServerRequest) {
  const { baseUrl } = yield* Site
  const text = Robots.render({
    disallow: ["/api/", "/comments/", "/desk/"],
    sitemaps: [`${baseUrl}/sitemap.xml`, `${baseUrl}/news-sitemap.xml`]
  })
  return answer(request, Robots.contentType, text)
})

export const layer = Layer.mergeAll(
  Layer.unwrap(Effect.map(sitemap, (handler) => Routes.at("/sitemap.xml", { GET: handler }))),
  Routes.at("/news-sitemap.xml", { GET: news }),
  Routes.at("/robots.txt", { GET: robots })
)
