/** What surrounds every page of the desk: where one is, who one is, and what the last action did. */
import type { Catalogue } from "../../language/Catalogue.ts"
import { catalogueOf, languages } from "../../language/Languages.ts"
import { hiddenFields, type Html, html } from "../Html.ts"
import * as Paths from "../Paths.ts"
import { mark, shell } from "../Shell.ts"
import type { DeskFrame } from "./Models.ts"

export interface DeskLayout {
  readonly frame: DeskFrame
  readonly title: string
  readonly main: Html
  /** A column to read in, rather than the whole width. */
  readonly column?: boolean
}

const link = (frame: DeskFrame, path: string, content: Html | string): Html =>
  html`<li><a href="${path}"${frame.path === path && html` aria-current="page"`}>${content}</a></li>`

const navigation = (frame: DeskFrame, { desk }: Catalogue): Html => {
  const waiting = frame.waiting ?? 0
  return html`<nav class="desk-nav" aria-label="${desk.navLabel}"><ul>
${link(frame, Paths.desk.queue, html`${desk.queue}${waiting > 0 && html` <span class="count">${waiting}</span>`}`)}
${link(frame, Paths.desk.articles, desk.articles)}
${link(frame, Paths.desk.newArticle, desk.newArticle)}
</ul></nav>`
}

const person = (frame: DeskFrame, { desk }: Catalogue): Html | false =>
  frame.user !== undefined &&
  html`<form class="person" method="post" action="${Paths.desk.signOut}">${
    hiddenFields({ csrf: frame.csrf })
  }<p><span class="visually-hidden">${desk.signedInAs} </span><bdi>${frame.user.name}</bdi> <span class="role">${
    Object.hasOwn(desk.roles, frame.user.role) ? desk.roles[frame.user.role] : frame.user.role
  }</span></p><button class="button" type="submit">${desk.signOut}</button></form>`

const switcher = (frame: DeskFrame, catalogue: Catalogue): Html | false =>
  frame.alternates.length > 0 &&
  html`<nav class="languages" aria-label="${catalogue.site.languagesLabel}"><ul>${
    languages.flatMap((language) => {
      const { locale, ownName, direction } = catalogueOf(language)
      const alternate = frame.alternates.find((one) => one.language === language)
      if (language === frame.language) {
        return [html`<li><span aria-current="true">${ownName}</span></li>`]
      }
      if (alternate === undefined) return []
      return [
        html`<li><a href="${
          Paths.local(alternate.path)
        }" hreflang="${locale}" lang="${locale}" dir="${direction}">${ownName}</a></li>`
      ]
    })
  }</ul></nav>`

const header = (frame: DeskFrame, catalogue: Catalogue): Html =>
  html`<header class="desk-head"><div class="wrap">
<p class="wordmark"><a href="${
    Paths.home(frame.language)
  }">${mark}<span>${catalogue.siteName}</span></a> <span class="desk-name">${catalogue.desk.name}</span></p>
${frame.user !== undefined && navigation(frame, catalogue)}
<div class="desk-side">${switcher(frame, catalogue)}${person(frame, catalogue)}</div>
</div></header>`

/** A complete page of the desk. */
export const deskLayout = ({ frame, title, main, column }: DeskLayout): string => {
  const catalogue = catalogueOf(frame.language)
  return shell({
    catalogue,
    assets: frame.assets,
    kind: "desk",
    title: `${title} | ${catalogue.desk.name}`,
    head: html`<meta name="robots" content="noindex">`,
    body: html`${header(frame, catalogue)}
<main id="content" class="wrap${column === true && " column"}" tabindex="-1">
${frame.flash !== undefined && html`<p class="flash" role="status">${catalogue.desk.flash[frame.flash]}</p>`}
${main}
</main>`
  })
}
