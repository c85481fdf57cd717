/** The front page of a language: the lead, what came after it, the latest by time, then the sections. */
import type { Catalogue } from "../language/Catalogue.ts"
import { catalogueOf, sectionName } from "../language/Languages.ts"
import { type Html, html } from "./Html.ts"
import { layout } from "./Layout.ts"
import type { HomePage, Teaser } from "./Models.ts"
import * as Paths from "./Paths.ts"
import { teaser, teasers } from "./Teasers.ts"

/** How many stories stand as cards beside the lead; the rest is the list by time. */
const cards = 2

const front = (catalogue: Catalogue, lead: Teaser, rest: ReadonlyArray<Teaser>, now: number): Html =>
  html`<div class="front">
<section class="front-lead" aria-label="${catalogue.site.topStory}">${
    teaser(catalogue, lead, { kind: "lead", level: 2, withSection: true, now })
  }${teasers(catalogue, rest.slice(0, cards), { kind: "card", level: 3, withSection: true, now })}</section>
${
    rest.length > cards && html`<section class="front-latest" aria-labelledby="latest">
<h2 id="latest" class="rule">${catalogue.site.latest}</h2>
${teasers(catalogue, rest.slice(cards), { kind: "line", level: 3, withSection: false, now })}</section>`
  }
</div>`

const sectionBlock = (catalogue: Catalogue, { section, items }: HomePage["sections"][number], now: number): Html =>
  html`<section class="section-block" aria-labelledby="section-${section}">
<h2 id="section-${section}" class="rule"><a href="${Paths.section(catalogue.language, section)}">${
    sectionName(catalogue, section)
  }</a></h2>
${teasers(catalogue, items.slice(0, 1), { kind: "card", level: 3, withSection: false, now })}
${items.length > 1 && teasers(catalogue, items.slice(1), { kind: "line", level: 3, withSection: false, now })}
</section>`

/** A section shows what does not already stand large at the top; one with nothing else is left out. */
const remaining = ({ latest, sections }: HomePage): HomePage["sections"] => {
  const large = new Set(latest.slice(0, 1 + cards).map(({ id }) => id))
  return sections
    .map(({ section, items }) => ({ section, items: items.filter(({ id }) => !large.has(id)) }))
    .filter(({ items }) => items.length > 0)
}

/** `/` and `/{language}/`. */
export const homePage = (page: HomePage): string => {
  const { frame, latest } = page
  const sections = remaining(page)
  const catalogue = catalogueOf(frame.language)
  const [lead, ...rest] = latest
  return layout({
    frame,
    title: `${catalogue.siteName} | ${catalogue.tagline}`,
    description: catalogue.tagline,
    isHome: true,
    main: html`${
      lead === undefined
        ? html`<p class="empty">${catalogue.site.nothingYet}</p>`
        : front(catalogue, lead, rest, frame.now)
    }
${
      sections.length > 0 &&
      html`<div class="section-blocks">${sections.map((block) => sectionBlock(catalogue, block, frame.now))}</div>`
    }`
  })
}
