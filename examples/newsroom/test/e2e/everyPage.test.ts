/** Every page in every state, judged by axe-core and html-validate, on a phone in the dark and a screen in the light. */
import type { Page } from "playwright-core"
import { beforeAll, describe, expect, it } from "vitest"
import type * as Http from "../server/Browser.ts"
import * as Desk from "../server/Desk.ts"
import { inChromium } from "./support/Chromium.ts"
import { button, leadsOn, useNewsroom, writeComment } from "./support/EndToEnd.ts"
import { faintText, faultless, judge, type Judgement, layOpen } from "./support/Judges.ts"
import * as OldForms from "./support/OldForms.ts"
import { arabic, inLanguage, reference, stage } from "./support/States.ts"

interface Circumstance {
  readonly viewport: { readonly width: number; readonly height: number }
  readonly colorScheme: "dark" | "light"
}

const phone: Circumstance = { viewport: { width: 390, height: 844 }, colorScheme: "dark" }
const screen: Circumstance = { viewport: { width: 1280, height: 900 }, colorScheme: "light" }

const placeIn = async (page: Page, { colorScheme, viewport }: Circumstance): Promise<void> => {
  await page.setViewportSize(viewport)
  await page.emulateMedia({ colorScheme })
}

/** The same page in each circumstance, so that every state is brought about once. */
const judgeIn = async (page: Page, circumstances: ReadonlyArray<Circumstance>) => {
  const judgements: Array<Judgement> = []
  for (const circumstance of circumstances) {
    await placeIn(page, circumstance)
    judgements.push(await judge(page))
  }
  await layOpen(page)
  for (const [index, circumstance] of circumstances.entries()) {
    await placeIn(page, circumstance)
    const { accessibility, ...rest } = judgements[index]!
    judgements[index] = { ...rest, accessibility: [...new Set([...accessibility, ...await faintText(page)])] }
  }
  return judgements
}

/** Enough for all states in one minute, and soon used up on purpose. */
const commentsPerMinute = 60

inChromium("every page", () => {
  const newsroom = useNewsroom({
    DATELINE_SAMPLE: "on",
    DATELINE_RATE_LIMIT: String(commentsPerMinute),
    ...OldForms.env
  })
  let desk: Http.Browser
  beforeAll(async () => {
    desk = await Desk.signIn(newsroom.url())
  })

  const suites = [
    ["in Arabic", [phone, screen], arabic],
    ["in French, on a phone in the dark", [phone], inLanguage("fr", "cineclubte")],
    ["in English, on a screen in the light", [screen], inLanguage("en", "muleslibry")],
    ["of the API", [phone, screen], { "the reference": reference }]
  ] as const

  describe.each(suites)("%s", (_, circumstances, states) => {
    it.each(Object.entries(states))("%s", async (_, state) => {
      const page = await state(stage(newsroom, desk, circumstances[0]))
      expect(await judgeIn(page, circumstances)).toEqual(circumstances.map(() => faultless))
    })
  })

  it("that is too wide or too faint is noticed, in the circumstance where it is", async () => {
    const page = await newsroom.visit("/ar/corrections", phone)
    await page.locator("h1").evaluate((heading) => (heading.style.width = "600px"))
    await page.locator("main .deck").evaluate((text) => (text.style.color = "#767676"))
    const [onPhone, onScreen] = await judgeIn(page, [phone, screen])
    expect(onPhone).toMatchObject({ overflow: expect.toSatisfy((pixels: number) => pixels > 100), html: [] })
    expect(onPhone?.accessibility).toEqual([expect.stringMatching(/^color-contrast: <p class="deck"/)])
    expect(onScreen).toEqual(faultless)
  })

  it("too many comments are refused on a page like the others, which keeps what was typed", async () => {
    const page = await newsroom.visit("/a/oceanports", phone)
    await writeComment(page, "ar", { name: "سلمى", email: "salma@example.ma", body: "تعليق بعد تعليقات كثيرة" })
    let last: Http.Answer
    do last = await Desk.comment(desk, new URL(page.url()).pathname)
    while (last.status === 303)
    expect(last.status).toBe(429)
    const refused = await leadsOn(page, () => button(page, "أرسل التعليق").click())
    expect([refused.status(), refused.headers()["retry-after"]]).toEqual([429, expect.stringMatching(/^[1-9]\d?$/)])
    expect(await page.locator("main").innerText()).toContain("تعليق بعد تعليقات كثيرة")
    expect(await judge(page)).toEqual(faultless)
  })
})
