/** The forms of the editor that act on a published article: fix a typo, correct with a notice, retract. */
import type { Catalogue } from "../../language/Catalogue.ts"
import { catalogueOf } from "../../language/Languages.ts"
import { area, type Option, problemOf, select, summary } from "../Form.ts"
import { hiddenFields, type Html, html } from "../Html.ts"
import type { Block } from "../Models.ts"
import * as Paths from "../Paths.ts"
import type { EditorAction, EditorPage, RefusedEdit } from "./Models.ts"

export interface FormContext {
  readonly catalogue: Catalogue
  readonly page: EditorPage
}

/** A form that acts on the version that is shown. */
export const actionForm = (
  { page }: FormContext,
  action: EditorAction,
  content: Html,
  more: Readonly<Record<string, string>> = {}
): Html =>
  html`<form method="post" action="${Paths.desk.articleAction(page.article.id, action)}" novalidate>${
    hiddenFields({ csrf: page.frame.csrf, commitId: page.commitId, version: page.article.version, ...more })
  }
${content}</form>`

/** What was refused of this action, if it was this one. */
export const refusedOf = ({ page }: FormContext, action: EditorAction): RefusedEdit | undefined =>
  page.refused?.action === action ? page.refused : undefined

const content = ({ page }: FormContext) => {
  const { locale, direction } = catalogueOf(page.article.language)
  return { dir: direction, lang: locale }
}

const typoForm = (context: FormContext, block: Block, index: number): Html => {
  const { catalogue } = context
  const refused = refusedOf(context, "typo")
  const here = refused?.block === block.id ? refused : undefined
  const id = `typo-text-${block.id}`
  return html`<details${here !== undefined && html` open`}><summary><span class="ordinal">${
    index + 1
  }</span> <span ${html`dir="${content(context).dir}" lang="${content(context).lang}"`}>${block.text}</span></summary>
${here !== undefined && summary(catalogue, here.problems, () => id)}
${
    actionForm(
      context,
      "typo",
      html`${
        area({
          ...content(context),
          id,
          name: "text",
          label: catalogue.desk.paragraph(index + 1),
          value: here?.text ?? block.text,
          rows: 5,
          required: true,
          problem: here && problemOf(catalogue, here.problems, "text")
        })
      }<button class="button" type="submit">${catalogue.desk.typo}</button>`,
      { block: block.id }
    )
  }</details>`
}

/** One form per paragraph, closed until it is wanted. */
export const typoForms = (context: FormContext): Html => {
  const { desk } = context.catalogue
  return html`<section class="panel" aria-labelledby="typo-title"><h2 id="typo-title">${desk.typoHeading}</h2>
<p class="hint">${desk.typoExplained}</p>
<div class="blocks">${
    context.page.article.blocks.map((block, index) => typoForm(context, block, index))
  }</div></section>`
}

const noticeField = (context: FormContext, action: "correct" | "retract"): Html => {
  const { catalogue } = context
  const refused = refusedOf(context, action)
  return area({
    ...content(context),
    id: `${action}-notice`,
    name: "notice",
    label: catalogue.desk.fields.notice,
    value: refused?.notice ?? "",
    rows: 3,
    required: true,
    hint: catalogue.desk.hints.notice,
    problem: refused && problemOf(catalogue, refused.problems, "notice")
  })
}

const blockOptions = ({ catalogue, page }: FormContext): ReadonlyArray<Option> => [
  { value: "", name: catalogue.desk.wholeArticle },
  ...page.article.blocks.map((block, index) => ({ value: block.id, name: catalogue.desk.paragraph(index + 1) }))
]

export const correctForm = (context: FormContext): Html => {
  const { desk } = context.catalogue
  const refused = refusedOf(context, "correct")
  const problem = (field: string) => refused && problemOf(context.catalogue, refused.problems, field)
  const fields = html`${noticeField(context, "correct")}
${
    select({
      id: "correct-block",
      name: "block",
      label: desk.fields.block,
      value: refused?.block ?? "",
      options: blockOptions(context),
      problem: problem("block")
    })
  }
${
    area({
      ...content(context),
      id: "correct-text",
      name: "text",
      label: desk.fields.text,
      value: refused?.text ?? "",
      rows: 4,
      hint: desk.hints.correctText,
      problem: problem("text")
    })
  }
<button class="button button-primary" type="submit">${desk.correct}</button>`
  return html`<section class="panel" aria-labelledby="correct-title"><h2 id="correct-title">${desk.correctHeading}</h2>
<p class="hint">${desk.correctExplained}</p>
${refused && summary(context.catalogue, refused.problems, (field) => `correct-${field}`)}
${actionForm(context, "correct", fields)}</section>`
}

export const retractForm = (context: FormContext): Html => {
  const { desk } = context.catalogue
  const refused = refusedOf(context, "retract")
  return html`<section class="panel panel-danger" aria-labelledby="retract-title">
<h2 id="retract-title">${desk.retractHeading}</h2>
<p class="hint">${desk.retractExplained}</p>
${refused && summary(context.catalogue, refused.problems, (field) => `retract-${field}`)}
${
    actionForm(
      context,
      "retract",
      html`${
        noticeField(context, "retract")
      }<button class="button button-danger" type="submit">${desk.retract}</button>`
    )
  }</section>`
}
