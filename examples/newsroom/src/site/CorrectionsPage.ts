/** The public register of what was wrong. */
import { catalogueOf } from "../language/Languages.ts"
import { html } from "./Html.ts"
import { breadcrumb, layout } from "./Layout.ts"
import type { CorrectionsPage } from "./Models.ts"
import * as Moments from "./Moments.ts"
import * as Paths from "./Paths.ts"
import { pager } from "./Teasers.ts"

/** `/{language}/corrections`. */
export const correctionsPage = ({ frame, items, next }: CorrectionsPage): string => {
  const catalogue = catalogueOf(frame.language)
  const { site } = catalogue
  return layout({
    frame,
    title: site.correctionsRegister,
    description: site.correctionsIntro,
    main: html`<div class="narrow">
${breadcrumb(catalogue, [{ name: site.correctionsRegister }])}
<h1 class="page-title">${site.correctionsRegister}</h1>
<p class="deck">${site.correctionsIntro}</p>
${
      items.length === 0
        ? html`<p class="empty">${site.noCorrections}</p>`
        : html`<ol class="register">${
          items.map((item) =>
            html`<li data-role="correction" class="entry entry-${item.kind}">
<p class="notice-head"><strong>${item.kind === "retraction" ? site.retraction : site.correction}</strong> ${
              Moments.moment(catalogue, item.at)
            }</p>
<h2><a href="${Paths.local(item.path)}">${item.headline}</a></h2>
<p dir="auto">${item.notice}</p>
</li>`
          )
        }</ol>`
    }
${pager(next, catalogue.nextPage)}
</div>`
  })
}
