/** A section's front: its newest story as the lead, the others by time. */
import { catalogueOf, sectionName } from "../language/Languages.ts"
import { html } from "./Html.ts"
import { breadcrumb, layout } from "./Layout.ts"
import type { SectionPage } from "./Models.ts"
import { pager, teaser, teasers } from "./Teasers.ts"

/** `/{language}/{section}`. */
export const sectionPage = ({ frame, section, items, next }: SectionPage): string => {
  const catalogue = catalogueOf(frame.language)
  const name = sectionName(catalogue, section)
  const [lead, ...rest] = items
  const look = { level: 2, withSection: false, now: frame.now } as const
  return layout({
    frame,
    section,
    title: name,
    description: `${name}${catalogue.comma}${catalogue.siteName}`,
    main: html`${breadcrumb(catalogue, [{ name }])}
<h1 class="page-title">${name}</h1>
${
      lead === undefined
        ? html`<p class="empty">${catalogue.site.nothingYet}</p>`
        : html`${teaser(catalogue, lead, { ...look, kind: "lead" })}${
          rest.length > 0 && teasers(catalogue, rest, { ...look, kind: "card" })
        }`
    }
${pager(next, catalogue.site.older)}`
  })
}
