/** Arabic is read from right to left, and whatever stands inside it keeps its own order: measured, not declared. */
import type { Locator, Page } from "playwright-core"
import { expect, it } from "vitest"
import { inChromium } from "./support/Chromium.ts"
import { useNewsroom } from "./support/EndToEnd.ts"
import { boxOf, type Place, placeOf, runsLeftwards, runsRightwards } from "./support/Measures.ts"

const wide = { viewport: { width: 1280, height: 900 } }
/** Here the credits are a line across the page, not a column beside it. */
const tablet = { viewport: { width: 720, height: 900 } }

inChromium("the direction of a page", () => {
  const { visit, visitDesk } = useNewsroom({ DATELINE_SAMPLE: "on" })

  const boxes = async (locator: Locator): Promise<ReadonlyArray<Place>> =>
    Promise.all((await locator.all()).map((one) => boxOf(one)))
  const places = (element: Locator, ...texts: ReadonlyArray<string>) =>
    Promise.all(texts.map((text) => placeOf(element, text)))

  it.each([
    ["an Arabic page runs leftwards", "/a/rabatbooks", runsLeftwards, runsRightwards],
    ["a French page runs rightwards", "/a/cineclubte", runsRightwards, runsLeftwards],
    ["an English page runs rightwards", "/a/seabirdcnt", runsRightwards, runsLeftwards]
  ])("%s: breadcrumb, sections, fields that stand side by side", async (_, path, runs, runsAgainst) => {
    const page = await visit(path, wide)
    for (const row of [".breadcrumb li", ".sections li", ".field-row .field", ".languages li"]) {
      const found = await boxes(page.locator(row))
      expect([row, found.length > 1, runs(found), runsAgainst(found)]).toEqual([row, true, true, false])
    }
  })

  it.each([
    ["leftwards in Arabic", "ar", runsLeftwards, runsRightwards],
    ["rightwards in French", "fr", runsRightwards, runsLeftwards]
  ])("the desk runs %s: its sections, columns, facts and fields", async (_, language, runs, runsAgainst) => {
    const queue = await visitDesk(`/desk/queue?language=${language}`, wide)
    const rows = async (page: Page, selectors: ReadonlyArray<string>) => {
      for (const row of selectors) {
        const found = await boxes(page.locator(row))
        expect([row, found.length > 1, runs(found), runsAgainst(found)]).toEqual([row, true, true, false])
      }
    }
    await rows(queue, [".desk-nav li", ".languages li", ".queue > li:first-child .facts li"])
    const [approve, hold] = await boxes(
      queue.locator(".queue > li .decisions:has(> form + form)").first().locator("> form")
    )
    expect([runs([approve!, hold!]), runsAgainst([approve!, hold!])]).toEqual([true, false])
    await rows(await visitDesk(`/desk/articles?language=${language}`, wide), ["thead th", "tbody tr:first-child td"])
    const form = await visitDesk(`/desk/articles/new?language=${language}`, wide)
    await rows(form, [".field-row:first-of-type .field"])
  })

  it.each([
    ["with a deck", "/a/rabatbooks"],
    ["without one", "/a/solarvilla"],
    ["without place and date", "/a/fesscripts"],
    ["that was retracted", "/a/chessschool"]
  ])("who wrote an article %s stands beside its beginning, before it in reading order", async (_, path) => {
    const page = await visit(path, wide)
    const [credits, body] = [await boxOf(page.locator(".credits")), await boxOf(page.locator(".story-body"))]
    expect([credits.left > body.right, Math.abs(credits.top - body.top) <= 1]).toEqual([true, true])
    expect((await boxOf(page.locator("h1"))).bottom).toBeLessThan(body.top)
  })

  it("the state of an article stands beside the first line of its headline, on a phone too", async () => {
    const page = await visitDesk("/desk/articles", { viewport: { width: 390, height: 844 } })
    const row = page.locator("tbody tr", { hasText: "معرض الكتاب" })
    const first = await placeOf(row.locator("th"), "الرباط")
    const state = await boxOf(row.locator(".badge"))
    expect(state.top < first.bottom && first.top < state.bottom).toBe(true)
    expect((await boxOf(row.locator("th"))).bottom - first.bottom).toBeGreaterThan(20)
  })

  /** How far the text of a label begins from the edge of its field where reading begins, and from the other edge. */
  const labelSides = async (page: Page, label: string, fieldName: string) => {
    const text = await placeOf(page.locator("#comment-form label", { hasText: label }).first(), label)
    const field = await boxOf(page.locator(`#comment-form [name=${fieldName}]`))
    return { left: Math.round(text.left - field.left), right: Math.round(field.right - text.right) }
  }

  it("a label begins where its field begins: at the right in Arabic, at the left in French", async () => {
    const arabic = await visit("/a/rabatbooks", wide)
    for (const [label, name] of [["الاسم", "name"], ["البريد الإلكتروني", "email"], ["التعليق", "body"]] as const) {
      const { left, right } = await labelSides(arabic, label, name)
      expect([label, Math.abs(right) <= 1, left > 40]).toEqual([label, true, true])
    }
    const french = await labelSides(await visit("/a/cineclubte", wide), "Nom", "name")
    expect([Math.abs(french.left) <= 1, french.right > 40]).toEqual([true, true])
  })

  it("an answer is set in from the right in Arabic, and from the left in French", async () => {
    const sides = async (path: string) => {
      const page = await visit(path, wide)
      const answer = page.locator(".replies > li > .comment").first()
      const [inner, outer] = [await boxOf(answer), await boxOf(page.locator(".thread > li", { has: answer }).first())]
      return { left: Math.round(inner.left - outer.left), right: Math.round(outer.right - inner.right) }
    }
    const arabic = await sides("/a/rabatbooks")
    expect([arabic.left, arabic.right >= 12]).toEqual([0, true])
    const french = await sides("/a/tramnuitca")
    expect([french.left >= 12, french.right]).toEqual([true, 0])
  })

  it("a Latin name inside an Arabic headline is read from left to right, between the words around it", async () => {
    const headline = (await visit("/a/mysanteapp", wide)).locator("h1")
    expect(runsRightwards(await places(headline, "MY", "santé"))).toBe(true)
    expect(runsLeftwards(await places(headline, "تطبيق", "MY santé"))).toBe(true)
    const [open, name, close] = await places(headline, "«", "MY santé", "»")
    expect([open!.left >= name!.right - 1, close!.right <= name!.left + 1]).toEqual([true, true])
  })

  it("two authors, one of them Latin, stand in the order of the byline", async () => {
    const byline = (await visit("/a/argancoops", tablet)).locator(".byline")
    expect(runsLeftwards(await places(byline, "نعيمة أوبلا", "Claire Delmas"))).toBe(true)
    expect(runsRightwards(await places(byline, "Claire", "Delmas"))).toBe(true)
  })

  it("a range of years is read from its first year, each year from left to right", async () => {
    const paragraph = (await visit("/a/mysanteapp", wide)).locator(".prose p", { hasText: "2022-2024" })
    expect(runsLeftwards(await places(paragraph, "2022", "2024", "من ساعتين"))).toBe(true)
    expect(runsRightwards(await places(paragraph, "20", "22"))).toBe(true)
  })

  it("a date reads day, month, year from the right, and a time its hour before its minutes", async () => {
    const page = await visit("/a/rabatbooks", wide)
    expect(runsLeftwards(await places(page.locator(".dateline"), "الرباط", "12", "ماي", "2024"))).toBe(true)
    const published = page.locator(".published time")
    const [hour, minutes] = (/(\d\d):(\d\d)$/.exec(await published.innerText()) ?? []).slice(1)
    expect(runsRightwards(await places(published, `${hour}:`, `:${minutes}`))).toBe(false)
    expect((await placeOf(published, `${hour}:`)).left).toBeLessThan((await placeOf(published, `:${minutes}`)).left)
  })

  it("what one types finds its own direction, and an address is always read from left to right", async () => {
    const page = await visit("/a/rabatbooks", wide)
    const directionOf = (name: string) =>
      page.locator(`#comment-form [name=${name}]`).evaluate((input) =>
        input.ownerDocument.defaultView.getComputedStyle(input).direction
      )
    const directions = async (text: string) => {
      for (const name of ["name", "email", "body"]) await page.locator(`#comment-form [name=${name}]`).fill(text)
      return Promise.all(["name", "email", "body"].map(directionOf))
    }
    expect(await directions("سلمى")).toEqual(["rtl", "ltr", "rtl"])
    expect(await directions("Claire")).toEqual(["ltr", "ltr", "ltr"])
  })
})
