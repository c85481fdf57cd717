/**
 * Walks every type that the modules of promises show, with the compiler's own eyes: parameters, results, fields, bases,
 * type arguments. A named type of Effect anywhere would make a program without Effect know of it.
 */
import * as path from "node:path"
import * as ts from "typescript"
import { describe, expect, it } from "vitest"

const file = (name: string) => path.join(import.meta.dirname, "../../packages", name)
const withEffect = file("publishing/src/Articles.ts")
const publishing = file("publishing/src/promise.ts")
const sqlite = file("store-sqlite/src/promise.ts")

const program = ts.createProgram([withEffect, publishing, sqlite], {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  customConditions: ["source"],
  allowImportingTsExtensions: true,
  types: ["node"],
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true
})
const checker = program.getTypeChecker()

const isOfEffect = (symbol: ts.Symbol | undefined): boolean =>
  (symbol?.declarations ?? []).some((one) =>
    /\/node_modules\/(@effect\/[^/]+|effect)\//.test(one.getSourceFile().fileName)
  )

/** The compiler's own declarations, and Node's, are what every program knows. */
const isOfLanguage = (symbol: ts.Symbol | undefined): boolean =>
  (symbol?.declarations ?? []).some((one) => {
    const file = one.getSourceFile()
    return program.isSourceFileDefaultLibrary(file) || /\/node_modules\/@types\/node\//.test(file.fileName)
  })

/** What is nameless, such as the result of a mapped type, shows its members and not where it was computed. */
const isNamed = (symbol: ts.Symbol | undefined): boolean => symbol !== undefined && !symbol.name.startsWith("__")

interface Seen {
  readonly types: Set<ts.Type>
  readonly found: Array<string>
}

const primitive = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike

const signaturesOf = (type: ts.Type): ReadonlyArray<ts.Signature> => [
  ...type.getCallSignatures(),
  ...type.getConstructSignatures()
]

const partsOf = (type: ts.Type): ReadonlyArray<readonly [string, ts.Type]> => {
  const args = [...(type.aliasTypeArguments ?? []), ...checker.getTypeArguments(type as ts.TypeReference)]
  const parts: Array<readonly [string, ts.Type]> = args.map((one, at) => [`<${at}>`, one])
  if (type.isUnionOrIntersection()) return [...parts, ...type.types.map((one) => ["|", one] as const)]
  // Of a promise or a list, what is in it; not how the language made it.
  if (isOfLanguage(type.symbol) || checker.isTupleType(type)) return parts
  for (const signature of signaturesOf(type)) {
    for (const parameter of signature.getParameters()) {
      parts.push([`(${parameter.name})`, checker.getTypeOfSymbol(parameter)])
    }
    parts.push(["()", signature.getReturnType()])
  }
  for (const property of type.getProperties()) parts.push([`.${property.name}`, checker.getTypeOfSymbol(property)])
  for (const info of checker.getIndexInfosOfType(type)) parts.push(["[]", info.type])
  if (type.isClassOrInterface()) { for (const base of type.getBaseTypes() ?? []) parts.push(["extends", base]) }
  return parts
}

const walk = (place: string, type: ts.Type, seen: Seen): void => {
  if (seen.types.has(type)) return
  seen.types.add(type)
  // A type that goes on without end is none of ours.
  if (place.length > 400) return void seen.found.push(`${place.slice(0, 200)}…`)
  for (const symbol of [type.aliasSymbol, type.symbol]) {
    if (isNamed(symbol) && isOfEffect(symbol)) seen.found.push(`${place}: ${symbol!.name}`)
  }
  if ((type.flags & ts.TypeFlags.Any) !== 0) seen.found.push(`${place}: any`)
  if ((type.flags & primitive) !== 0) return
  for (const [step, part] of partsOf(type)) walk(place + step, part, seen)
}

/** Whether a name is exported as a type alone, although it is a value where it is declared. */
const isTypeOnly = (symbol: ts.Symbol): boolean =>
  (symbol.declarations ?? []).some((one) =>
    ts.isExportSpecifier(one) && (one.isTypeOnly || one.parent.parent.isTypeOnly)
  )

/** The places at which an exported name shows a type of Effect, and how many types it shows at all. */
const shownBy = (file: string) => {
  const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)!
  const seen: Seen = { types: new Set(), found: [] }
  for (const one of checker.getExportsOfModule(module)) {
    const symbol = (one.flags & ts.SymbolFlags.Alias) === 0 ? one : checker.getAliasedSymbol(one)
    if ((symbol.flags & ts.SymbolFlags.Type) !== 0) walk(one.name, checker.getDeclaredTypeOfSymbol(symbol), seen)
    if ((symbol.flags & ts.SymbolFlags.Value) !== 0 && !isTypeOnly(one)) {
      walk(one.name, checker.getTypeOfSymbol(symbol), seen)
    }
  }
  return { types: seen.types.size, found: seen.found }
}

describe("no signature of the promises names a type of Effect, or any", () => {
  it("the walk finds one where there is one", () => {
    const { found } = shownBy(withEffect)
    expect(found.length).toBeGreaterThan(10)
    expect(found.join("\n")).toMatch(/Effect/)
  })

  it("@dateline/publishing/promise", () => {
    const { found, types } = shownBy(publishing)
    expect(found).toEqual([])
    expect(types).toBeGreaterThan(300)
  })

  it("@dateline/store-sqlite/promise", () => {
    const { found, types } = shownBy(sqlite)
    expect(found).toEqual([])
    expect(types).toBeGreaterThan(10)
  })
})
