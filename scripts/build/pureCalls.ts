/**
 * Marks what modules make when they are loaded as pure, so that a bundler can drop what a program does not use: without
 * the mark it must believe that `Layer.effect(…)`, or what a class extends, does something.
 *
 * What is made for a name (`const layer = Layer.effect(…)`, `class Fault extends Data.TaggedError("Fault")`, a static
 * field) is marked. A statement that stands for what it does, such as `register()`, is not, and is never dropped.
 */
import { readFileSync } from "node:fs"
import type { Options } from "tsup"
import ts from "typescript"

type Plugin = NonNullable<Options["esbuildPlugins"]>[number]

const mark = "/* @__PURE__ */ "

const isStatic = (member: ts.PropertyDeclaration): boolean =>
  member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true

/** What of a class is evaluated with the class itself. */
const evaluated = (declared: ts.ClassLikeDeclaration): ReadonlyArray<ts.Node> => [
  ...(declared.heritageClauses ?? []).filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword),
  ...declared.members.flatMap((member) =>
    ts.isPropertyDeclaration(member) && isStatic(member) && member.initializer ? [member.initializer] : []
  )
]

/** Where the calls begin that are made while the node is evaluated: not those inside of functions. */
const callsOf = (node: ts.Node): ReadonlyArray<number> => {
  if (ts.isFunctionLike(node)) return []
  if (ts.isClassLike(node)) return evaluated(node).flatMap(callsOf)
  const own = ts.isCallExpression(node) || ts.isNewExpression(node) ? [node.getStart()] : []
  const inside: Array<number> = []
  node.forEachChild((child) => void inside.push(...callsOf(child)))
  return [...own, ...inside]
}

const madeIn = (statement: ts.Statement): ReadonlyArray<number> => {
  if (ts.isClassDeclaration(statement)) return callsOf(statement)
  if (!ts.isVariableStatement(statement)) return []
  return statement.declarationList.declarations.flatMap(({ initializer }) => initializer ? callsOf(initializer) : [])
}

/** The same module, line by line, with its marks. */
export const withPureCalls = (text: string): string => {
  const source = ts.createSourceFile("module.ts", text, ts.ScriptTarget.Latest, true)
  // The calls of a chain, `a().b()`, begin at one place and share one mark.
  const places = [...new Set(source.statements.flatMap(madeIn))].toSorted((a, b) => a - b)
  const ends = [...places.slice(1), text.length]
  return text.slice(0, places[0]) + places.map((place, at) => mark + text.slice(place, ends[at])).join("")
}

export const pureCalls: Plugin = {
  name: "pure-calls",
  setup: (build) =>
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: withPureCalls(readFileSync(path, "utf8")),
      loader: "ts"
    }))
}
