/** Lists that are longer than a page: nothing is left out, nothing comes twice, and one finds the way back. */
import type { Page } from "playwright-core"
import { expect, it } from "vitest"
import { inChromium } from "./support/Chromium.ts"
import * as Crowd from "./support/Crowd.ts"
import { button, leadsOn, pathOf, read, readAll, useNewsroom } from "./support/EndToEnd.ts"

const numbered = (count: number, text: string) => Array.from({ length: count }, (_, index) => `${text} ${index + 1}.`)

inChromium("whoever pages", () => {
  const { url, visit, visitDesk } = useNewsroom(Crowd.env)

  /** What each page of a list shows, to the last one. */
  const pagesOf = async (page: Page, link: string, items: string) => {
    const next = page.locator("main").getByRole("link", { name: link, exact: true })
    const pages = [await readAll(page.locator(items))]
    while (await next.count() > 0) {
      await leadsOn(page, () => next.click())
      pages.push(await readAll(page.locator(items)))
    }
    return pages
  }

  it("pages through a section to its oldest story, each of them once, and back", async () => {
    const headlines = numbered(50, "خبر رياضي رقم")
    await Crowd.articles(url(), "sport", headlines)
    const page = await visit("/ar/sport")
    const pages = await pagesOf(page, "أخبار أقدم", "main .teaser h2")
    expect(pages.map(({ length }) => length)).toEqual([24, 24, 2])
    expect(pages.flat()).toEqual(headlines.toReversed())
    expect([pathOf(page), await read(page.locator("h1"))]).toEqual(["/ar/sport", "رياضة"])
    await page.goBack()
    expect(await readAll(page.locator("main .teaser h2"))).toEqual(pages[1])
  })

  it("pages through the comments of an article, and answers one that stands on the second page", async () => {
    const [id = ""] = await Crowd.articles(url(), "culture", ["مقال كثر التعليق عليه"])
    const bodies = numbered(103, "تعليق رقم")
    const status = await Crowd.comments(url(), id, bodies)
    const page = await visit(`/a/${id}`)
    const shown = () => readAll(page.locator(".thread .comment-body"))
    expect(await shown()).toEqual(bodies.slice(0, 100))
    expect(await read(page.locator("#comments-title .count"))).toBe("103 تعليقات")
    await leadsOn(page, () => page.getByRole("link", { name: "تعليقات أخرى" }).click())
    expect(await shown()).toEqual(bodies.slice(100))
    expect(await page.getByRole("link", { name: "تعليقات أخرى" }).count()).toBe(0)
    expect(await page.locator("#comments").evaluate((section) => section.getBoundingClientRect().top)).toBeLessThan(200)
    const last = page.locator(".thread > li").last()
    const parent = await last.locator("[data-comment-id]").getAttribute("data-comment-id")
    await leadsOn(page, () => last.getByRole("link", { name: "ردّ على" }).click())
    expect(await page.locator("[name=parentId]").getAttribute("value")).toBe(parent)
    await page.goto(status)
    await leadsOn(page, () => page.getByRole("link", { name: "شاهد التعليق تحت المقال" }).click())
    expect(await read(page.locator("#comments :target"))).toContain("تعليق رقم 103.")
    await leadsOn(page, () => page.getByRole("link", { name: "كل التعليقات" }).click())
    expect(await shown()).toEqual(bodies.slice(0, 100))
  })

  it("pages through the register of corrections, newest first", async () => {
    const ids = await Crowd.articles(url(), "economy", ["خبر كثرت تصحيحاته", "خبر آخر كثرت تصحيحاته"])
    const notices = numbered(52, "تصحيح رقم")
    await Crowd.corrections(url(), ids, notices)
    const pages = await pagesOf(await visit("/ar/corrections"), "الصفحة التالية", ".register > li > p:last-of-type")
    expect(pages.map(({ length }) => length)).toEqual([50, 2])
    expect(pages.flat()).toEqual(notices.toReversed())
  })

  it("pages through the queue, oldest first, and decides on its second page", async () => {
    const [id = ""] = await Crowd.articles(url(), "world", ["مقال ينتظر حوله كثيرون"])
    const bodies = numbered(27, "تعليق ينتظر رقم")
    await Crowd.waiting(url(), id, bodies)
    const page = await visitDesk("/desk/queue")
    const pages = await pagesOf(page, "الصفحة التالية", ".waiting .comment-body")
    expect(pages).toEqual([bodies.slice(0, 25), bodies.slice(25)])
    await leadsOn(page, () => button(page.locator(".waiting").last(), "انشر التعليق").click())
    expect(await read(page.getByRole("status"))).toBe("نُشر التعليق.")
    expect((await pagesOf(page, "الصفحة التالية", ".waiting .comment-body")).flat()).toEqual(bodies.slice(0, 26))
    await page.goto(`/a/${id}`)
    expect(await readAll(page.locator(".thread .comment-body"))).toEqual(bodies.slice(26))
  })

  it("pages through the desk's list of articles, last changed first", async () => {
    const headlines = numbered(51, "خبر وطني رقم")
    await Crowd.articles(url(), "national", headlines)
    const pages = await pagesOf(await visitDesk("/desk/articles"), "الصفحة التالية", "tbody th")
    expect(pages[0]).toEqual(headlines.slice(1).toReversed())
    expect(pages[1]?.[0]).toBe(headlines[0])
    expect(new Set(pages.flat()).size).toBe(pages.flat().length)
  })
})
