import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Href from "../../src/syndication/Href.ts"
import { hostile } from "./samples.ts"

describe("Href.ascii", () => {
  it.each([
    [
      "https://news.example/ar/national/ab-أخبار?q=سعر&p=1#م",
      "https://news.example/ar/national/ab-%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1?q=%D8%B3%D8%B9%D8%B1&p=1#%D9%85"
    ],
    ["https://news.example/a%20b%2Fc", "https://news.example/a%20b%2Fc"],
    ["https://news.example/100%", "https://news.example/100%25"],
    [" https://news.example/<b>\"\n", "https://news.example/%3Cb%3E%22"],
    ["/a\ud800b", "/a%EF%BF%BDb"]
  ])("writes %j as %j", (url, ascii) => {
    expect(Href.ascii(url)).toBe(ascii)
  })

  it("leaves only what an address may hold, names the same place, and changes nothing the second time", () => {
    fc.assert(fc.property(hostile, (path) => {
      const ascii = Href.ascii(`https://news.example/${path}`)
      expect(ascii).toMatch(/^(?:[\w!#$&'()*+,./:;=?@[\]~-]|%[0-9A-Fa-f]{2})*$/)
      expect(Href.ascii(ascii)).toBe(ascii)
    }))
  })
})
