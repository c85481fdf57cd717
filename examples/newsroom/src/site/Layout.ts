/** What surrounds every public page: masthead, sections, languages, footer, and what the head says to machines. */
import { type Catalogue, type Language } from "../language/Catalogue.ts"
import { catalogueOf, languages } from "../language/Languages.ts"
import { type Html, html } from "./Html.ts"
import type { Frame } from "./Models.ts"
import * as Moments from "./Moments.ts"
import * as Paths from "./Paths.ts"
import { mark, shell } from "./Shell.ts"

/** A step of the breadcrumb; the last one has no path. */
export interface Crumb {
  readonly name: string
  readonly path?: string
}

export interface Layout {
  readonly frame: Frame
  /** Without the name of the site, which is added. */
  readonly title: string
  readonly description: string
  readonly main: Html
  /** OpenGraph type. */
  readonly type?: "website" | "article"
  /** The section this page belongs to. */
  readonly section?: string
  /** More for the head. */
  readonly head?: Html
  /** The name of the site is the heading of this page. */
  readonly isHome?: boolean
  /** Private pages and refusals: not for search engines, no canonical address, no feeds. */
  readonly unlisted?: boolean
}

/** Where this page, or else the home page, is in another language. */
const inLanguage = (frame: Frame, language: Language): string =>
  Paths.local(frame.alternates.find((alternate) => alternate.language === language)?.path ?? Paths.home(language))

const languageSwitcher = (frame: Frame, catalogue: Catalogue): Html =>
  html`<nav class="languages" aria-label="${catalogue.site.languagesLabel}"><ul>${
    languages.map((language) => {
      const { locale, ownName, direction } = catalogueOf(language)
      return language === frame.language
        ? html`<li><span aria-current="true">${ownName}</span></li>`
        : html`<li><a href="${
          inLanguage(frame, language)
        }" hreflang="${locale}" lang="${locale}" dir="${direction}">${ownName}</a></li>`
    })
  }</ul></nav>`

const sectionList = (catalogue: Catalogue, current: string | undefined): Html =>
  html`<ul>${
    Object.entries(catalogue.sections).map(([id, name]) =>
      html`<li><a href="${Paths.section(catalogue.language, id)}"${
        id === current && html` aria-current="true"`
      }>${name}</a></li>`
    )
  }</ul>`

const masthead = ({ frame, section, isHome }: Layout, catalogue: Catalogue): Html => {
  const brand = html`<a href="${Paths.home(frame.language)}">${mark}<span>${catalogue.siteName}</span></a>`
  return html`<header class="masthead">
<div class="wrap topline"><p class="today">${Moments.today(catalogue, frame.now)}</p>${
    languageSwitcher(frame, catalogue)
  }</div>
<div class="wrap brand">${
    isHome === true ? html`<h1 class="wordmark">${brand}</h1>` : html`<p class="wordmark">${brand}</p>`
  }<p class="tagline">${catalogue.tagline}</p></div>
<nav class="sections" aria-label="${catalogue.site.sectionsLabel}"><div class="wrap">${
    sectionList(catalogue, section)
  }</div></nav>
</header>`
}

const footer = (frame: Frame, catalogue: Catalogue): Html =>
  html`<footer class="footer"><div class="wrap">
<div class="footer-brand"><p class="wordmark">${mark}<span>${catalogue.siteName}</span></p>
<p>${catalogue.tagline}</p></div>
<nav aria-label="${catalogue.site.footerLabel}">${sectionList(catalogue, undefined)}<ul>
<li><a href="${Paths.corrections(frame.language)}">${catalogue.site.correctionsRegister}</a></li>
<li><a href="${Paths.feed(frame.language)}" type="application/rss+xml">${catalogue.site.feed}</a></li>
<li><a href="${Paths.desk.signIn}">${catalogue.site.deskLink}</a></li>
</ul></nav>
</div></footer>`

const machineHead = (layout: Layout, catalogue: Catalogue): Html => {
  const { frame, title, description, type = "website" } = layout
  const absolute = (path: string): string => `${frame.baseUrl}${Paths.local(path)}`
  return html`<link rel="canonical" href="${absolute(frame.path)}">
${
    frame.alternates.map(({ language, path }) =>
      html`<link rel="alternate" hreflang="${catalogueOf(language).locale}" href="${absolute(path)}">\n`
    )
  }<link rel="alternate" type="application/rss+xml" title="${catalogue.siteName}" href="${Paths.feed(frame.language)}">
${
    layout.section !== undefined &&
    html`<link rel="alternate" type="application/rss+xml" title="${catalogue.siteName}${catalogue.comma}${
      catalogue.sections[layout.section] ?? layout.section
    }" href="${Paths.feed(frame.language, layout.section)}">`
  }
<meta name="description" content="${description}">
<meta property="og:type" content="${type}">
<meta property="og:site_name" content="${catalogue.siteName}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${absolute(frame.path)}">
<meta property="og:locale" content="${catalogue.openGraphLocale}">
<meta name="twitter:card" content="summary">`
}

/** The path from the home page to this one. */
export const breadcrumb = (catalogue: Catalogue, crumbs: ReadonlyArray<Crumb>): Html =>
  html`<nav class="breadcrumb" aria-label="${catalogue.site.breadcrumbLabel}"><ol>${
    [{ name: catalogue.site.home, path: Paths.home(catalogue.language) }, ...crumbs].map((crumb) =>
      crumb.path === undefined
        ? html`<li><span aria-current="page">${crumb.name}</span></li>`
        : html`<li><a href="${crumb.path}">${crumb.name}</a></li>`
    )
  }</ol></nav>`

/** A complete public page. */
export const layout = (page: Layout): string => {
  const catalogue = catalogueOf(page.frame.language)
  return shell({
    catalogue,
    assets: page.frame.assets,
    kind: "site",
    title: page.isHome === true ? page.title : `${page.title} | ${catalogue.siteName}`,
    head: html`${
      page.unlisted === true ? html`<meta name="robots" content="noindex">` : machineHead(page, catalogue)
    }${page.head}`,
    body: html`${masthead(page, catalogue)}
<main id="content" class="wrap" tabindex="-1">
${page.main}
</main>
${footer(page.frame, catalogue)}`
  })
}
