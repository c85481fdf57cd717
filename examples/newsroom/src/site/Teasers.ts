/** Stories in lists: as the lead, as a card, as a line beside its time. */
import type { Catalogue } from "../language/Catalogue.ts"
import { agencyName, sectionName } from "../language/Languages.ts"
import { type Html, html } from "./Html.ts"
import type { Teaser } from "./Models.ts"
import * as Moments from "./Moments.ts"
import * as Paths from "./Paths.ts"

/** How a story is shown: which heading level, and what besides the headline. */
export interface Look {
  readonly kind: "lead" | "card" | "line"
  readonly level: 2 | 3
  /** Names the section; not where the list is a section's. */
  readonly withSection: boolean
  readonly now: number
}

const heading = (level: 2 | 3, content: Html): Html =>
  level === 2 ? html`<h2>${content}</h2>` : html`<h3>${content}</h3>`

const badge = (catalogue: Catalogue, teaser: Teaser): Html | false => {
  if (teaser.retracted === true) return html`<li class="badge badge-retracted">${catalogue.site.retractedMark}</li>`
  return teaser.corrected === true && html`<li class="badge">${catalogue.site.correctedMark}</li>`
}

/** Place, time, agency and what else is known, as one line under the headline. */
const facts = (catalogue: Catalogue, teaser: Teaser, now: number): Html => {
  const count = teaser.commentCount ?? 0
  return html`<ul class="facts">${
    teaser.place !== undefined && teaser.place !== "" && html`<li class="place">${teaser.place}</li>`
  }<li>${Moments.recent(catalogue, teaser.publishedAt, now)}</li>${
    teaser.agency !== undefined && html`<li>${agencyName(catalogue, teaser.agency)}</li>`
  }${count > 0 && html`<li>${catalogue.comments.count(count)}</li>`}${badge(catalogue, teaser)}</ul>`
}

/** One story. */
export const teaser = (catalogue: Catalogue, item: Teaser, look: Look): Html =>
  html`<article class="teaser teaser-${look.kind}" data-article-id="${item.id}">
${
    look.withSection &&
    html`<p class="kicker"><a href="${Paths.section(item.language, item.section)}">${
      sectionName(catalogue, item.section)
    }</a></p>`
  }
${heading(look.level, html`<a href="${Paths.article(item)}">${item.headline}</a>`)}
${look.kind !== "line" && item.deck !== undefined && item.deck !== "" && html`<p class="deck">${item.deck}</p>`}
${facts(catalogue, item, look.now)}
</article>`

/** Several stories, as a list. */
export const teasers = (catalogue: Catalogue, items: ReadonlyArray<Teaser>, look: Look): Html =>
  html`<ul class="teasers teasers-${look.kind}">${
    items.map((item) => html`<li>${teaser(catalogue, item, look)}</li>`)
  }</ul>`

/** Link to the following page of a list. */
export const pager = (path: string | undefined, name: string): Html | false =>
  path !== undefined && html`<p class="pager"><a class="button" rel="next" href="${Paths.local(path)}">${name}</a></p>`
