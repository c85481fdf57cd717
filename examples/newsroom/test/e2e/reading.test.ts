/** What a reader of the Arabic site does, in a real browser. */
import { expect, it } from "vitest"
import { inChromium } from "./support/Chromium.ts"
import { button, field, leadsOn, pathOf, read, useNewsroom, writeComment } from "./support/EndToEnd.ts"
import * as OldForms from "./support/OldForms.ts"

const salma = { name: "سلمى", email: "salma@example.ma" }

inChromium("a reader of the Arabic site", () => {
  const { visit } = useNewsroom({ DATELINE_SAMPLE: "on", ...OldForms.env })

  it("goes from the front page through a section to an article, and back along the breadcrumb", async () => {
    const page = await visit("/")
    const sections = page.getByRole("navigation", { name: "الأقسام" })
    await leadsOn(page, () => sections.getByRole("link", { name: "ثقافة" }).click())
    expect([pathOf(page), await page.locator("h1").textContent()]).toEqual(["/ar/culture", "ثقافة"])
    await leadsOn(page, () => page.getByRole("link", { name: "معرض الكتاب" }).click())
    expect(pathOf(page)).toMatch(/^\/ar\/culture\/rabatbooks-الرباط-معرض-الكتاب/)
    expect(await page.locator(".dateline").textContent()).toMatch(/الرباط\s+12 ماي 2024/)
    expect(await page.locator("[data-role=agency-credit]").textContent()).toBe("و م ع")
    const breadcrumb = page.getByRole("navigation", { name: "مسار الصفحة" })
    await leadsOn(page, () => breadcrumb.getByRole("link", { name: "ثقافة" }).click())
    expect(pathOf(page)).toBe("/ar/culture")
    await leadsOn(page, () => breadcrumb.getByRole("link", { name: "الرئيسية" }).click())
    expect(pathOf(page)).toBe("/ar/")
  })

  it("is led from a correction's notice to the paragraph and back, and from the register to the article", async () => {
    const page = await visit("/ar/corrections")
    await leadsOn(page, () => page.getByRole("link", { name: "معرض الكتاب" }).click())
    const notice = page.locator("main [data-role=correction]")
    expect(await notice.textContent()).toContain("عدد الناشرين المشاركين 320 ناشرا، والصحيح 302")
    await notice.getByRole("link", { name: "انتقل إلى الفقرة المعنية" }).click()
    expect(await page.locator(":target").textContent()).toContain("302 ناشرا")
    await page.getByRole("link", { name: "مصحَّح" }).click()
    expect(await page.locator(":target").getAttribute("id")).toBe("corrections")
  })

  it("reads a notice in place of an article that was retracted, and cannot comment on it", async () => {
    const page = await visit("/ar/corrections")
    await leadsOn(page, () => page.locator(".entry-retraction").getByRole("link").click())
    expect(await page.locator("article.story").getAttribute("data-state")).toBe("retracted")
    expect(await page.locator("[data-role=retraction]").textContent()).toContain("سحبت هيئة التحرير هذا الخبر")
    expect(await page.locator(".prose").count()).toBe(0)
    expect(await page.locator("#comments").textContent()).toContain("باب التعليق على هذا المقال مغلق")
  })

  it("is told every mistake in a comment at its field, keeps what was typed, and then follows the comment", async () => {
    const page = await visit("/a/meknesrain")
    const send = button(page, "أرسل التعليق")
    await field(page, "البريد الإلكتروني").fill("ليس عنوانا")
    await field(page, "التعليق").fill("سؤال: متى تصل الأمطار إلى 2026-2027؟")
    const refused = await leadsOn(page, () => send.click())
    expect(refused.status()).toBe(422)
    expect(await page.locator(":focus").getAttribute("role")).toBe("alert")
    expect(await page.getByRole("alert").getByRole("link").allTextContents()).toEqual([
      "اكتب اسمك.",
      "عنوان البريد الإلكتروني غير صالح. مثال: nom@example.ma"
    ])
    expect(await page.getByRole("textbox", { name: "الاسم", description: "اكتب اسمك." }).count()).toBe(1)
    expect(await field(page, "البريد الإلكتروني").inputValue()).toBe("ليس عنوانا")
    expect(await field(page, "التعليق").inputValue()).toBe("سؤال: متى تصل الأمطار إلى 2026-2027؟")
    await page.getByRole("link", { name: "اكتب اسمك." }).click()
    expect(await page.locator(":focus").getAttribute("name")).toBe("name")
    await field(page, "الاسم").fill("سلمى")
    await field(page, "البريد الإلكتروني").fill("salma@example.ma")
    await leadsOn(page, () => send.click())
    expect(pathOf(page)).toMatch(/^\/comments\/status\//)
    expect(await page.locator("[data-state]").getAttribute("data-state")).toBe("pending")
    expect(await page.locator("main").textContent()).toContain("متى تصل الأمطار")
    expect(await page.content()).not.toContain("salma@example.ma")
    await leadsOn(page, () => page.getByRole("link", { name: "أمطار الأسبوع" }).click())
    expect(await page.locator("#comments").textContent()).not.toContain("متى تصل الأمطار")
  })

  it("sends one comment however often the same form is sent", async () => {
    const page = await visit("/a/argancoops")
    await writeComment(page, "ar", { ...salma, body: "مرة واحدة" })
    const send = button(page, "أرسل التعليق")
    await leadsOn(page, () => send.click())
    const first = await page.locator("[data-comment-id]").getAttribute("data-comment-id")
    await page.goBack()
    await leadsOn(page, () => send.click())
    expect(await page.locator("[data-comment-id]").getAttribute("data-comment-id")).toBe(first)
  })

  it("answers a comment: the form says whom, and the answer can be called off", async () => {
    const page = await visit("/a/rabatbooks")
    await leadsOn(page, () => page.getByRole("link", { name: "ردّ على" }).first().click())
    expect(await page.getByRole("heading", { name: "أضف ردك على" }).textContent()).toContain("كريم من سلا")
    const parent = await page.locator("[data-comment-id]").first().getAttribute("data-comment-id")
    expect(await page.locator("[name=parentId]").getAttribute("value")).toBe(parent)
    await leadsOn(page, () => page.getByRole("link", { name: "إلغاء الرد" }).click())
    expect(await page.locator("[name=parentId]").count()).toBe(0)
  })

  it("withdraws a comment from its private page", async () => {
    const page = await visit("/a/oceanports")
    await writeComment(page, "ar", { ...salma, body: "سأتراجع عن هذا" })
    await leadsOn(page, () => button(page, "أرسل التعليق").click())
    await leadsOn(page, () => button(page, "سحب التعليق").click())
    expect(await page.locator("[data-state]").getAttribute("data-state")).toBe("withdrawn")
    expect(await page.locator("main").textContent()).not.toContain("سأتراجع عن هذا")
    expect(await button(page, "سحب التعليق").count()).toBe(0)
  })

  it("sends a form that expired overnight, is told so, finds every word again, and sends it once more", async () => {
    const page = await visit("/a/argancoops")
    await writeComment(page, "ar", { ...salma, body: "كتبته البارحة" })
    await OldForms.age(page, 25)
    const refused = await leadsOn(page, () => button(page, "أرسل التعليق").click())
    expect(refused.status()).toBe(422)
    expect(await page.locator(":focus").getAttribute("role")).toBe("alert")
    expect(await read(page.getByRole("alert"))).toContain("انتهت صلاحية الاستمارة. نصك محفوظ هنا: أعد الإرسال.")
    expect(await field(page, "الاسم").inputValue()).toBe(salma.name)
    expect(await field(page, "البريد الإلكتروني").inputValue()).toBe(salma.email)
    expect(await field(page, "التعليق").inputValue()).toBe("كتبته البارحة")
    await leadsOn(page, () => button(page, "أرسل التعليق").click())
    expect(await page.locator("[data-state]").getAttribute("data-state")).toBe("pending")
    expect(await read(page.locator("main"))).toContain("كتبته البارحة")
  })

  it("is told that a form came faster than anybody types, and the very same form is good a moment later", async () => {
    const page = await visit("/a/argancoops")
    await writeComment(page, "ar", { ...salma, body: "أسرع من اللازم" })
    await OldForms.age(page, -1)
    const early = await OldForms.tokenOf(page)
    const refused = await leadsOn(page, () => button(page, "أرسل التعليق").click())
    expect(refused.status()).toBe(422)
    expect(await read(page.getByRole("alert"))).toContain("أُرسلت الاستمارة بسرعة غير معتادة. أعد الإرسال بعد لحظات.")
    expect([await OldForms.tokenOf(page), await field(page, "التعليق").inputValue()]).toEqual([early, "أسرع من اللازم"])
    await OldForms.age(page, 1)
    await leadsOn(page, () => button(page, "أرسل التعليق").click())
    expect(await page.locator("[data-state]").getAttribute("data-state")).toBe("pending")
  })

  it("changes to the same page in another language", async () => {
    const page = await visit("/ar/economy")
    const languages = page.getByRole("navigation", { name: "اللغات" })
    await leadsOn(page, () => languages.getByRole("link", { name: "Français" }).click())
    expect([pathOf(page), await page.locator("html").getAttribute("lang")]).toEqual(["/fr/economy", "fr-MA"])
  })

  it("is told in Arabic that a page does not exist, and finds the way home", async () => {
    const page = await visit("/ar/no-such-section")
    expect(await page.locator("h1").textContent()).toBe("الصفحة غير موجودة")
    await leadsOn(page, () => page.locator("main").getByRole("link", { name: "الرئيسية" }).click())
    expect(pathOf(page)).toBe("/ar/")
  })
})
