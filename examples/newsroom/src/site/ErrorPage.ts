/** Every answer that is not the page that was asked for: what happened, what to do, and what was typed. */
import type { Catalogue } from "../language/Catalogue.ts"
import { catalogueOf, problemText } from "../language/Languages.ts"
import { type Html, html } from "./Html.ts"
import { layout } from "./Layout.ts"
import type { ErrorPage } from "./Models.ts"
import * as Paths from "./Paths.ts"
import { paragraphs } from "./Text.ts"

/** What was typed, to be copied: nothing that somebody wrote is lost because it could not be taken. */
export const typedText = (catalogue: Catalogue, typed: ReadonlyArray<string> | undefined): Html | false =>
  typed !== undefined && typed.length > 0 && html`<section class="typed" aria-labelledby="typed-title">
<h2 id="typed-title" class="rule">${catalogue.errorTyped}</h2>${
    typed.map((text) => html`<blockquote>${paragraphs(text)}</blockquote>`)
  }</section>`

/** A refusal of the public site. Send it with the status of the model. */
export const errorPage = ({ frame, status, reason, notice, retryAfter, back, typed }: ErrorPage): string => {
  const catalogue = catalogueOf(frame.language)
  const { title, text } = catalogue.errors[status]
  return layout({
    frame,
    unlisted: true,
    title,
    description: title,
    main: html`<div class="refusal narrow">
<p class="status-code" aria-hidden="true">${status}</p>
<h1 class="page-title">${title}</h1>
<p class="deck">${reason === undefined ? text : problemText(catalogue, { field: "form", code: reason })}</p>
${notice !== undefined && html`<p class="retraction" data-role="notice" dir="auto">${notice}</p>`}
${retryAfter !== undefined && html`<p>${catalogue.retryAfter(retryAfter)}</p>`}
${typedText(catalogue, typed)}
<p class="actions">${
      back !== undefined &&
      html`<a class="button button-primary" href="${Paths.local(back)}">${catalogue.errorBack}</a> `
    }<a class="button" href="${Paths.home(frame.language)}">${catalogue.site.home}</a></p>
</div>`
  })
}
