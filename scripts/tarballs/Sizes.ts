/** How much of the packages a program carries that uses this or that of them: bundled, minified, compressed. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import type { Outsider } from "./Outsider.ts"
import { must } from "./Programs.ts"
import type { Tools } from "./Tools.ts"

/** What a program takes, by what it is used for. */
export const uses = {
  "Effect alone": ["import \"./effectAlone.js\""],
  "Effect and a schema": ["import \"./effectAndSchema.js\""],
  "the kernel and Valibot": ["import \"./standardSchema.js\""],
  "the kernel and Effect's schemas": ["import \"./effectSchema.js\""],
  "deciders and views alone": [
    "export { decider as article } from \"@dateline/publishing/Article\"",
    "export { decider as comment } from \"@dateline/publishing/Comment\"",
    "export { decider as policy } from \"@dateline/publishing/Policy\"",
    "export { all } from \"@dateline/publishing/Projections\""
  ],
  "kernel and memory stores": [
    "export { EventStore } from \"@dateline/eventsourcing/EventStore\"",
    "export { KeyVault } from \"@dateline/eventsourcing/KeyVault\"",
    "export { layer as events } from \"@dateline/eventsourcing/MemoryEventStore\"",
    "export { layer as views } from \"@dateline/eventsourcing/MemoryViewStore\"",
    "export { Projector } from \"@dateline/eventsourcing/Projector\"",
    "export { run } from \"@dateline/eventsourcing/Transact\""
  ],
  "the whole promise API": ["export * from \"@dateline/publishing/promise\""]
} as const satisfies { readonly [use: string]: ReadonlyArray<string> }

export type Use = keyof typeof uses

/** Most bytes, compressed, that the whole programs of the kernel may take. They may be lowered. */
export const limits = {
  "the kernel and Valibot": 40_000,
  "the kernel and Effect's schemas": 53_500
} as const satisfies { readonly [use in Use]?: number }

const programs = join(import.meta.dirname, "programs")

export interface Size {
  /** Bytes, minified. */
  readonly minified: number
  /** Bytes, minified and compressed by gzip at level 9. */
  readonly gzip: number
  /** Whether there is a cipher in it. */
  readonly hasCipher: boolean
}

/** Bundles, with everything that comes from `effect` and other libraries in it. */
export const measure = async (outsider: Outsider, tools: Tools, use: Use): Promise<Size> => {
  const [entry, bundle] = ["size.entry.js", "size.bundle.js"]
  for (const name of readdirSync(programs)) outsider.write(name, readFileSync(join(programs, name), "utf8"))
  outsider.write(entry, uses[use].join("\n"))
  const argv = [entry, "--bundle", "--minify", "--format=esm", "--platform=neutral", "--main-fields=module,main"]
  await must(`Bundling ${use}`, outsider.folder, tools.esbuild, [...argv, "--external:node:*", `--outfile=${bundle}`])
  const bytes = readFileSync(join(outsider.folder, bundle))
  return { minified: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, hasCipher: bytes.includes("aes/gcm") }
}

/** The line of the table in `docs/sizes.md`. */
export const rowOf = (use: Use, { gzip, minified }: Size): string =>
  `| ${use} | ${(minified / 1024).toFixed(0)} KiB | ${(gzip / 1024).toFixed(0)} KiB |`

/** The compressed size that a page says, in KiB; nothing when it has no such line. */
export const stated = (page: string, use: Use): number | undefined => {
  const line = page.split("\n").find((one) => one.startsWith(`| ${use} `))
  const kibibytes = line === undefined ? undefined : /(\d+) KiB *\|\s*$/.exec(line)?.[1]
  return kibibytes === undefined ? undefined : Number(kibibytes)
}
