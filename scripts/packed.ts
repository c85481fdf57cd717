/**
 * Packs every package as it would be published, unpacks the tarballs in an empty project, and uses them as an outsider would:
 * each public module is imported by plain Node (also under `--conditions=source`, which some people's set-ups ask for) and
 * by the compiler, `internal` stays closed, and publint finds nothing wrong. `pnpm build` ends with this.
 */
import { execFileSync, spawnSync } from "node:child_process"
import {
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

const root = join(import.meta.dirname, "..")
const project = mkdtempSync(join(tmpdir(), "dateline-packed-"))
const modules = join(project, "node_modules")

const manifestOf = (folder: string) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))

/** Makes the tarball of a package, unpacks it where an installation would, and links what it depends on. */
const install = (name: string): string => {
  const source = join(root, "packages", name)
  execFileSync("pnpm", ["pack", "--pack-destination", project], { cwd: source, stdio: "ignore" })
  const { name: scoped, version, dependencies, peerDependencies } = manifestOf(source)
  const tarball = join(project, `${scoped.slice(1).replace("/", "-")}-${version}.tgz`)
  const folder = join(modules, scoped)
  mkdirSync(folder, { recursive: true })
  execFileSync("tar", ["-xzf", tarball, "-C", folder, "--strip-components=1"])
  for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) {
    if (dependency.startsWith("@dateline/")) continue
    const link = join(modules, dependency)
    mkdirSync(dirname(link), { recursive: true })
    // The packages agree on every version, so whoever comes first may link it.
    rmSync(link, { force: true })
    symlinkSync(join(source, "node_modules", dependency), link)
  }
  return scoped
}

// Declarations are checked too (no skipLibCheck): nobody else does it for them.
const compilerOptionsOfAnOutsider = {
  noEmit: true,
  strict: true,
  module: "nodenext",
  target: "es2023",
  lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"],
  types: ["node"]
}

/** What an outsider may import of an unpacked package. A program that runs when it is imported is not among it. */
const specifiersOf = (scoped: string): ReadonlyArray<string> =>
  globSync("**/*.js", { cwd: join(modules, scoped, "dist"), exclude: ["chunks/**"] })
    .map((path) => path.replaceAll("\\", "/").slice(0, -".js".length))
    .filter((path) => path !== "main" && !path.startsWith("testing/"))
    .map((path) => path === "index" ? scoped : `${scoped}/${path}`)
    .concat(manifestOf(join(modules, scoped)).exports["./testing"] === undefined ? [] : [`${scoped}/testing`])

/** A class that two files define twice is two classes: a module must be the same by its path and through the barrel. */
const comparison = (specifiers: ReadonlyArray<string>): string => `
  for (const specifier of ${JSON.stringify(specifiers)}) {
    const barrel = await import(specifier.split("/").slice(0, 2).join("/"))
    const offered = barrel[specifier.split("/").at(-1)]
    const module = await import(specifier)
    for (const name of offered === undefined ? [] : Object.keys(module)) {
      if (offered[name] !== module[name]) throw new Error(specifier + " has another " + name + " than the barrel")
    }
  }
`

const node = (...argv: ReadonlyArray<string>): string => {
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
    cwd: project,
    encoding: "utf8",
    timeout: 120_000
  })
  return status === 0 ? "" : `${stdout}${stderr}` || `exit ${status}`
}

const refusesInternals = (scoped: string): string =>
  node(
    "--eval",
    `await import("${scoped}/internal/x").then(() => process.exit(1), (error) => {
    if (error.code !== "ERR_PACKAGE_PATH_NOT_EXPORTED") throw error
  })`
  )

const write = (name: string, text: string): void => writeFileSync(join(project, name), text)

const check = (): ReadonlyArray<readonly [what: string, fault: string]> => {
  const packages = readdirSync(join(root, "packages")).map(install)
  mkdirSync(join(modules, "@types"), { recursive: true })
  symlinkSync(join(root, "node_modules/@types/node"), join(modules, "@types/node"))
  const specifiers = packages.flatMap(specifiersOf)
  write("package.json", JSON.stringify({ name: "outsider", private: true, type: "module" }))
  write("all.mjs", specifiers.map((specifier) => `import "${specifier}"\n`).join(""))
  write("same.mjs", comparison(specifiers))
  write("all.ts", specifiers.map((specifier, at) => `export * as m${at} from "${specifier}"\n`).join(""))
  write("tsconfig.json", JSON.stringify({ compilerOptions: compilerOptionsOfAnOutsider, files: ["all.ts"] }))
  console.log(`${packages.length} packages, ${specifiers.length} public modules`)
  return [
    ["Node imports every module", node("all.mjs")],
    ["Node imports every module under --conditions=source", node("--conditions=source", "all.mjs")],
    ["a module is the same by its path and through the barrel", node("same.mjs")],
    ...["typescript", "typescript7"].map((compiler) =>
      [
        `every declaration is right (${compiler} ${manifestOf(join(root, "node_modules", compiler)).version})`,
        node(join(root, "node_modules", compiler, "bin/tsc"), "-p", "tsconfig.json")
      ] as const
    ),
    ...packages.map((scoped) => [`${scoped} keeps its internals to itself`, refusesInternals(scoped)] as const),
    ...packages.map((scoped) =>
      [
        `publint finds nothing wrong with ${scoped}`,
        node(join(root, "node_modules/publint/src/cli.js"), "--strict", "--pack=false", join(modules, scoped))
      ] as const
    )
  ]
}

try {
  const faults = check().filter(([what, fault]) => {
    console.log(`${fault === "" ? "ok    " : "FAILED"} ${what}`)
    if (fault !== "") console.log(fault)
    return fault !== ""
  })
  process.exitCode = faults.length === 0 ? 0 : 1
} finally {
  rmSync(project, { recursive: true, force: true })
}
