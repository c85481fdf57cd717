/** A refusal of the desk: what happened, what to do, and what was typed. */
import { catalogueOf, problemText } from "../../language/Languages.ts"
import { typedText } from "../ErrorPage.ts"
import { html } from "../Html.ts"
import * as Paths from "../Paths.ts"
import { deskLayout } from "./DeskLayout.ts"
import type { DeskErrorPage } from "./Models.ts"

/** Send it with the status of the model. */
export const deskErrorPage = ({ frame, status, reason, back, typed }: DeskErrorPage): string => {
  const catalogue = catalogueOf(frame.language)
  const { title, text } = catalogue.errors[status]
  return deskLayout({
    frame,
    title,
    main: html`<div class="refusal narrow">
<p class="status-code" aria-hidden="true">${status}</p>
<h1 class="page-title">${title}</h1>
<p class="deck">${reason === undefined ? text : problemText(catalogue, { field: "form", code: reason })}</p>
${typedText(catalogue, typed)}
<p class="actions">${
      back !== undefined &&
      html`<a class="button button-primary" href="${Paths.local(back)}">${catalogue.errorBack}</a> `
    }<a class="button" href="${frame.user === undefined ? Paths.desk.signIn : Paths.desk.queue}">${
      frame.user === undefined ? catalogue.desk.signIn : catalogue.desk.queue
    }</a></p>
</div>`
  })
}
