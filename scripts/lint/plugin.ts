/** The project's own lint rules: who may import whom, and what keeps folded code pure beyond the linter's stock rules. */
import { type Context, definePlugin, defineRule, type ESTree, type Visitor } from "@oxlint/plugins"
import { relative, sep } from "node:path"
import { layerFault } from "./Layers.ts"
import { isPureImport } from "./Purity.ts"

const pathOf = (context: Context): string => relative(context.cwd, context.filename).split(sep).join("/")

/** Visits every import and re-export of a file, static or dynamic, of values or of types. */
const importsOf = (check: (specifier: string, node: ESTree.Node) => void): Visitor => {
  const visit = (source: ESTree.Expression | null): void => {
    if (source?.type === "Literal" && typeof source.value === "string") check(source.value, source)
  }
  return {
    ImportDeclaration: (node) => visit(node.source),
    ExportAllDeclaration: (node) => visit(node.source),
    ExportNamedDeclaration: (node) => visit(node.source),
    ImportExpression: (node) => visit(node.source),
    TSImportType: (node) => visit(node.source)
  }
}

const layers = defineRule({
  create: (context) =>
    importsOf((specifier, node) => {
      const fault = layerFault(pathOf(context), specifier)
      if (fault !== undefined) context.report({ message: `"${specifier}": ${fault}.`, node })
    })
})

const pureImports = defineRule({
  create: (context) =>
    importsOf((specifier, node) => {
      if (isPureImport(pathOf(context), specifier)) return
      context.report({ message: `"${specifier}" is not known to be pure (scripts/lint/Purity.ts says what is).`, node })
    })
})

const propertyEscape = /\\p\{/i

/** `\p{…}` asks the engine's Unicode tables, which grow every year: what is folded uses tables of its own. */
const noEngineTables = defineRule({
  create: (context) => {
    const message = "\\p{…} depends on the engine's version of Unicode: use a generated table."
    const called = (node: ESTree.NewExpression | ESTree.CallExpression): void => {
      if (node.callee.type !== "Identifier" || node.callee.name !== "RegExp") return
      if (node.arguments.some((argument) => propertyEscape.test(context.sourceCode.getText(argument)))) {
        context.report({ message, node })
      }
    }
    return {
      Literal: (node) => {
        if ("regex" in node && propertyEscape.test(node.regex.pattern)) context.report({ message, node })
      },
      NewExpression: called,
      CallExpression: called
    }
  }
})

/** `declare const console: …` would give back what the compiler took away. */
const noAmbientDeclarations = defineRule({
  create: (context) => {
    const check = (node: ESTree.Node & { readonly declare?: boolean }): void => {
      if (node.declare === true) {
        context.report({ message: "Pure code declares nothing that it does not define.", node })
      }
    }
    return {
      VariableDeclaration: check,
      TSDeclareFunction: check,
      ClassDeclaration: check,
      TSModuleDeclaration: check
    } as Visitor
  }
})

export default definePlugin({
  meta: { name: "dateline" },
  rules: {
    "layers": layers,
    "pure-imports": pureImports,
    "no-engine-tables": noEngineTables,
    "no-ambient-declarations": noAmbientDeclarations
  }
})
