/**
 * Who may import whom: the one table behind the lint rule `dateline/layers`.
 *
 * Arrows point one way. A store knows the kernel and nothing of articles; the domain knows no store; nothing imports an
 * example; a package is entered through its exports map only, never through its folders or its `internal` modules.
 */
import { posix } from "node:path"

interface Layer {
  /** The folder, from the root of the workspace. */
  readonly folder: RegExp
  /** The packages of this workspace that its files may import. */
  readonly mayImport: RegExp
  /** Sources run in a browser or at the edge: no Node, and of Effect only what is tagged stable. */
  readonly neutral?: true
}

const nothing = /^(?!)/

const layers: ReadonlyArray<Layer> = [
  { folder: /^packages\/eventsourcing\//, mayImport: nothing, neutral: true },
  { folder: /^packages\/publishing\//, mayImport: /^@dateline\/eventsourcing$/, neutral: true },
  { folder: /^packages\/store-[^/]+\//, mayImport: /^@dateline\/eventsourcing$/ },
  { folder: /^packages\/http\//, mayImport: /^@dateline\/(eventsourcing|publishing)$/ },
  { folder: /^packages\/cli\//, mayImport: /^@dateline\/(eventsourcing|publishing|http|store-[^/]+)$/ },
  { folder: /^(examples|benchmarks)\//, mayImport: /^@dateline\/(eventsourcing|publishing|http|cli|store-[^/]+)$/ },
  // A program that walks a running server from outside must not know its insides.
  { folder: /^scripts\/drive/, mayImport: nothing },
  { folder: /^scripts\//, mayImport: /^@dateline\/(eventsourcing|publishing|http|store-[^/]+)$/ }
]

/** Where Effect keeps what it tags `@stability unstable`, and the packages that are made of it. */
const unstable = new Set([
  ["ai", "cli", "cluster", "crypto", "devtools", "eventlog", "graphql", "http", "http-api", "net", "observability"],
  ["persistence", "process", "reactivity", "rpc", "schema", "socket", "sql", "workers", "workflow"],
  ["FileSystem", "Path", "Stdio", "Terminal"]
].flat())

const isUnstable = (specifier: string): boolean => {
  const [scope, part = ""] = specifier.split("/")
  return scope === "effect" ? unstable.has(part) : scope === "@effect" && /^(platform|sql)/.test(part)
}

/** The package and the rest of a bare specifier: `@dateline/http/Api` is `["@dateline/http", "Api"]`. */
const split = (specifier: string): readonly [name: string, rest: string] => {
  const parts = specifier.split("/")
  const length = specifier.startsWith("@") ? 2 : 1
  return [parts.slice(0, length).join("/"), parts.slice(length).join("/")]
}

/** The package or example that a file belongs to (`packages/http`), or its top folder. */
const home = (file: string): string => /^((packages|examples)\/[^/]+|[^/]+)\//.exec(file)?.[1] ?? ""

const isSource = (file: string): boolean => /^packages\/[^/]+\/src\//.test(file)

const relativeFault = (file: string, specifier: string): string | undefined => {
  const target = posix.join(posix.dirname(file), specifier)
  // The tests of generated tables read what generates them.
  if (!isSource(file) && target.startsWith("scripts/")) return undefined
  if (!target.startsWith(`${home(file)}/`)) return `leaves ${home(file)}; import the package by its name`
  if (isSource(file) && /^packages\/[^/]+\/src\/index\.ts$/.test(target)) return "imports the barrel of its own package"
  return undefined
}

const ownFault = (layer: Layer, file: string, name: string, rest: string): string | undefined => {
  if (rest.split("/")[0] === "internal") return `reaches into the internals of ${name}`
  const own = `packages/${name.slice("@dateline/".length)}/`
  if (file.startsWith(own)) return isSource(file) ? "imports its own package by name; import the file" : undefined
  if (!layer.mayImport.test(name)) return `${home(file)} may not import ${name}`
  if (isSource(file) && rest === "") return `imports the barrel of ${name}; import the module, like ${name}/Module`
  return undefined
}

const outsideFault = (layer: Layer, file: string, specifier: string): string | undefined => {
  if (!isSource(file)) return undefined
  if (specifier === "effect") return "imports the barrel of effect; import the module, like effect/Effect"
  if (layer.neutral === undefined) return undefined
  if (specifier.startsWith("node:")) return `${home(file)} runs anywhere and may not import ${specifier}`
  if (isUnstable(specifier)) return `${home(file)} keeps to what Effect tags stable and may not import ${specifier}`
  return undefined
}

/**
 * What is wrong with a file importing a specifier, or `undefined` if nothing is. The file is given from the root of the
 * workspace, with forward slashes. Files outside every layer (configuration at the root) may import anything.
 */
export const layerFault = (file: string, specifier: string): string | undefined => {
  const layer = layers.find(({ folder }) => folder.test(file))
  if (layer === undefined || /^[^/]+\/[^/]+\/[^/]+\.config\.ts$/.test(file)) return undefined
  if (specifier.startsWith(".")) return relativeFault(file, specifier)
  const [name, rest] = split(specifier)
  return name.startsWith("@dateline/") ? ownFault(layer, file, name, rest) : outsideFault(layer, file, specifier)
}
