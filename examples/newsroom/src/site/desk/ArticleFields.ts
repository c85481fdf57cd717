/** The fields of an article, for the form that makes one and for the form that edits one. */
import type { Catalogue, Language } from "../../language/Catalogue.ts"
import { agencyName, catalogueOf, isLanguage, languages, sectionName } from "../../language/Languages.ts"
import { area, type Field, input, problemOf, select } from "../Form.ts"
import { type Html, html } from "../Html.ts"
import type { FieldProblem } from "../Models.ts"
import type { ArticleField, ArticleValues, Choices } from "./Models.ts"

export interface ArticleFieldsModel {
  readonly values: ArticleValues
  readonly problems: ReadonlyArray<FieldProblem>
  readonly choices: Choices
  /** An article keeps its language, so only a new one asks for it. */
  readonly asksLanguage: boolean
}

export const fieldId = (field: string): string => `article-${field}`

const contentDirection = (values: ArticleValues): "ltr" | "rtl" | "auto" =>
  isLanguage(values.language) ? catalogueOf(values.language).direction : "auto"

const choices = (
  catalogue: Catalogue,
  { values, choices, asksLanguage }: ArticleFieldsModel,
  field: FieldMaker
): Html => {
  const sections = choices.sections.map((value) => ({ value, name: sectionName(catalogue, value) }))
  const agencies = [
    { value: "", name: catalogue.desk.noAgency },
    ...choices.agencies.map((value) => ({ value, name: agencyName(catalogue, value) }))
  ]
  const names = languages.map((value: Language) => ({ value, name: catalogueOf(value).ownName }))
  return html`<div class="field-row">${
    asksLanguage && select({ ...field("language"), value: values.language, required: true, options: names })
  }${select({ ...field("section"), required: true, options: sections })}${
    select({ ...field("agency"), options: agencies })
  }</div>`
}

type FieldMaker = (name: ArticleField) => Field

/** All fields, with what they hold and what is wrong with it. */
export const articleFields = (catalogue: Catalogue, model: ArticleFieldsModel): Html => {
  const { desk } = catalogue
  const dir = contentDirection(model.values)
  const field: FieldMaker = (name) => ({
    id: fieldId(name),
    name,
    label: desk.fields[name],
    value: model.values[name],
    problem: problemOf(catalogue, model.problems, name)
  })
  return html`${choices(catalogue, model, field)}
${area({ ...field("headline"), rows: 2, dir, required: true })}
${area({ ...field("deck"), rows: 2, dir, hint: desk.hints.deck })}
<div class="field-row">${input({ ...field("datelinePlace"), dir })}${
    input({ ...field("datelineDate"), type: "date", dir: "ltr" })
  }${input({ ...field("byline"), dir, hint: desk.hints.byline })}</div>
${area({ ...field("body"), rows: 16, dir, required: true, hint: desk.hints.body })}
${input({ ...field("slug"), dir, hint: desk.hints.slug })}`
}
