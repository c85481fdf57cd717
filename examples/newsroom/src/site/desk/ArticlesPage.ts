/** All articles of the newsroom, the last changed first. */
import { catalogueOf, sectionName } from "../../language/Languages.ts"
import { html } from "../Html.ts"
import * as Moments from "../Moments.ts"
import * as Paths from "../Paths.ts"
import { pager } from "../Teasers.ts"
import { deskLayout } from "./DeskLayout.ts"
import type { ArticlesPage } from "./Models.ts"

type Row = ArticlesPage["items"][number]

/** `/desk/articles`. */
export const articlesPage = ({ frame, items, next }: ArticlesPage): string => {
  const catalogue = catalogueOf(frame.language)
  const { desk } = catalogue
  const columns = [desk.fields.headline, desk.state, desk.fields.section, desk.fields.language, desk.changed]
  const row = (item: Row) => {
    const own = catalogueOf(item.language)
    return html`<tr data-article-id="${item.id}" data-state="${item.state}" data-version="${item.version}">
<th scope="row"><a href="${
      Paths.desk.article(item.id)
    }" lang="${own.locale}" dir="${own.direction}">${item.headline}</a></th>
<td><span class="badge badge-${item.state}">${desk.states[item.state]}</span></td>
<td>${sectionName(catalogue, item.section)}</td>
<td>${own.ownName}</td>
<td>${Moments.moment(catalogue, item.changedAt)}</td>
</tr>`
  }
  return deskLayout({
    frame,
    title: desk.articles,
    main: html`<div class="desk-title"><h1 class="page-title">${desk.articles}</h1>
<p><a class="button button-primary" href="${Paths.desk.newArticle}">${desk.newArticle}</a></p></div>
${
      items.length === 0
        ? html`<p class="empty">${desk.noArticles}</p>`
        : html`<section class="table-scroll" aria-label="${desk.articles}" tabindex="0"><table>
<thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${items.map(row)}</tbody></table></section>`
    }
${pager(next, catalogue.nextPage)}`
  })
}
