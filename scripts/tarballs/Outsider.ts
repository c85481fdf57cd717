/** An empty project of somebody else's, outside the repository, that has installed our tarballs and what they ask for. */
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { must } from "./Programs.ts"

const root = join(import.meta.dirname, "../..")

export interface Package {
  readonly name: string
  readonly tarball: string
  /** Where it was installed. */
  readonly folder: string
  /** Everything that may be imported of it, but programs that run when they are. */
  readonly specifiers: ReadonlyArray<string>
}

export interface Outsider {
  readonly folder: string
  readonly packages: ReadonlyArray<Package>
  readonly write: (name: string, text: string) => void
  readonly remove: () => void
}

const json = (file: string) => JSON.parse(readFileSync(file, "utf8"))
const versionOf = (name: string, from: string): string =>
  json(join(root, from, "node_modules", name, "package.json")).version

/** The modules of an installed package, by its own exports map: every file of `dist` that the map leads to. */
const specifiersOf = (folder: string, name: string): ReadonlyArray<string> => {
  const { bin = {}, exports } = json(join(folder, "package.json"))
  const programs = Object.values<string>(bin)
  const named = Object.keys(exports).filter((path) => !path.includes("*") && path !== "./package.json")
  const closed = Object.keys(exports).filter((path) => exports[path] === null).map((path) => path.replace("*", ""))
  const modules = globSync("**/*.js", { cwd: join(folder, "dist") })
    .filter((path) => !programs.includes(`./dist/${path}`))
    .map((path) => `./${path.slice(0, -".js".length)}`)
    .filter((path) => path !== "./index" && !closed.some((prefix) => path.startsWith(prefix)))
  return [...new Set([...named, ...modules])].toSorted().map((path) => `${name}${path.slice(1)}`)
}

const pnpm = (what: string, ...argv: ReadonlyArray<string>) =>
  must(what, root, "npx", ["-y", "pnpm@12.21.0", "--filter", "./packages/*", ...argv], 170)

const manifest = (tarballs: ReadonlyArray<readonly [name: string, tarball: string]>): string =>
  JSON.stringify({
    name: "outsider",
    version: "1.0.0",
    private: true,
    type: "module",
    dependencies: Object.fromEntries([
      ...tarballs.map(([name, tarball]) => [name, `file:${tarball}`]),
      ["effect", versionOf("effect", "packages/eventsourcing")],
      ["@types/node", versionOf("@types/node", "")],
      // One of the libraries that describe events otherwise than Effect does.
      ["valibot", versionOf("valibot", "packages/eventsourcing")]
    ])
  })

/** Builds and packs every package, and installs the tarballs with npm. */
export const settle = async (): Promise<Outsider> => {
  await pnpm("Building the packages", "run", "build")
  const folder = mkdtempSync(join(tmpdir(), "dateline-outsider-"))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  try {
    await pnpm("Packing the packages", "pack", "--pack-destination", folder)
    const tarballs = readdirSync(join(root, "packages")).map((short) => {
      const { name, version } = json(join(root, "packages", short, "package.json"))
      return [name as string, join(folder, `${name.slice(1).replace("/", "-")}-${version}.tgz`)] as const
    })
    write("package.json", manifest(tarballs))
    const argv = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--loglevel=error"]
    await must("Installing the tarballs with npm", folder, "npm", argv, 170)
    const packages = tarballs.map(([name, tarball]) => {
      const installed = join(folder, "node_modules", name)
      return { name, tarball, folder: installed, specifiers: specifiersOf(installed, name) }
    })
    return { folder, packages, write, remove }
  } catch (error) {
    remove()
    throw error
  }
}
