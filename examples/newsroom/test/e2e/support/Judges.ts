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

export const judge = async (page: Page): Promise<Judgement> => ({
  accessibility: await violations(page),
  html: problems(await sourceOf(page)),
  overflow: await page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth")
})
