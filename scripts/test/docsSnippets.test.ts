import { describe, expect, it } from "vitest"
import { insertSnippets, region } from "../docs-snippets.ts"

const source = `import { a } from "a"
// #region outer
const one = () => {
  // #region inner
  const two = 2

    const three = 3
  // #endregion

  return two
}
// #endregion
`

const page = (snippet: string, inside = "") =>
  `# Page\n\n<!-- snippet ${snippet} -->\n${inside}<!-- /snippet -->\n\nAfter.\n`

const read = (path: string): string => {
  if (path !== "src/a.ts") throw new Error("there is no such file")
  return source
}

describe("a region", () => {
  it("is moved to the left as far as it goes together", () => {
    expect(region(source, "inner")).toBe("const two = 2\n\n  const three = 3")
  })

  it("loses the marks of the regions inside it", () => {
    expect(region(source, "outer")).toBe(
      "const one = () => {\n  const two = 2\n\n    const three = 3\n\n  return two\n}"
    )
  })

  it("that is missing, twice there, without an end or empty is refused", () => {
    expect(() => region(source, "other")).toThrow("has no region \"other\"")
    expect(() => region(source + source, "inner")).toThrow("has 2 regions \"inner\"")
    expect(() => region("// #region x\nconst a = 1\n", "x")).toThrow("the region \"x\" has no end")
    expect(() => region("// #region x\n\n// #endregion\n", "x")).toThrow("the region \"x\" is empty")
  })
})

describe("a page", () => {
  const fresh = insertSnippets(page("src/a.ts#inner"), read)

  it("gets the code of its snippets, in a block of the file's language", () => {
    expect(fresh).toBe(page(
      "src/a.ts#inner",
      "<!-- dprint-ignore -->\n```ts\nconst two = 2\n\n  const three = 3\n```\n\n"
    ))
  })

  it("is left as it is when nothing has changed, and put right when the code has", () => {
    expect(insertSnippets(fresh, read)).toBe(fresh)
    expect(insertSnippets(fresh, () => source.replace("two = 2", "two = 22"))).toContain("const two = 22")
    expect(insertSnippets(fresh.replace("const two = 2", "const two = 3"), read)).toBe(fresh)
  })

  it("keeps dollar signs of the code as they are", () => {
    expect(insertSnippets(page("src/a.ts#x"), () => "// #region x\nconst a = \"$& $1 $$\"\n// #endregion")).toContain(
      "\"$& $1 $$\""
    )
  })

  it("that names a file or a region that is not there is refused, with the name", () => {
    expect(() => insertSnippets(page("src/b.ts#inner"), read)).toThrow("src/b.ts: there is no such file")
    expect(() => insertSnippets(page("src/a.ts#gone"), read)).toThrow("src/a.ts: has no region \"gone\"")
  })

  it("with a snippet that has no end is refused", () => {
    expect(() => insertSnippets("<!-- snippet src/a.ts#inner -->\n", read)).toThrow("has 1 snippets, of which 1")
    expect(() => insertSnippets("<!-- snippet src/a.ts -->\n<!-- /snippet -->\n", read)).toThrow("no region")
  })
})
