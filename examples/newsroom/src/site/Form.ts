/** Parts of forms: labelled fields whose errors are tied to them, and the summary above. */
import type { Catalogue } from "../language/Catalogue.ts"
import { problemText } from "../language/Languages.ts"
import { type Html, html, nothing } from "./Html.ts"
import type { FieldProblem } from "./Models.ts"

export interface Field {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly value: string
  readonly required?: boolean
  readonly hint?: string | undefined
  /** Already in the page's language. */
  readonly problem?: string | undefined
  /** Id of another element that explains the field. */
  readonly describedBy?: string
  readonly dir?: "ltr" | "rtl" | "auto"
  readonly lang?: string
  readonly autocomplete?: string
}

export interface InputField extends Field {
  readonly type?: "text" | "email" | "password" | "date"
}

export interface AreaField extends Field {
  readonly rows: number
}

export interface Option {
  readonly value: string
  readonly name: string
}

export interface SelectField extends Field {
  readonly options: ReadonlyArray<Option>
}

const describedBy = (field: Field): string =>
  [field.problem && `${field.id}-error`, field.hint && `${field.id}-hint`, field.describedBy].filter(Boolean).join(" ")

/** Attributes that every control shares. */
const attributes = (field: Field): Html => {
  const described = describedBy(field)
  return html`id="${field.id}" name="${field.name}"${field.required === true && html` required`}${
    field.problem !== undefined && html` aria-invalid="true"`
  }${described !== "" && html` aria-describedby="${described}"`}${
    field.dir !== undefined && html` dir="${field.dir}"`
  }${field.lang !== undefined && html` lang="${field.lang}"`}${
    field.autocomplete !== undefined && html` autocomplete="${field.autocomplete}"`
  }`
}

/** Label above, hint and error between label and control, where they are read before the field is filled in. */
const wrapped = (field: Field, control: Html): Html =>
  html`<div class="field${field.problem !== undefined && " field-invalid"}">
<label for="${field.id}">${field.label}${
    field.required === true && html` <span class="star" aria-hidden="true">*</span>`
  }</label>
${field.hint !== undefined && html`<p class="hint" id="${field.id}-hint">${field.hint}</p>`}
${field.problem !== undefined && html`<p class="error" id="${field.id}-error">${field.problem}</p>`}
${control}
</div>`

export const input = (field: InputField): Html =>
  wrapped(field, html`<input type="${field.type ?? "text"}" ${attributes(field)} value="${field.value}">`)

/** The line break after the tag is the one browsers drop, so that a text's own first line break stays. */
export const area = (field: AreaField): Html =>
  wrapped(field, html`<textarea rows="${field.rows}" ${attributes(field)}>\n${field.value}</textarea>`)

export const select = (field: SelectField): Html =>
  wrapped(
    field,
    html`<select ${attributes(field)}>${
      field.options.map(({ value, name }) =>
        html`<option value="${value}"${value === field.value && html` selected`}>${name}</option>`
      )
    }</select>`
  )

/** The first problem of a field, as a sentence. */
export const problemOf = (
  catalogue: Catalogue,
  problems: ReadonlyArray<FieldProblem>,
  field: string
): string | undefined => {
  const found = problems.find((problem) => problem.field === field)
  return found && problemText(catalogue, found)
}

/**
 * All problems of a form, each leading to its field. `autofocus` brings a reader, seeing or not, here when the refused
 * form comes back, without a script. `idOf` tells the id of a field's control.
 */
export const summary = (
  catalogue: Catalogue,
  problems: ReadonlyArray<FieldProblem>,
  idOf: (field: string) => string
): Html =>
  problems.length === 0 ? nothing : html`<div class="problems" role="alert" tabindex="-1" autofocus>
<p class="problems-title">${catalogue.problemsHeading(problems.length)}</p>
<ul>${
    problems.map((problem) =>
      problem.field === "form"
        ? html`<li>${problemText(catalogue, problem)}</li>`
        : html`<li><a href="#${idOf(problem.field)}">${problemText(catalogue, problem)}</a></li>`
    )
  }</ul>
</div>`
