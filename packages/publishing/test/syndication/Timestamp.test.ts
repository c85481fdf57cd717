import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Timestamp from "../../src/syndication/Timestamp.ts"

describe("Timestamp", () => {
  it("prints what the engine's calendar prints, from the year 0 to 9999", () => {
    const moment = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 })
    fc.assert(
      fc.property(moment, (at) => {
        expect(Timestamp.rfc3339(at)).toBe(new Date(at).toISOString())
        expect(Timestamp.rfc822(at)).toBe(new Date(at).toUTCString())
      }),
      { numRuns: 5000 }
    )
  })

  it("knows every day around leap years and turns of centuries", () => {
    for (const year of [0, 4, 100, 400, 1899, 1900, 1970, 1999, 2000, 2023, 2024, 2100, 2400]) {
      for (let day = 0; day <= 366; day++) {
        const at = Date.parse(`${String(year).padStart(4, "0")}-01-01T00:00:00Z`) + day * 86_400_000
        expect(Timestamp.rfc3339(at)).toBe(new Date(at).toISOString())
      }
    }
  })

  it.each([
    [Number.NaN, "1970-01-01T00:00:00.000Z"],
    [Number.POSITIVE_INFINITY, "9999-12-31T23:59:59.999Z"],
    [Number.NEGATIVE_INFINITY, "0000-01-01T00:00:00.000Z"],
    [1_715_504_700_000.9, "2024-05-12T09:05:00.000Z"]
  ])("prints something true to the format even for %d", (at, text) => {
    expect(Timestamp.rfc3339(at)).toBe(text)
  })
})
