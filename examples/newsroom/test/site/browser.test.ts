/** Pages in a real browser. */
import type { Browser, BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { inChromium, launch } from "../e2e/support/Chromium.ts"
import { violations } from "../e2e/support/Judges.ts"
import * as PageServer from "./PageServer.ts"

const circumstances = [
  { name: "on a phone in the dark", viewport: { width: 320, height: 700 }, colorScheme: "dark" },
  { name: "on a desk in the light", viewport: { width: 1280, height: 900 }, colorScheme: "light" }
] as const
const pages = [
  ["ar", "article, comment refused"],
  ["ar", "home"],
  ["fr", "article"],
  ["fr", "home"],
  ["ar", "status, rejected"],
  ["ar", "corrections"],
  ["en", "error 404"],
  ["ar", "queue"],
  ["ar", "editor, live"],
  ["fr", "articles"],
  ["ar", "sign-in, refused"]
] as const

inChromium("sample pages", () => {
  let browser: Browser
  let server: PageServer.PageServer

  beforeAll(async () => {
    server = await PageServer.start()
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const visit = async (
    language: "ar" | "fr" | "en",
    name: string,
    options: Parameters<Browser["newContext"]>[0]
  ): Promise<Page> => {
    const page = await (await browser.newContext(options)).newPage()
    await page.goto(server.address(language, name))
    return page
  }

  describe.each(circumstances)("$name", ({ viewport, colorScheme }) => {
    let context: BrowserContext
    beforeAll(async () => {
      context = await browser.newContext({ viewport, colorScheme })
    })
    afterAll(() => context?.close())

    it.each(pages)(
      "%s: %s passes the accessibility rules, fits the screen and stays within the policy",
      async (language, name) => {
        const page = await context.newPage()
        const complaints: Array<string> = []
        page.on("console", (message) => complaints.push(message.text()))
        page.on("requestfailed", (request) => complaints.push(request.url()))
        await page.goto(server.address(language, name))
        const broken = await violations(page)
        const overflow = await page.evaluate<number>(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        await page.close()
        expect(broken).toEqual([])
        expect(overflow).toBe(0)
        expect(complaints).toEqual([])
      }
    )
  })

  it("Arabic is set in the typefaces that come with the site", async () => {
    const page = await visit("ar", "article", { viewport: circumstances[1].viewport })
    await page.evaluate("document.fonts.ready.then(() => true)")
    const loaded = await page.evaluate<Array<string>>(
      "[...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family + ' ' + face.weight)"
    )
    await page.context().close()
    expect(loaded).toEqual(expect.arrayContaining(["Naskh 400 700", "Plex 700", "Plex 500"]))
    expect(loaded.some((face) => face.startsWith("Newsreader"))).toBe(false)
  })

  describe("without JavaScript", () => {
    it("a refused form takes the reader to its problems, and sends everything the server asks for", async () => {
      const page = await visit("ar", "article, comment refused", { javaScriptEnabled: false })
      expect(await page.locator(":focus").getAttribute("role")).toBe("alert")
      await page.getByLabel("الاسم").fill("سلمى")
      await page.getByLabel("البريد الإلكتروني").fill("salma@example.ma")
      await page.getByRole("button", { name: "أرسل التعليق" }).click()
      await page.context().close()
      const { path, form } = server.received.at(-1)!
      expect(path).toBe("/a/a0k3f9x2qe/comments")
      expect(Object.fromEntries(form)).toEqual({
        name: "سلمى",
        email: "salma@example.ma",
        body: "شكرًا على المقال.\r\n\r\n<b>سؤال</b>: متى تصل الوحدات إلى تازة؟",
        website: "",
        policyVersion: "3",
        formToken: "v1.1715524200.k3f9x2qe.b64b64b64",
        parentId: "c1aaaaaaaaaaaaaa"
      })
    })

    it("a moderator opens the reasons, chooses and rejects", async () => {
      const page = await visit("ar", "queue", { javaScriptEnabled: false })
      const entry = page.locator("[data-comment-id=q1aaaaaaaaaaaaaa]")
      await entry.getByText("رفض مع بيان الأسباب").click()
      await entry.getByLabel("تحريض عنصري").check()
      await entry.getByLabel("شتائم وكلام نابٍ").check()
      await entry.getByRole("button", { name: "ارفض التعليق" }).click()
      await page.context().close()
      const { path, form } = server.received.at(-1)!
      expect(path).toBe("/desk/comments/q1aaaaaaaaaaaaaa/reject")
      expect([form.getAll("code"), form.get("revision"), form.get("csrf")]).toEqual([
        ["racist-incitement", "profanity"],
        "1",
        "csrf-token"
      ])
    })

    it("the first key press offers to skip to the content, the honeypot is never reached", async () => {
      const page = await visit("ar", "article", { javaScriptEnabled: false })
      await page.keyboard.press("Tab")
      expect(await page.locator(":focus").getAttribute("class")).toBe("skip")
      await page.getByLabel("البريد الإلكتروني").focus()
      await page.keyboard.press("Tab")
      await page.keyboard.press("Tab")
      expect(await page.locator(":focus").textContent()).toBe("أرسل التعليق")
      await page.context().close()
    })
  })
})
