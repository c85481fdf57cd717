/** The log reader, as whoever has a log sees it. */
import { AxeBuilder } from "@axe-core/playwright"
import { HtmlValidate } from "html-validate"
import type { Page } from "playwright-core"
import { expect, it } from "vitest"
import { html } from "../src/page/Document.ts"
import { languages, words } from "../src/page/words.ts"
import { inChromium, useBrowser } from "./support/Browsing.ts"
import * as Sample from "./support/Sample.ts"

const file = (name: string, text: string) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text) })

/** Gives the page a log, and keys if there are any, as its reader would. */
const open = async (page: Page, language: keyof typeof words, log: string, keys?: string) => {
  const say = words[language]
  await page.getByLabel(say.log).setInputFiles(file("log.jsonl", log))
  if (keys !== undefined) await page.getByLabel(say.keys).setInputFiles(file("keys.json", keys))
  await page.getByRole("button", { name: say.read }).click()
  await page.getByRole("status").filter({ hasText: /\S/ }).waitFor()
  return page.getByRole("status").innerText()
}

const violations = async (page: Page) =>
  (await new AxeBuilder({ page }).setLegacyMode().analyze()).violations.map(({ id, nodes }) =>
    `${id}: ${nodes[0]?.html}`
  )

const overflow = (page: Page) =>
  page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth")

it.each(languages)("the document in %s is valid HTML", (language) => {
  const validator = new HtmlValidate({ extends: ["html-validate:recommended"] })
  const { results } = validator.validateStringSync(html(language))
  expect(results.flatMap(({ messages }) => messages.map(({ message, line }) => `${line}: ${message}`))).toEqual([])
})

inChromium("the log reader", () => {
  const { visit } = useBrowser()

  it.each(languages)(
    "in %s reads a log with its keys: articles newest first, corrections, comments in order",
    async (language) => {
      const page = await visit(`${language}.html`)
      expect(await open(page, language, Sample.log, Sample.keys)).toMatch(/\d|[٠-٩]/)
      const headlines = await page.locator("article > h2").allInnerTexts()
      expect(headlines).toEqual([
        "الرباط: افتتاح الدورة الـ48 للمعرض بمشاركة «MY santé»",
        "Tétouan : l’été des bibliothèques « hors les murs »",
        "Oil at $80.50 — what’s next?"
      ])
      const [arabic, , retracted] = await page.locator("article").all()
      await expect(arabic!.innerText()).resolves.toContain("ويشمل 41 رواقا")
      await expect(arabic!.locator("[data-role=correction]").innerText()).resolves.toContain("صححنا عدد الأروقة.")
      const names = await arabic!.locator("li b").allInnerTexts()
      expect(names).toEqual(["سعيد الإدريسي", "Ruth"])
      await expect(retracted!.innerText()).resolves.toContain(words[language].retracted)
      await expect(retracted!.innerText()).resolves.not.toContain("Prices rose")
    }
  )

  it.each(languages)(
    "in %s breaks no rule of axe-core and is no wider than a phone, before and after",
    async (language) => {
      const page = await visit(`${language}.html`, { viewport: { width: 360, height: 740 } })
      expect([await violations(page), await overflow(page)]).toEqual([[], 0])
      await page.getByRole("button", { name: words[language].sample }).click()
      await page.locator("article").first().waitFor()
      expect([await violations(page), await overflow(page)]).toEqual([[], 0])
    }
  )

  it("in Arabic begins at the right, and an English article in it at the left", async () => {
    const page = await visit("ar.html")
    await open(page, "ar", Sample.log, Sample.keys)
    const start = (selector: string) =>
      page.locator(selector).first().evaluate((element) => {
        const range = element.ownerDocument.createRange()
        range.selectNodeContents(element)
        const [text, box] = [range.getBoundingClientRect(), element.getBoundingClientRect()]
        return text.left - box.left < box.right - text.right ? "left" : "right"
      })
    expect(await start("h1")).toBe("right")
    expect(await start("article h2[lang=en]")).toBe("left")
    expect(await start("article h2[lang=ar]")).toBe("right")
  })

  it("without keys shows that comments are there, and neither names nor words", async () => {
    const page = await visit("en.html")
    await open(page, "en", Sample.log)
    const thread = page.locator("article").first().locator("ul")
    await expect(thread.locator("li").allInnerTexts()).resolves.toEqual([words.en.sealed, words.en.sealed])
    await expect(page.locator("main").innerText()).resolves.not.toContain("سعيد")
  })

  it("names the position of an event that was changed after it was written", async () => {
    const page = await visit("en.html")
    const changed = Sample.log.replace("Prices rose for a third day.", "Prices fell for a third day.")
    const position = changed.split("\n").findIndex((line) => line.includes("Prices fell")) + 1
    expect(await open(page, "en", changed, Sample.keys)).toBe(words.en.changed(String(position)))
    await expect(page.locator("article").count()).resolves.toBe(0)
  })

  it.each([
    ["cut off in a line", Sample.log.slice(0, -40), words.en.notALog("20")],
    ["from which a line is missing", Sample.log.split("\n").toSpliced(4, 1).join("\n"), words.en.notALog("5")],
    ["that is empty", "\n", words.en.notALog("1")],
    ["that is another file", "{\"a\":1}\n", words.en.notALog("1")]
  ])("says where a log ends to be one: %s", async (_, log, said) => {
    expect(await open(await visit("en.html"), "en", log)).toBe(said)
  })

  it("says so when the keys are none, or another vault's", async () => {
    expect(await open(await visit("en.html"), "en", Sample.log, "[]")).toBe(words.en.notKeys)
    const others = JSON.stringify({ masterKey: "A".repeat(43), entries: [], erasures: [] })
    expect(await open(await visit("en.html"), "en", Sample.log, others)).toBe(words.en.failed)
  })

  it("shows what somebody typed as text, whatever it is", async () => {
    const page = await visit("en.html")
    await open(page, "en", Sample.log, Sample.keys)
    await expect(page.locator("article").first().innerText()).resolves.toContain("<img src=x onerror=alert(1)>")
    await expect(page.locator("article img").count()).resolves.toBe(0)
  })

  it("without JavaScript says what it needs", async () => {
    const page = await visit("fr.html", { javaScriptEnabled: false })
    await expect(page.locator("noscript").innerText()).resolves.toBe(words.fr.scripts)
  })
})
