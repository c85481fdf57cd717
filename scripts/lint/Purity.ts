/**
 * What code that is folded must keep away from, so that the same events give the same bytes on a server, at the edge and in
 * a browser, today and in ten years. The compiler takes away Node and the DOM (tsconfig.pure.json); what ECMAScript itself
 * offers (clock, randomness, locale data) and what may be imported is the linter's part, and is listed here.
 */
import { readFileSync } from "node:fs"
import { posix } from "node:path"

const project: { readonly include: ReadonlyArray<string> } = JSON.parse(
  readFileSync(new URL("../../tsconfig.pure.json", import.meta.url), "utf8")
)

/** The pure folders and files, from the root of the workspace: the compiler's list is the only one. */
export const pureIncludes: ReadonlyArray<string> = project.include

/** The same as globs for the linter. */
export const pureGlobs: ReadonlyArray<string> = pureIncludes.map((path) =>
  path.endsWith(".ts") ? path : `${path}/**/*.ts`
)

const isPure = (file: string): boolean =>
  pureIncludes.some((path) => path.endsWith(".ts") ? path === file : file.startsWith(`${path}/`))

/** Modules of Effect that compute and do nothing else. */
const pureEffect = new Set([
  "Array",
  "BigDecimal",
  "BigInt",
  "Boolean",
  "Brand",
  "Chunk",
  "Combiner",
  "Data",
  "Duration",
  "Equal",
  "Equivalence",
  "Filter",
  "Function",
  "Graph",
  "HKT",
  "Hash",
  "HashMap",
  "HashSet",
  "Iterable",
  "Match",
  "Newtype",
  "NonEmptyIterable",
  "Number",
  "Optic",
  "Option",
  "Order",
  "Ordering",
  "Pipeable",
  "Predicate",
  "Record",
  "Reducer",
  "RegExp",
  "Result",
  "Schema",
  "SchemaAST",
  "SchemaGetter",
  "SchemaIssue",
  "SchemaTransformation",
  "StandardSchema",
  "String",
  "Struct",
  "Trie",
  "Tuple",
  "Types",
  "UndefinedOr",
  "Unify",
  "encoding/Base64",
  "encoding/Base64Url",
  "encoding/EncodingError",
  "encoding/Hex"
])

/** Libraries that pure code may use. Each one computes and does nothing else. */
const pureLibraries: ReadonlySet<string> = new Set(["fast-xml-parser"])

/** Whether a file that is pure may import a specifier. The file is given from the root of the workspace. */
export const isPureImport = (file: string, specifier: string): boolean => {
  if (specifier.startsWith(".")) return isPure(posix.join(posix.dirname(file), specifier))
  if (specifier.startsWith("effect/")) return pureEffect.has(specifier.slice("effect/".length))
  const kernel = "@dateline/eventsourcing/"
  if (specifier.startsWith(kernel)) return isPure(`packages/eventsourcing/src/${specifier.slice(kernel.length)}.ts`)
  return pureLibraries.has(specifier)
}

const ambient = "Ids, actors and time arrive in the command or in the event's envelope."

/** Globals that pure code may not name, with the reason that the linter prints. */
export const impureGlobals = {
  checkGlobalObject: true,
  globals: [
    ...["Date", "performance", "Temporal"].map((name) => ({ name, message: `Pure code has no clock. ${ambient}` })),
    ...["crypto"].map((name) => ({ name, message: `Pure code has no randomness. ${ambient}` })),
    ...["Intl"].map((name) => ({ name, message: "Locale data changes with the engine: format at the edge." })),
    ...["console", "fetch", "process", "setTimeout", "setInterval", "setImmediate", "queueMicrotask", "Promise"]
      .map((name) => ({ name, message: "Pure code computes and does nothing else." })),
    ...["globalThis", "self", "window", "global", "eval", "Function", "WeakRef", "FinalizationRegistry", "Atomics"]
      .map((name) => ({ name, message: "This leads to whatever the engine offers." }))
  ]
}

const localeMethods = [
  "localeCompare",
  "toLocaleString",
  "toLocaleDateString",
  "toLocaleTimeString",
  "toLocaleLowerCase",
  "toLocaleUpperCase"
]

/** Properties that pure code may not read. */
/** What each engine does by the version of Unicode that it has; `Normal.form` does the same on all. */
export const engineProperties = [
  {
    property: "normalize",
    message: "Engines know different characters: Normal.form gives the same text on all of them."
  }
]

const impure = [
  { object: "Math", property: "random", message: `Pure code has no randomness. ${ambient}` },
  ...localeMethods.map((property) => ({ property, message: "Locale data changes with the engine." }))
]

export const impureProperties = [...impure, ...engineProperties]

/** For the file that makes normal forms of those of the engine. */
export const normalProperties = impure
