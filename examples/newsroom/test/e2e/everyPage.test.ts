/** Every page in every state, judged by axe-core and html-validate, on a phone in the dark and on a desk in the light. */
import { beforeAll, describe, expect, it } from "vitest"
import type * as Http from "../server/Browser.ts"
import * as Desk from "../server/Desk.ts"
import { inChromium } from "./support/Chromium.ts"
import { button, leadsOn, useNewsroom, writeComment } from "./support/EndToEnd.ts"
import { faultless, judge } from "./support/Judges.ts"
import { arabic, inLanguage, reference, stage } from "./support/States.ts"

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: "dark" } as const
const screen = { viewport: { width: 1280, height: 900 }, colorScheme: "light" } as const

/** Enough for all states in one minute, and soon used up on purpose. */
const commentsPerMinute = 60

inChromium("every page", () => {
  const newsroom = useNewsroom({ DATELINE_SAMPLE: "on", DATELINE_RATE_LIMIT: String(commentsPerMinute) })
  let desk: Http.Browser
  beforeAll(async () => {
    desk = await Desk.signIn(newsroom.url())
  })

  const suites = [
    ["Arabic, on a phone in the dark", phone, arabic],
    ["Arabic, on a desk in the light", screen, arabic],
    ["French, on a phone in the dark", phone, inLanguage("fr", "cineclubte")],
    ["English, on a desk in the light", screen, inLanguage("en", "muleslibry")],
    ["the API's reference, on a phone in the dark", phone, { "all of it": reference }],
    ["the API's reference, on a desk in the light", screen, { "all of it": reference }]
  ] as const

  describe.each(suites)("%s", (_, options, states) => {
    it.each(Object.entries(states))("%s", async (_, state) => {
      const page = await state(stage(newsroom, desk, options))
      expect(await judge(page)).toEqual(faultless)
    })
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
