/** Everything can be done with the keyboard alone, and one always sees where one is. */
import type { Page } from "playwright-core"
import { expect, it } from "vitest"
import * as Newsroom from "../server/Newsroom.ts"
import { inChromium } from "./support/Chromium.ts"
import { button, field, leadsOn, pathOf, read, useNewsroom } from "./support/EndToEnd.ts"
import { stops, tabTo } from "./support/Keyboard.ts"

inChromium("with the keyboard alone", () => {
  const { visit, visitDesk } = useNewsroom({ DATELINE_SAMPLE: "on" })

  const type = async (page: Page, label: string, text: string) => {
    await tabTo(page, field(page, label))
    await page.keyboard.type(text)
  }
  const enter = (page: Page) => leadsOn(page, () => page.keyboard.press("Enter"))

  it("a reader skips to the content, opens the first story and comments on it; a moderator rejects that", async () => {
    const reader = await visit("/ar/")
    await reader.keyboard.press("Tab")
    expect(await read(reader.locator(":focus"))).toBe("انتقل إلى المحتوى")
    await reader.keyboard.press("Enter")
    expect(await reader.locator("main:focus").count()).toBe(1)
    const headline = reader.getByRole("heading", { level: 2 }).first().getByRole("link")
    const title = await read(headline)
    await tabTo(reader, headline)
    await enter(reader)
    expect(await read(reader.locator("h1"))).toBe(title)
    await type(reader, "الاسم", "سلمى")
    await type(reader, "البريد الإلكتروني", "salma@example.ma")
    await type(reader, "التعليق", "كتبته بلوحة المفاتيح")
    await tabTo(reader, button(reader, "أرسل التعليق"))
    await enter(reader)
    expect(pathOf(reader)).toMatch(/^\/comments\/status\//)

    const moderator = await visit("/desk/queue")
    await type(moderator, "اسم المستخدم", Newsroom.user)
    await type(moderator, "كلمة المرور", Newsroom.password)
    await enter(moderator)
    const entry = moderator.locator(".waiting", { hasText: "كتبته بلوحة المفاتيح" })
    await tabTo(moderator, entry.locator("summary"))
    await moderator.keyboard.press("Space")
    await tabTo(moderator, entry.locator("input[value=profanity]"))
    await moderator.keyboard.press("Space")
    await tabTo(moderator, button(entry, "ارفض التعليق"))
    await enter(moderator)
    expect(await read(moderator.getByRole("status"))).toBe("رُفض التعليق وأُبلغ صاحبه بالأسباب.")
    await reader.reload()
    expect(await reader.locator("main [data-state]").getAttribute("data-state")).toBe("rejected")
    expect(await reader.locator("[data-code=profanity]").count()).toBe(1)
  })

  it("an editor writes an article, publishes it, fixes a typo in it, corrects it and retracts it", async () => {
    const page = await visitDesk("/desk/articles/new")
    const press = async (name: string, within = page.locator("main")) => {
      await tabTo(page, button(within, name).first())
      await enter(page)
      return read(page.getByRole("status"))
    }
    await type(page, "العنوان", "خبر بلوحة المفاتيح")
    await type(page, "النص", "فقره أولى")
    expect(await press("أنشئ المسودة")).toBe("أُنشئت المسودة.")
    expect(await press("انشر المقال")).toBe("نُشر المقال.")
    await tabTo(page, page.locator("details summary", { hasText: "فقره أولى" }))
    await page.keyboard.press("Space")
    await tabTo(page, field(page, "الفقرة 1"))
    await page.keyboard.press("ControlOrMeta+A")
    await page.keyboard.type("فقرة أولى")
    expect(await press("أصلح الخطأ")).toBe("أُصلح الخطأ المطبعي.")
    const region = (name: string) => page.getByRole("region", { name })
    const notice = async (name: string, text: string) => {
      await tabTo(page, field(region(name), "نص التنبيه"))
      await page.keyboard.type(text)
    }
    await notice("تصحيح مع تنبيه القراء", "تنبيه كُتب بلوحة المفاتيح")
    await tabTo(page, region("تصحيح مع تنبيه القراء").getByLabel("الفقرة المعنية"))
    await page.keyboard.press("ArrowDown")
    expect(await press("انشر التصحيح")).toBe("نُشر التصحيح مع تنبيه القراء.")
    const article = await visit(await page.getByRole("link", { name: "عرض المقال" }).getAttribute("href") ?? "")
    expect(await read(article.locator("main [data-role=correction]"))).toContain("تنبيه كُتب بلوحة المفاتيح")
    expect(await read(article.locator(".prose"))).toBe("فقرة أولى مصحَّح")
    await notice("سحب المقال", "سُحب بلوحة المفاتيح")
    expect(await press("اسحب المقال")).toBe("سُحب المقال وحلّ محله التنبيه.")
    await article.reload()
    expect(await read(article.locator("[data-role=retraction]"))).toContain("سُحب بلوحة المفاتيح")
  })

  it.each([
    ["the front page", "/ar/", visit],
    ["an article", "/a/rabatbooks", visit],
    ["the register of corrections", "/ar/corrections", visit],
    ["the queue", "/desk/queue", visitDesk],
    ["the list of articles", "/desk/articles", visitDesk],
    ["the editor", "/desk/articles/rabatbooks", visitDesk]
  ])("every stop of the Tab key is seen on %s", async (_, path, open) => {
    const found = await stops(await open(path))
    expect(found.length).toBeGreaterThan(10)
    expect(found.filter(({ isSeen }) => !isSeen)).toEqual([])
    expect(found.map(({ name }) => name)).not.toContain("website")
  })
})
