/** One article at the desk: its text on one side, what can be done with it on the other. */
import { catalogueOf } from "../../language/Languages.ts"
import { summary } from "../Form.ts"
import { type Html, html } from "../Html.ts"
import * as Moments from "../Moments.ts"
import * as Paths from "../Paths.ts"
import { articleFields, fieldId } from "./ArticleFields.ts"
import { deskLayout } from "./DeskLayout.ts"
import { actionForm, correctForm, type FormContext, refusedOf, retractForm, typoForms } from "./EditorForms.ts"
import type { EditorPage } from "./Models.ts"

const heading = ({ catalogue, page }: FormContext): Html => {
  const { article } = page
  const own = catalogueOf(article.language)
  return html`<header class="desk-title"><div>
<h1 class="page-title" lang="${own.locale}" dir="${own.direction}">${article.headline}</h1>
<ul class="facts"><li class="badge badge-${article.state}">${catalogue.desk.states[article.state]}</li><li>${
    catalogue.desk.version(article.version)
  }</li><li>${own.ownName}</li>${
    article.publicPath !== undefined
    && html`<li><a href="${Paths.local(article.publicPath)}">${catalogue.desk.seePublic}</a></li>`
  }</ul></div></header>`
}

const publishForm = (context: FormContext): Html => {
  const { desk } = context.catalogue
  const refused = refusedOf(context, "publish")
  return html`<section class="panel" aria-labelledby="publish-title"><h2 id="publish-title">${desk.publish}</h2>
<p class="hint">${desk.publishExplained}</p>
${refused && summary(context.catalogue, refused.problems, fieldId)}
${
    actionForm(context, "publish", html`<button class="button button-primary" type="submit">${desk.publish}</button>`)
  }</section>`
}

const editForm = (context: FormContext): Html => {
  const { catalogue, page } = context
  const problems = refusedOf(context, "edit")?.problems ?? []
  return html`<section class="panel" aria-labelledby="edit-title"><h2 id="edit-title">${catalogue.desk.editHeading}</h2>
${summary(catalogue, problems, fieldId)}
${
    actionForm(
      context,
      "edit",
      html`${articleFields(catalogue, { values: page.values, problems, choices: page.choices, asksLanguage: false })}
<p class="actions"><button class="button button-primary" type="submit">${catalogue.desk.edit}</button></p>`
    )
  }</section>`
}

const notices = ({ catalogue, page }: FormContext): Html | false => {
  const { corrections, retraction } = page.article
  const all = retraction === undefined ? corrections : [...corrections, retraction]
  return all.length > 0 &&
    html`<section class="panel" aria-labelledby="history-title"><h2 id="history-title">${catalogue.desk.history}</h2>
<ol class="history">${
      all.map((notice) =>
        html`<li data-role="${notice === retraction ? "retraction" : "correction"}"><p class="hint">${
          Moments.moment(catalogue, notice.at)
        }</p><p dir="auto">${notice.notice}</p></li>`
      )
    }</ol></section>`
}

/** What an article that may not be edited holds. */
const readOnly = ({ page }: FormContext): Html => {
  const own = catalogueOf(page.article.language)
  return html`<div class="panel prose" lang="${own.locale}" dir="${own.direction}">${
    page.article.blocks.map((block) => html`<p>${block.text}</p>`)
  }</div>`
}

/** `/desk/articles/{id}`. */
export const editorPage = (page: EditorPage): string => {
  const catalogue = catalogueOf(page.frame.language)
  const context: FormContext = { catalogue, page }
  const may = (action: EditorPage["allowed"][number]) => page.allowed.includes(action)
  const { article } = page
  return deskLayout({
    frame: page.frame,
    title: article.headline,
    main: html`<div data-article-id="${article.id}" data-version="${article.version}" data-state="${article.state}">
${heading(context)}
<div class="editor">
<div class="editor-main">${may("edit") ? editForm(context) : readOnly(context)}${
      may("typo") && typoForms(context)
    }</div>
<div class="editor-side">${may("publish") && publishForm(context)}${may("correct") && correctForm(context)}${
      may("retract") && retractForm(context)
    }${notices(context)}</div>
</div></div>`
  })
}
