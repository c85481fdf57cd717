/** A commenter's private page: what became of the comment, why, and what can still be done. */
import type { Catalogue } from "../language/Catalogue.ts"
import { catalogueOf } from "../language/Languages.ts"
import { hiddenFields, type Html, html } from "./Html.ts"
import { layout } from "./Layout.ts"
import type { StatusPage } from "./Models.ts"
import * as Moments from "./Moments.ts"
import * as Paths from "./Paths.ts"
import { paragraphs } from "./Text.ts"

type Decision = NonNullable<StatusPage["decision"]>

const statement = (catalogue: Catalogue, decision: Decision): Html => {
  const { status } = catalogue
  return html`<section class="statement" aria-labelledby="statement-title">
<h2 id="statement-title" class="rule">${status.reasons}</h2>
${
    decision.reasons.length > 0
    && html`<ul class="reasons">${
      decision.reasons.map(({ code, text }) => html`<li data-code="${code}">${text}</li>`)
    }</ul>`
  }
${
    decision.note !== undefined && decision.note !== ""
    && html`<div class="note"><p class="label">${status.moderatorNote}</p>${paragraphs(decision.note)}</div>`
  }
<p>${status.decidedBy[decision.automatic ? "rule" : "person"]}</p>
<p class="hint">${status.decidedAt} ${Moments.moment(catalogue, decision.at)}${catalogue.comma}${
    status.policyVersion(decision.policyVersion)
  }</p>
</section>`
}

const withdrawal = (catalogue: Catalogue, withdraw: NonNullable<StatusPage["withdraw"]>): Html =>
  html`<section class="withdraw"><p>${catalogue.status.withdrawExplained}</p>
<form method="post" action="${Paths.local(withdraw.action)}">${hiddenFields(withdraw.hidden)}
<button class="button button-danger" type="submit">${catalogue.status.withdraw}</button></form></section>`

const submitted = (catalogue: Catalogue, { comment, article }: StatusPage): Html =>
  html`<section class="submitted" aria-labelledby="submitted-title">
<h2 id="submitted-title" class="rule">${catalogue.status.yourComment}</h2>
<p class="hint">${catalogue.status.onArticle} <a href="${Paths.local(article.path)}">${article.headline}</a></p>
<blockquote>${paragraphs(comment.body)}<footer><bdi>${comment.author}</bdi></footer></blockquote>
<p class="hint">${catalogue.status.sentAt} ${Moments.moment(catalogue, comment.submittedAt)}${catalogue.comma}${
    catalogue.status.policyVersion(comment.policyVersion)
  }</p>
</section>`

/** `/comments/status/{token}`. */
export const statusPage = (page: StatusPage): string => {
  const { frame, comment, article, decision, withdraw } = page
  const catalogue = catalogueOf(frame.language)
  const { status } = catalogue
  const erased = comment.state === "erased"
  return layout({
    frame,
    unlisted: true,
    title: status.title,
    description: status.title,
    main: html`<article class="status narrow" data-comment-id="${comment.id}" data-state="${comment.state}"
 data-version="${comment.version}">
<h1 class="page-title">${status.title}</h1>
<p class="state state-${comment.state}"><span class="visually-hidden">${status.stateLabel}${catalogue.colon}</span>${
      status.state[comment.state]
    }</p>
<p class="deck">${status.explained[comment.state]}</p>
${
      comment.state === "approved"
      && html`<p><a class="button" href="${
        Paths.comment(Paths.local(article.path), comment.id)
      }">${status.seeComment}</a></p>`
    }
${comment.state === "rejected" && decision !== undefined && statement(catalogue, decision)}
${!erased && submitted(catalogue, page)}
${withdraw !== undefined && withdrawal(catalogue, withdraw)}
<p class="keep">${status.keepLink}</p>
</article>`
  })
}
