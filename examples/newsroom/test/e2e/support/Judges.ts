/** Judges of pages that are not ours. */
import { AxeBuilder } from "@axe-core/playwright"
import type { Page } from "playwright-core"
import { problems } from "../../site/validator.ts"
import { sourceOf } from "./EndToEnd.ts"

export interface Judgement {
  /** Rules of axe-core that are broken, each with the first place. */
  readonly accessibility: ReadonlyArray<string>
  /** What html-validate finds in the page as it was sent. */
  readonly html: ReadonlyArray<string>
  /** CSS pixels by which the page is wider than the screen. */
  readonly overflow: number
}

export const faultless: Judgement = { accessibility: [], html: [], overflow: 0 }

/**
 * Rules of axe-core that the page breaks as it is, each with the first place. What passes is not listed node by node,
 * which would take longer than the rules themselves.
 */
export const violations = async (page: Page): Promise<ReadonlyArray<string>> => {
  // There is one frame and no other origin, so that the page itself can be asked.
  const found = await new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] }).analyze()
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}

const arabicLetters = "/[\\u0620-\\u064A\\u0671-\\u06D3]/g"

/**
 * Prepares a page so that axe-core can judge the colours of all its text, which it leaves open for text of Arabic
 * letters alone, which it takes for no text, and for text that is scrolled out of its box. Arabic letters become Latin
 * ones, and boxes that scroll show all that they have.
 */
export const layOpen = (page: Page): Promise<void> =>
  page.evaluate(`{
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(${arabicLetters}, "n")
    for (const element of document.body.querySelectorAll("*")) {
      if (/auto|scroll/.test(getComputedStyle(element).overflowX)) element.style.overflow = "visible"
    }
  }`)

/** Boxes that were laid open may cover each other: axe-core cannot tell what is behind their text. */
const isCovered = (message: string): boolean => /partially (obscur|overlap)/.test(message)

/** What can hardly be read, because its colour is too near to what is behind it; also what axe-core leaves open. */
export const faintText = async (page: Page): Promise<ReadonlyArray<string>> => {
  const found = await new AxeBuilder({ page }).setLegacyMode().withRules("color-contrast").analyze()
  return [...found.violations, ...found.incomplete].flatMap(({ id, nodes }) =>
    nodes.map(({ any, html }) => ({ html, message: any[0]?.message ?? "" }))
      .filter(({ message }) => !isCovered(message))
      .map(({ html, message }) => `${id}: ${html} (${message})`)
  )
}

export const judge = async (page: Page): Promise<Judgement> => ({
  accessibility: await violations(page),
  html: problems(await sourceOf(page)),
  overflow: await page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth")
})
