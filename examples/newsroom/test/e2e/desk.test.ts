/** What an editor and a moderator do at the Arabic desk, in a real browser. */
import type { Page } from "playwright-core"
import { expect, it } from "vitest"
import { catalogueOf } from "../../src/language/Languages.ts"
import * as Newsroom from "../server/Newsroom.ts"
import { inChromium } from "./support/Chromium.ts"
import { button, field, leadsOn, pathOf, read, useNewsroom, writeComment } from "./support/EndToEnd.ts"

inChromium("the Arabic desk", () => {
  const { visit, visitDesk } = useNewsroom()

  /** Writes an article at the desk and publishes it; the page is then the editor's. */
  const publish = async (headline: string): Promise<Page> => {
    const page = await visitDesk("/desk/articles/new")
    await field(page, "العنوان").fill(headline)
    await field(page, "النص").fill("افتتحت أمس الدورة الـ48.\n\nوشارك فيها 320 عارضا.")
    await leadsOn(page, () => button(page, "أنشئ المسودة").click())
    await leadsOn(page, () => button(page, "انشر المقال").click())
    return page
  }

  /** Follows the link from the editor's page to the public one, sends a comment, and answers its private page. */
  const comment = async (editor: Page, body: string): Promise<Page> => {
    const page = await visit(
      await editor.getByRole("link", { name: "عرض المقال على الموقع" }).getAttribute("href") ?? ""
    )
    await writeComment(page, "ar", { name: "فاطمة", email: "fatima@example.org", body })
    await leadsOn(page, () => button(page, "أرسل التعليق").click())
    return page
  }

  const waiting = (queue: Page, body: string) => queue.locator(".waiting", { hasText: body })
  const state = (page: Page) => page.locator("main [data-state]").first().getAttribute("data-state")
  const flash = (page: Page) => read(page.getByRole("status"))

  it("lets nobody in with a wrong password, keeps the name, and leads on to where one wanted to go", async () => {
    const page = await visit("/desk/articles")
    await field(page, "اسم المستخدم").fill(Newsroom.user)
    await field(page, "كلمة المرور").fill("wrong")
    const refused = await leadsOn(page, () => button(page, "تسجيل الدخول").click())
    expect([refused.status(), await page.locator("main [role=alert]").isVisible()]).toEqual([401, true])
    expect(await read(page.getByRole("alert"))).toContain("اسم المستخدم أو كلمة المرور غير صحيح.")
    expect(await field(page, "اسم المستخدم").inputValue()).toBe(Newsroom.user)
    expect(await field(page, "كلمة المرور").inputValue()).toBe("")
    await field(page, "كلمة المرور").fill(Newsroom.password)
    await leadsOn(page, () => button(page, "تسجيل الدخول").click())
    expect([pathOf(page), await read(page.locator("h1"))]).toEqual(["/desk/articles", "المقالات"])
  })

  it("signs out for good: going back shows nothing of the desk", async () => {
    const page = await visit("/desk/sign-in", { locale: "ar" })
    await field(page, "اسم المستخدم").fill(Newsroom.user)
    await field(page, "كلمة المرور").fill(Newsroom.password)
    await leadsOn(page, () => button(page, "تسجيل الدخول").click())
    expect(pathOf(page)).toBe("/desk/queue")
    await leadsOn(page, () => button(page, "تسجيل الخروج").click())
    expect([pathOf(page), await flash(page)]).toEqual(["/desk/sign-in", "سُجّل خروجك."])
    await page.goBack()
    expect(await field(page, "كلمة المرور").isVisible()).toBe(true)
    expect(await button(page, "تسجيل الخروج").count()).toBe(0)
  })

  it("tells what a draft lacks, keeps what was typed, and publishes only what was asked for", async () => {
    const page = await visitDesk("/desk/articles/new")
    await field(page, "النص").fill("فقرة أولى\n\nفقرة ثانية")
    const refused = await leadsOn(page, () => button(page, "أنشئ المسودة").click())
    expect(refused.status()).toBe(422)
    expect(await read(page.getByRole("alert"))).toContain("اكتب عنوان المقال.")
    expect(await field(page, "النص").inputValue()).toBe("فقرة أولى\n\nفقرة ثانية")
    await field(page, "العنوان").fill("مسودة تنتظر")
    await leadsOn(page, () => button(page, "أنشئ المسودة").click())
    expect([await state(page), await flash(page)]).toEqual(["draft", "أُنشئت المسودة."])
    const home = await visit("/ar/")
    expect(await home.content()).not.toContain("مسودة تنتظر")
    await field(page, "العنوان").fill("مسودة نشرت")
    await leadsOn(page, () => button(page, "احفظ التعديلات").click())
    expect(await flash(page)).toBe("حُفظت التعديلات.")
    await leadsOn(page, () => button(page, "انشر المقال").click())
    expect([await state(page), await flash(page)]).toEqual(["live", "نُشر المقال."])
    await home.reload()
    expect(await read(home.locator("main"))).toContain("مسودة نشرت")
  })

  it("fixes a typo without a notice and corrects with one, in the article and in the register", async () => {
    const page = await publish("خبر فيه خطآن")
    await page.locator("details", { hasText: "افتتحت أمس" }).locator("summary").click()
    await field(page, "الفقرة 1").fill("افتتحت أمس الدورة الـ48 للمعرض.")
    await leadsOn(page, () => button(page, "أصلح الخطأ").first().click())
    expect(await flash(page)).toBe("أُصلح الخطأ المطبعي.")
    const article = await visit(await page.getByRole("link", { name: "عرض المقال" }).getAttribute("href") ?? "")
    expect(await read(article.locator(".prose"))).toContain("الدورة الـ48 للمعرض.")
    expect(await article.locator("[data-role=correction]").count()).toBe(0)

    await leadsOn(page, () => button(page, "انشر التصحيح").click())
    expect(await read(page.getByRole("alert"))).toContain("اكتب نص التنبيه الذي سيقرؤه القراء.")
    const panel = page.getByRole("region", { name: "تصحيح مع تنبيه القراء" })
    await field(panel, "نص التنبيه").fill("ذكرنا 320 عارضا، والصحيح 302.")
    await panel.getByLabel("الفقرة المعنية").selectOption({ label: "الفقرة 2" })
    await field(panel, "النص بعد التصحيح").fill("وشارك فيها 302 عارضا.")
    await leadsOn(page, () => button(page, "انشر التصحيح").click())
    expect(await flash(page)).toBe("نُشر التصحيح مع تنبيه القراء.")
    await article.reload()
    expect(await read(article.locator("[data-role=correction]"))).toContain("ذكرنا 320 عارضا، والصحيح 302.")
    expect(await read(article.locator(".prose"))).toMatch(/وشارك فيها 302 عارضا\. مصحَّح$/)
    const register = await visit("/ar/corrections")
    expect(await read(register.locator("main"))).toContain("ذكرنا 320 عارضا، والصحيح 302.")
  })

  it("retracts an article: its text gives way to the notice everywhere", async () => {
    const page = await publish("خبر سيسحب")
    const article = await visit(await page.getByRole("link", { name: "عرض المقال" }).getAttribute("href") ?? "")
    const panel = page.getByRole("region", { name: "سحب المقال" })
    await field(panel, "نص التنبيه").fill("سحبنا هذا الخبر لأنه غير صحيح.")
    await leadsOn(page, () => button(page, "اسحب المقال").click())
    expect([await state(page), await flash(page)]).toEqual(["retracted", "سُحب المقال وحلّ محله التنبيه."])
    expect(await page.locator("main form").count()).toBe(0)
    await article.reload()
    expect(await read(article.locator("main"))).toContain("سحبنا هذا الخبر لأنه غير صحيح.")
    expect(await article.content()).not.toContain("وشارك فيها 320 عارضا")
    await article.goto("/ar/")
    expect(await article.content()).not.toContain("خبر سيسحب")
  })

  it("does not let an editor overwrite what another changed meanwhile", async () => {
    const mine = await publish("خبر لاثنين")
    const theirs = await visitDesk(pathOf(mine))
    await field(theirs, "العنوان").fill("عنوانهم")
    await leadsOn(theirs, () => button(theirs, "احفظ التعديلات").click())
    await field(mine, "العنوان").fill("عنواني")
    const refused = await leadsOn(mine, () => button(mine, "احفظ التعديلات").click())
    expect([refused.status(), await field(mine, "العنوان").inputValue()]).toEqual([409, "عنواني"])
    expect(await read(mine.getByRole("alert"))).toContain("تغيّر المحتوى منذ فتحت الصفحة.")
  })

  it("approves a comment: it leaves the queue and stands under the article, its address nowhere", async () => {
    const status = await comment(await publish("خبر للتعليق"), "تعليق مقبول")
    const queue = await visitDesk("/desk/queue")
    expect(await queue.content()).not.toContain("fatima@example.org")
    await leadsOn(queue, () => button(waiting(queue, "تعليق مقبول"), "انشر التعليق").click())
    expect(await flash(queue)).toBe("نُشر التعليق.")
    expect(await waiting(queue, "تعليق مقبول").count()).toBe(0)
    await status.reload()
    expect(await state(status)).toBe("approved")
    await leadsOn(status, () => status.getByRole("link", { name: "شاهد التعليق تحت المقال" }).click())
    expect(await read(status.locator("#comments :target"))).toMatch(/^فاطمة .*تعليق مقبول/)
    expect(await status.content()).not.toContain("fatima@example.org")
  })

  it("holds a comment for later: it stays in the queue, and its author is told", async () => {
    const status = await comment(await publish("خبر مؤجل تعليقه"), "تعليق مؤجل")
    const queue = await visitDesk("/desk/queue")
    await leadsOn(queue, () => button(waiting(queue, "تعليق مؤجل"), "أجّل القرار").click())
    expect(await flash(queue)).toBe("أُبقي التعليق لمراجعة إضافية.")
    expect(await waiting(queue, "تعليق مؤجل").getAttribute("data-state")).toBe("held")
    await status.reload()
    expect([await state(status), await read(status.locator(".state"))]).toEqual(["held", "الحالة: قيد مراجعة إضافية"])
  })

  it("rejects a comment with reasons, asks for the note that `other` needs, and tells its author all of it", async () => {
    const status = await comment(await publish("خبر مرفوض تعليقه"), "تعليق مرفوض")
    const queue = await visitDesk("/desk/queue")
    const entry = waiting(queue, "تعليق مرفوض")
    await entry.getByText("رفض مع بيان الأسباب").click()
    const withoutReason = await leadsOn(queue, () => button(entry, "ارفض التعليق").click())
    expect(withoutReason.status()).toBe(422)
    expect(await read(entry.getByRole("alert"))).toContain("اختر سببًا واحدًا على الأقل.")
    await entry.locator("input[value=insult-person]").check()
    await entry.locator("input[value=other]").check()
    const reason = await read(entry.locator("label:has(input[value=insult-person])"))
    const withoutNote = await leadsOn(queue, () => button(entry, "ارفض التعليق").click())
    expect(withoutNote.status()).toBe(422)
    expect(await read(entry.getByRole("alert"))).toContain("اكتب ملاحظة تشرح السبب لصاحب التعليق.")
    expect(await entry.locator("input:checked").count()).toBe(2)
    await field(entry, "ملاحظة إلى صاحب التعليق").fill("نرجو حذف الاسم ثم إعادة الإرسال.")
    await leadsOn(queue, () => button(entry, "ارفض التعليق").click())
    expect(await flash(queue)).toBe("رُفض التعليق وأُبلغ صاحبه بالأسباب.")
    expect(await entry.count()).toBe(0)
    await status.reload()
    expect(await state(status)).toBe("rejected")
    expect(await read(status.locator("[data-code=insult-person]"))).toBe(reason)
    expect(await read(status.locator(".statement"))).toContain("نرجو حذف الاسم ثم إعادة الإرسال.")
    expect(await read(status.locator(".statement"))).toMatch(/وفق شروط النشر، النسخة 1$/)
  })

  it("approves an answer: it stands set in under what it answers, and the count says two", async () => {
    const editor = await publish("خبر للنقاش")
    await comment(editor, "رأي أول")
    const queue = await visitDesk("/desk/queue")
    await leadsOn(queue, () => button(waiting(queue, "رأي أول"), "انشر التعليق").click())
    const path = await editor.getByRole("link", { name: "عرض المقال على الموقع" }).getAttribute("href") ?? ""
    const reader = await visit(path)
    await leadsOn(reader, () => reader.getByRole("link", { name: "ردّ على" }).first().click())
    await writeComment(reader, "ar", { name: "كريم", email: "karim@example.org", body: "جواب عليه" })
    await leadsOn(reader, () => button(reader, "أرسل الرد").or(button(reader, "أرسل التعليق")).click())
    await queue.reload()
    expect(await read(waiting(queue, "جواب عليه").locator(".parent"))).toContain("رأي أول")
    await leadsOn(queue, () => button(waiting(queue, "جواب عليه"), "انشر التعليق").click())
    await reader.goto(path)
    const parent = reader.locator(".thread > li", { hasText: "رأي أول" })
    expect(await read(parent.locator(".replies > li"))).toMatch(/^كريم .*جواب عليه/)
    expect(await read(reader.locator("#comments-title .count"))).toBe("تعليقان")
  })

  it("decides what was held before, and speaks the language that one chooses", async () => {
    const status = await comment(await publish("خبر لقرار مؤجل"), "تعليق أُجّل ثم نُشر")
    const queue = await visitDesk("/desk/queue")
    await leadsOn(queue, () => button(waiting(queue, "تعليق أُجّل ثم نُشر"), "أجّل القرار").click())
    expect(await button(waiting(queue, "تعليق أُجّل ثم نُشر"), "أجّل القرار").count()).toBe(0)
    await leadsOn(queue, () => queue.getByRole("link", { name: "Français" }).click())
    const { desk } = catalogueOf("fr")
    expect(await read(queue.locator("h1"))).toBe(desk.queue)
    await leadsOn(queue, () => button(waiting(queue, "تعليق أُجّل ثم نُشر"), desk.approve).click())
    expect(await flash(queue)).toBe(desk.flash["comment-approved"])
    await leadsOn(queue, () => queue.getByRole("link", { name: "العربية" }).click())
    await status.reload()
    expect(await state(status)).toBe("approved")
  })

  it("keeps an agency's credit, and says so at the field where one tried to remove it", async () => {
    const page = await visitDesk("/desk/articles/new")
    await field(page, "العنوان").fill("خبر وكالة")
    const agency = page.getByLabel("الوكالة")
    await agency.selectOption("MAP")
    await leadsOn(page, () => button(page, "أنشئ المسودة").click())
    await agency.selectOption("")
    const refused = await leadsOn(page, () => button(page, "احفظ التعديلات").click())
    expect(refused.status()).toBe(422)
    expect(await read(page.getByRole("alert"))).toContain("لا يُغيَّر اسم الوكالة ولا يُحذف")
    expect(await agency.getAttribute("aria-invalid")).toBe("true")
  })

  it("refuses the second of two decisions on one comment", async () => {
    const status = await comment(await publish("خبر لمشرفين"), "تعليق لقرارين")
    const [first, second] = [await visitDesk("/desk/queue"), await visitDesk("/desk/queue")]
    await leadsOn(first, () => button(waiting(first, "تعليق لقرارين"), "انشر التعليق").click())
    const refused = await leadsOn(second, () => button(waiting(second, "تعليق لقرارين"), "أجّل القرار").click())
    expect([refused.status(), await read(second.locator("main"))]).toEqual([
      409,
      expect.stringContaining("سبق اتخاذ قرار بشأن هذا التعليق.")
    ])
    await status.reload()
    expect(await state(status)).toBe("approved")
  })
})
