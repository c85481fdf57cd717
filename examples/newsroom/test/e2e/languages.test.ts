/** The way from a draft to a decided comment, in every language that the newsroom speaks and in any browser. */
import type { BrowserContextOptions } from "playwright-core"
import { expect, it } from "vitest"
import type { Language } from "../../src/language/Catalogue.ts"
import { catalogueOf, languages } from "../../src/language/Languages.ts"
import { inChromium } from "./support/Chromium.ts"
import { button, field, leadsOn, pathOf, read, useNewsroom, writeComment } from "./support/EndToEnd.ts"

const texts = {
  ar: { headline: "افتتاح الدورة الـ48", body: "افتتحت أمس الدورة.", comment: "شكرا جزيلا", spoken: "ar-MA" },
  fr: { headline: "Ouverture de la 48e édition", body: "C’est ouvert.", comment: "Merci beaucoup", spoken: "fr-MA" },
  en: { headline: "The 48th fair opens", body: "It opened yesterday.", comment: "Thank you very much", spoken: "en" }
} as const

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const ways: ReadonlyArray<readonly [name: string, Language, BrowserContextOptions]> = [
  ...languages.map((language) => [`in ${language}`, language, {}] as const),
  ...languages.map((language) =>
    [`in ${language} without JavaScript`, language, { javaScriptEnabled: false }] as const
  ),
  ["in ar on a phone", "ar", phone]
]

inChromium("the whole way", () => {
  const { visit, visitDesk } = useNewsroom()

  it.each(ways)("from a draft to one comment approved and one rejected, %s", async (_, language, options) => {
    const { comments, desk, status } = catalogueOf(language)
    const { body, comment, headline, spoken } = texts[language]
    const editor = await visitDesk(`/desk/articles/new?language=${language}`, options)
    await editor.getByRole("combobox", { name: desk.fields.language, exact: true }).selectOption(language)
    await field(editor, desk.fields.headline).fill(headline)
    await field(editor, desk.fields.body).fill(body)
    await leadsOn(editor, () => button(editor, desk.create).click())
    await leadsOn(editor, () => button(editor, desk.publish).click())
    expect(await read(editor.getByRole("status"))).toBe(desk.flash.published)

    const reader = await visit(`/${language}/`, options)
    expect(await reader.locator("html").getAttribute("lang")).toBe(spoken)
    await leadsOn(reader, () => reader.getByRole("link", { name: headline }).first().click())
    const article = pathOf(reader)
    const send = async (text: string) => {
      await reader.goto(article)
      await writeComment(reader, language, { name: "Amina", email: "amina@example.org", body: text })
      await leadsOn(reader, () => button(reader, comments.send).click())
      expect(await read(reader.locator(".state"))).toContain(status.state.pending)
      return pathOf(reader)
    }
    const [kept, refused] = [await send(`${comment} 1`), await send(`${comment} 2`)]
    await reader.goto(article)
    expect(await read(reader.locator("#comments"))).not.toContain(comment)

    await editor.goto("/desk/queue")
    const entry = (text: string) => editor.locator(".waiting", { hasText: text })
    await leadsOn(editor, () => button(entry(`${comment} 1`), desk.approve).click())
    await entry(`${comment} 2`).getByText(desk.rejectOpen).click()
    await entry(`${comment} 2`).locator("input[value=profanity]").check()
    const reason = await read(entry(`${comment} 2`).locator("label:has(input[value=profanity])"))
    await leadsOn(editor, () => button(entry(`${comment} 2`), desk.reject).click())

    await reader.reload()
    expect(await read(reader.locator("#comments .thread"))).toContain(`${comment} 1`)
    expect(await reader.content()).not.toContain(`${comment} 2`)
    expect(await read(reader.locator("#comments-title .count"))).toBe(comments.count(1))
    await reader.goto(kept)
    expect(await read(reader.locator(".state"))).toContain(status.state.approved)
    await reader.goto(refused)
    expect(await read(reader.locator(".state"))).toContain(status.state.rejected)
    expect(await read(reader.locator("[data-code=profanity]"))).toBe(reason)
  })
})
