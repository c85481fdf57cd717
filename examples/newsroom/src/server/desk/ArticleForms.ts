/** The forms of the editor, to and from what the domain takes. Pure. */
import * as Agency from "@dateline/publishing/domain/Agency"
import type { Content } from "@dateline/publishing/domain/ArticleEvents"
import * as Section from "@dateline/publishing/domain/Section"
import type { Form } from "../../Forms.ts"
import type { ArticleField, ArticleValues, Choices } from "../../site/desk/Models.ts"
import type { Fields } from "../FieldProblems.ts"

export type EditorField = ArticleField | "notice" | "block" | "text"

/** The domain's names of the fields, and their limits in characters. */
export const fields: Fields<EditorField> = {
  language: ["language"],
  section: ["section"],
  headline: ["headline", 300],
  deck: ["deck", 600],
  body: ["body", 10_000],
  slug: ["slug", 300],
  "dateline.place": ["datelinePlace", 100],
  "dateline.date": ["datelineDate"],
  dateline: ["datelinePlace"],
  agency: ["agency"],
  byline: ["byline", 80],
  notice: ["notice", 2000],
  block: ["block"],
  text: ["text", 10_000]
}

export const choices: Choices = { sections: Section.all, agencies: Agency.all }

const valuesBy = (value: (field: ArticleField) => string): ArticleValues => ({
  language: value("language"),
  section: value("section"),
  headline: value("headline"),
  deck: value("deck"),
  body: value("body"),
  slug: value("slug"),
  datelinePlace: value("datelinePlace"),
  datelineDate: value("datelineDate"),
  agency: value("agency"),
  byline: value("byline")
})

/** The fields as they were sent. */
export const valuesOf = (form: Form): ArticleValues => valuesBy((field) => form.text(field))

/** The fields of a new article. */
export const blank = (language: string): ArticleValues =>
  valuesBy((field) => field === "language" ? language : field === "section" ? Section.all[0]! : "")

const comma = { ar: "، ", fr: ", ", en: ", " } as const

/** The fields of an article as it stands. */
export const valuesOfContent = (content: Content): ArticleValues => ({
  language: content.language,
  section: content.section ?? "",
  headline: content.headline,
  deck: content.deck ?? "",
  body: content.body.map(({ text }) => text).join("\n\n"),
  slug: content.slug,
  datelinePlace: content.dateline?.place ?? "",
  datelineDate: content.dateline?.date ?? "",
  agency: content.agency ?? "",
  byline: content.byline.join(comma[content.language])
})

const paragraphs = (text: string): ReadonlyArray<string> =>
  text.split(/\n[^\S\n]*\n/).map((paragraph) => paragraph.trim()).filter((paragraph) => paragraph !== "")

const people = (text: string): ReadonlyArray<string> =>
  text.split(/[,،\n]/).map((name) => name.trim()).filter((name) => name !== "")

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, " ").trim()

/** Place and date stand together: one without the other is for the domain to refuse. */
const dateline = (form: Form) => {
  const place = form.text("datelinePlace").trim()
  const date = form.text("datelineDate").trim()
  return place === "" && date === "" ? undefined : { place, date }
}

const readers: { readonly [field in Exclude<ArticleField, "language" | "datelinePlace" | "datelineDate">]: Reader } = {
  section: (text) => text === "" ? {} : { section: text },
  headline: (text) => ({ headline: oneLine(text) }),
  deck: (text) => ({ deck: oneLine(text) }),
  body: (text) => ({ body: paragraphs(text) }),
  slug: (text) => ({ slug: oneLine(text) }),
  agency: (text) => ({ agency: text === "" ? null : text }),
  byline: (text) => ({ byline: people(text) })
}

type Reader = (text: string) => { readonly [field: string]: unknown }

const readFields = (form: Form): { readonly [field: string]: unknown } =>
  Object.assign(
    {},
    ...Object.entries(readers).map(([field, reader]) => form.has(field) ? reader(form.text(field)) : {})
  )

/** What a new article's form says, for the domain to check. */
export const draftOf = (form: Form): { readonly [field: string]: unknown } => {
  const at = dateline(form)
  const { agency, ...rest } = readFields(form)
  return {
    headline: "",
    ...rest,
    ...(agency === undefined || agency === null ? {} : { agency }),
    language: form.text("language"),
    ...(at === undefined ? {} : { dateline: at })
  }
}

/**
 * What an edit form says, for the domain to check: a field that was not sent stays as it is, and no agency asks for the
 * credit to be removed.
 */
export const editOf = (form: Form): { readonly [field: string]: unknown } => {
  const hasDateline = form.has("datelinePlace") || form.has("datelineDate")
  return { ...readFields(form), ...(hasDateline ? { dateline: dateline(form) ?? null } : {}) }
}

/** A notice, and which text it puts right if it does. */
export const correctionOf = (form: Form): { readonly [field: string]: unknown } => {
  const block = form.text("block")
  const text = form.text("text")
  return {
    notice: form.text("notice").trim(),
    ...(block === "" ? {} : { block }),
    ...(text.trim() === "" ? {} : { text: text.trim() })
  }
}
