/** Reads pages of the newsroom: by roles, attributes and form fields, never by their looks. */
import type { HTMLElement } from "node-html-parser"
import assert from "node:assert/strict"
import type { Answer } from "./Visitor.ts"

export interface Form {
  readonly action: string
  /** Values that a browser would send along without its user's doing. */
  readonly hidden: Record<string, string>
  readonly element: HTMLElement
}

const squeezed = (text: string): string => text.replace(/\s+/g, " ").trim()

/** What an element says, with single spaces. */
export const textOf = (element: HTMLElement | null | undefined): string => squeezed(element?.textContent ?? "")

/** The only element that a selector finds; fails when there is none. */
export const one = (page: HTMLElement, selector: string): HTMLElement => {
  const element = page.querySelector(selector)
  assert.ok(element !== null, `the page has no ${selector}`)
  return element
}

const formOf = (element: HTMLElement): Form => ({
  action: element.getAttribute("action") ?? "",
  hidden: Object.fromEntries(
    element.querySelectorAll("input[type=hidden]").map((input) => [
      input.getAttribute("name") ?? "",
      input.getAttribute("value") ?? ""
    ])
  ),
  element
})

/** The forms of a page that are sent to addresses like this. */
export const forms = (page: HTMLElement, action: RegExp): ReadonlyArray<Form> =>
  page.querySelectorAll("form").map(formOf).filter((form) => action.test(form.action))

/** The first form that is sent there; fails when there is none. */
export const form = (page: HTMLElement, action: RegExp): Form => {
  const [found] = forms(page, action)
  assert.ok(found !== undefined, `the page has no form for ${action}`)
  return found
}

/** What a form's field holds now: what was typed, after a form came back. */
export const value = (page: HTMLElement, name: string): string => {
  const field = one(page, `form [name=${name}]`)
  if (field.tagName !== "TEXTAREA") return field.getAttribute("value") ?? ""
  // HTML drops a line break at the beginning of a text area.
  return field.textContent.replace(/^\n/, "")
}

/** Whether the page gives back what was typed: in a field, or as text to be copied from. */
export const keeps = (answer: Answer, typed: string): boolean =>
  words(answer).includes(squeezed(typed)) ||
  answer.page.querySelectorAll("input").some((input) => input.getAttribute("value") === typed)

/** The page's language and direction. */
export const languageOf = (answer: Answer): readonly [language: string, direction: string] => {
  const html = one(answer.page, "html")
  return [(html.getAttribute("lang") ?? "").slice(0, 2), html.getAttribute("dir") ?? "ltr"]
}

/** Everything that the page says to its reader. */
export const words = (answer: Answer): string => textOf(answer.page.querySelector("body"))
