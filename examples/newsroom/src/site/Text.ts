/** Text that readers wrote, as paragraphs; and names inside sentences whose direction may be another. */
import { type Html, html } from "./Html.ts"

const bidiControls = /[\u202A-\u202E\u2066-\u2069]/g

/** Puts a foreign text between U+2068 and U+2069, so that it cannot turn the sentence around it. */
export const isolate = (text: string): string => `\u2068${text.replace(bidiControls, "")}\u2069`

/** Paragraphs are apart by an empty line; single line breaks stay. Each paragraph finds its own direction. */
export const paragraphs = (text: string): Html =>
  html`${
    text.split(/\r?\n(?:[ \t]*\r?\n)+/).filter((part) => part.trim() !== "").map((part) =>
      html`<p dir="auto">${lines(part.trim())}</p>`
    )
  }`

const lines = (text: string): ReadonlyArray<Html> =>
  text.split(/\r?\n/).map((line, index) => (index === 0 ? html`${line}` : html`<br>${line}`))

/** The beginning of a text, cut at a word, for descriptions. `limit` is in UTF-16 units. */
export const beginning = (text: string, limit: number): string => {
  const flat = text.replace(/\s+/g, " ").trim()
  if (flat.length <= limit) return flat
  const cut = flat.slice(0, limit).toWellFormed()
  const space = cut.lastIndexOf(" ")
  return `${space > limit / 2 ? cut.slice(0, space) : cut.replace(/\uFFFD$/, "")}…`
}
