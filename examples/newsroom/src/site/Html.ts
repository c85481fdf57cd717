/**
 * HTML that is escaped because there is no other way to make it. Everything put into an `html` template is text unless
 * an `html` template made it; a plain string never becomes markup. The escaping is hono's; this file narrows what may
 * be put in, so that the compiler refuses objects, promises and functions.
 *
 * Two rules the types cannot hold, both tested: a value in an attribute always stands between double quotes, and
 * nothing but `StructuredData.ts` opens the way around the escaping.
 */
import { html as template } from "hono/html"

/** Markup made by an `html` template. A value of this type is safe to put into another. */
export interface Html {
  readonly isEscaped: true
  toString(): string
}

/** What a template takes: text and numbers (escaped), markup, nothing, or lists of these. */
export type Part = string | number | boolean | null | undefined | Html | ReadonlyArray<Part>

/** Makes markup. `true`, `false`, `null` and `undefined` print nothing, so that `condition && html`…`` reads well. */
export const html = (strings: TemplateStringsArray, ...parts: ReadonlyArray<Part>): Html =>
  // hono answers a promise only for promises and JSX callbacks, and Part admits neither.
  template(strings, ...parts) as Html

/** Nothing, as markup. */
export const nothing: Html = html``

/** A finished page as text. */
export const toText = (markup: Html): string => markup.toString()

/** Attributes for hidden fields of a form, in the order given. */
export const hiddenFields = (fields: Readonly<Record<string, string | number | undefined>>): Html =>
  html`${
    Object.entries(fields).map(([name, value]) =>
      value === undefined ? nothing : html`<input type="hidden" name="${name}" value="${value}">`
    )
  }`
