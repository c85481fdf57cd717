import { describe, expect, it } from "vitest"
import { everyPage } from "./fixtures/everyPage.ts"
import { elements, having } from "./markup.ts"
import { problems } from "./validator.ts"

describe.each(["ar", "fr", "en"] as const)("pages in %s", (language) => {
  const pages = everyPage(language)

  it.each(pages)("$name is valid HTML", ({ html }) => {
    expect(problems(html)).toEqual([])
  })

  it.each(pages)("$name has one heading of the first level, one main landmark and a skip link to it", ({ html }) => {
    const all = elements(html)
    const tags = all.map(({ tag }) => tag)
    expect(tags.filter((tag) => tag === "h1")).toHaveLength(1)
    expect(tags.filter((tag) => tag === "main")).toHaveLength(1)
    const [first] = all.filter(({ tag }) => tag === "a")
    expect(first?.attributes.get("href")).toBe("#content")
    expect(having(all, "id", "content")[0]?.tag).toBe("main")
  })

  it.each(pages)("$name refers to nothing that is not there", ({ html }) => {
    const all = elements(html)
    const ids = all.flatMap(({ attributes }) => attributes.get("id") ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    const references = all.flatMap(({ attributes }) => [
      ...["for", "aria-labelledby", "aria-describedby"].flatMap((name) => attributes.get(name)?.split(" ") ?? []),
      ...(/^#(.+)/.exec(attributes.get("href") ?? "")?.slice(1) ?? [])
    ])
    expect(references.filter((id) => !ids.includes(id))).toEqual([])
  })

  it.each(pages)("$name declares its language and direction", ({ html }) => {
    const [root] = elements(html)
    expect([root?.attributes.get("lang"), root?.attributes.get("dir")]).toEqual(
      { ar: ["ar-MA", "rtl"], fr: ["fr-MA", "ltr"], en: ["en", "ltr"] }[language]
    )
  })
})

describe("the validator", () => {
  it("notices a page that is broken", () => {
    expect(problems("<!DOCTYPE html><html lang=\"en\"><body><p><div></p></body></html>")).not.toEqual([])
  })
})
