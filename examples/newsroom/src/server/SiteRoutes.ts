/** The pages that lead to articles: home, section fronts, the register of corrections, short addresses. */
import * as Section from "@dateline/publishing/domain/Section"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Response from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import type { Language } from "../language/Catalogue.ts"
import { isLanguage, languages } from "../language/Languages.ts"
import { frame, Site } from "../Site.ts"
import { correctionsPage } from "../site/CorrectionsPage.ts"
import { homePage } from "../site/HomePage.ts"
import * as Paths from "../site/Paths.ts"
import { sectionPage } from "../site/SectionPage.ts"
import * as PageCache from "./PageCache.ts"
import * as Pages from "./Pages.ts"
import * as Query from "./Query.ts"
import * as Reading from "./Reading.ts"
import { notFound } from "./Refusal.ts"
import * as Routes from "./Routes.ts"

const onHome = 12
const onHomePerSection = 4
const onFront = 24
const onRegister = 50

/** The language in the address. */
export const language = Effect.flatMap(
  Routes.parameter("language"),
  (text) => isLanguage(text) ? Effect.succeed(text) : notFound
)

/** The language at `/`. */
const ownLanguage = Effect.map(Site, ({ settings }) => settings.language)

/** The section in the address. */
export const section = Effect.flatMap(
  Routes.parameter("section"),
  (text) => (Section.all as ReadonlyArray<string>).includes(text) ? Effect.succeed(text) : notFound
)

/** The same page in every language. */
const inAll = (pathIn: (language: Language) => string) =>
  languages.map((language) => ({ language, path: pathIn(language) }))

const following = (path: string, next: string | undefined) =>
  next === undefined ? undefined : `${path}?after=${encodeURIComponent(next)}`

const home = Effect.fnUntraced(function*(language: Language) {
  const { items } = yield* Reading.latestTeasers(language, undefined, { limit: onHome })
  const sections = yield* Effect.forEach(
    Section.all,
    (section) =>
      Effect.map(
        Reading.latestTeasers(language, section, { limit: onHomePerSection }),
        ({ items }) => ({ section, items })
      )
  )
  const html = homePage({
    frame: yield* frame({ language, path: Paths.home(language), alternates: inAll(Paths.home) }),
    latest: items,
    sections: sections.filter(({ items }) => items.length > 0)
  })
  return { html, headers: Pages.shared }
})

const front = Effect.fnUntraced(function*(request: HttpServerRequest) {
  const of = yield* language
  const name = yield* section
  const path = Paths.section(of, name)
  const { items, next } = yield* Reading.latestTeasers(of, name, {
    limit: onFront,
    cursor: yield* Query.one(request, "after")
  })
  const html = sectionPage({
    frame: yield* frame({ language: of, path, alternates: inAll((other) => Paths.section(other, name)) }),
    section: name,
    items,
    next: following(path, next)
  })
  return { html, headers: Pages.shared }
})

const register = Effect.fnUntraced(function*(request: HttpServerRequest) {
  const of = yield* language
  const path = Paths.corrections(of)
  const { items, next } = yield* Reading.corrections(of, {
    limit: onRegister,
    cursor: yield* Query.one(request, "after")
  })
  const html = correctionsPage({
    frame: yield* frame({ language: of, path, alternates: inAll(Paths.corrections) }),
    items,
    next: following(path, next)
  })
  return { html, headers: Pages.shared }
})

const shortAddress = Effect.gen(function*() {
  const article = yield* Reading.article(yield* Routes.parameter("id"))
  return Response.redirect(Paths.article(article), { status: 301, headers: Pages.shared })
})

export const layer = Layer.mergeAll(
  Routes.at("/", { GET: (request) => PageCache.page(request, Effect.flatMap(ownLanguage, home)) }),
  Routes.at("/:language", { GET: (request) => PageCache.page(request, Effect.flatMap(language, home)) }),
  Routes.at("/:language/corrections", { GET: (request) => PageCache.page(request, register(request)) }),
  Routes.at("/:language/:section", { GET: (request) => PageCache.page(request, front(request)) }),
  Routes.at("/a/:id", { GET: () => shortAddress })
)
