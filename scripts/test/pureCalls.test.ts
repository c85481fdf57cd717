import { describe, expect, it } from "vitest"
import { withPureCalls } from "../build/pureCalls.ts"

/** What is marked, by the text that follows the mark up to the first bracket. */
const marked = (text: string): ReadonlyArray<string> =>
  withPureCalls(text).split("/* @__PURE__ */ ").slice(1).map((rest) => rest.slice(0, rest.indexOf("(")))

describe("in a module that is built", () => {
  it("what is made for a name is marked as pure, with all that is made on the way", () => {
    expect(marked(`export const layer = Layer.effect(Port, make({ now: clock(), all: [new Set()] }))`)).toEqual([
      "Layer.effect",
      "make",
      "clock",
      "new Set"
    ])
  })

  it("a chain of calls is marked once, where it begins", () => {
    expect(marked(`const id = Schema.String.pipe(brand("Id")).annotate({})`)).toEqual(["Schema.String.pipe", "brand"])
  })

  it("so is what a class extends, and its static fields", () => {
    expect(marked(`export class Port extends Context.Service<Port, {}>()("Port") {
  static readonly none = Layer.succeed(Port, {})
  readonly own = born()
  static { enrol(this) }
}`)).toEqual(["Context.Service<Port, {}>", "Layer.succeed"])
  })

  it("what runs later is left as it is", () => {
    const later = `export const one = () => make()
export const two = { three() { return make() }, get four() { return make() } }
export class Five { six() { return make() } }
`
    expect(withPureCalls(later)).toBe(later)
  })

  it("and so is a statement that stands for what it does", () => {
    const acts = `import "./setUp.ts"\nregister()\nif (first) register()\nlet count\ncount = next()\n`
    expect(withPureCalls(acts)).toBe(acts)
  })

  it("lines stay where they are", () => {
    const text = `const a = make()\n\n// of two\nconst b = make(\n  make()\n)\n`
    expect(withPureCalls(text).split("\n").map((line) => line.replaceAll("/* @__PURE__ */ ", ""))).toEqual(
      text.split("\n")
    )
  })
})
