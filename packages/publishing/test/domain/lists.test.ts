import { describe, expect, it } from "vitest"
import * as Agency from "../../src/domain/Agency.ts"
import * as Language from "../../src/domain/Language.ts"
import * as Section from "../../src/domain/Section.ts"

describe("the controlled lists", () => {
  it("name the national section as each language's readers know it", () => {
    expect(Language.all.map((language) => Section.name("national", language))).toEqual([
      "أخبار وطنية",
      "National",
      "Nation"
    ])
  })

  it("have five sections, told apart by name in every language", () => {
    expect(Section.all).toEqual(["national", "world", "economy", "culture", "sport"])
    for (const language of Language.all) {
      expect(new Set(Section.all.map((section) => Section.name(section, language))).size).toBe(5)
    }
  })

  it("print each agency's credit in Arabic letters on Arabic pages", () => {
    expect(Agency.all.map((agency) => Agency.credit(agency, "ar"))).toEqual(["و م ع", "أ ف ب", "رويترز"])
    expect(Agency.all.map((agency) => Agency.credit(agency, "fr"))).toEqual(["MAP", "AFP", "Reuters"])
  })

  it("write Arabic from right to left and the others from left to right", () => {
    expect(Language.all.map(Language.direction)).toEqual(["rtl", "ltr", "ltr"])
  })
})
