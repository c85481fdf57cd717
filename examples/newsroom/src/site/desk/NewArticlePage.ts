/** The form that makes a draft. */
import { catalogueOf } from "../../language/Languages.ts"
import { summary } from "../Form.ts"
import { hiddenFields, html } from "../Html.ts"
import * as Paths from "../Paths.ts"
import { articleFields, fieldId } from "./ArticleFields.ts"
import { deskLayout } from "./DeskLayout.ts"
import type { NewArticlePage } from "./Models.ts"

/** `/desk/articles/new`, and what a refused `POST /desk/articles` shows. */
export const newArticlePage = ({ frame, values, problems, choices, commitId }: NewArticlePage): string => {
  const catalogue = catalogueOf(frame.language)
  return deskLayout({
    frame,
    title: catalogue.desk.newArticle,
    main: html`<div class="editor-main">
<h1 class="page-title">${catalogue.desk.newArticle}</h1>
${summary(catalogue, problems, fieldId)}
<form class="panel" method="post" action="${Paths.desk.articles}" novalidate>
${hiddenFields({ csrf: frame.csrf, commitId })}
${articleFields(catalogue, { values, problems, choices, asksLanguage: true })}
<p class="actions"><button class="button button-primary" type="submit">${catalogue.desk.create}</button></p>
</form></div>`
  })
}
