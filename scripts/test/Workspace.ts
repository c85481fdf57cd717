/**
 * A workspace in a temporary folder that is checked with this one's own configuration, for tests of the checks themselves.
 * Nothing is ever written into the real source folders, so a killed test leaves nothing behind in them.
 */
import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

export const root = join(import.meta.dirname, "..", "..")

export interface Finding {
  readonly file: string
  readonly rule: string
}

const configuration = ["oxlint.config.ts", "tsconfig.base.json", "tsconfig.pure.json"]

/** Lets a package of the temporary workspace be what the real one is: an ES module with its dependencies. */
const likeReal = (folder: string, home: string): void => {
  for (const name of ["package.json", "node_modules"]) {
    const real = join(root, home, name)
    if (existsSync(real) && !existsSync(join(folder, home, name))) symlinkSync(real, join(folder, home, name))
  }
}

/** A new workspace with these files (path from its root → text), that sees the real packages' dependencies. */
export const makeWorkspace = (files: ReadonlyMap<string, string>): string => {
  const folder = mkdtempSync(join(tmpdir(), "dateline-checks-"))
  for (const name of configuration) cpSync(join(root, name), join(folder, name))
  for (const name of ["node_modules", "scripts"]) symlinkSync(join(root, name), join(folder, name))
  for (const [path, text] of files) {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), text)
    likeReal(folder, path.split("/").slice(0, 2).join("/"))
  }
  return folder
}

export const removeWorkspace = (folder: string): void => rmSync(folder, { recursive: true, force: true })

const run = (folder: string, ...argv: ReadonlyArray<string>): string => {
  const { stdout, stderr, error } = spawnSync(process.execPath, argv, {
    cwd: folder,
    encoding: "utf8",
    timeout: 60_000
  })
  if (error !== undefined) throw error
  return stdout === "" ? stderr : stdout
}

/** What the linter finds in a workspace. */
export const lint = (folder: string): ReadonlyArray<Finding> => {
  const sources = ["packages", "examples"].filter((name) => existsSync(join(folder, name)))
  const output = run(folder, join(root, "node_modules/oxlint/bin/oxlint"), "--format=json", ...sources)
  const report: { readonly diagnostics: ReadonlyArray<{ readonly filename: string; readonly code: string }> } = JSON
    .parse(output)
  return report.diagnostics.map(({ filename, code }) => ({ file: filename, rule: code }))
}

/** What the compiler finds in a workspace's pure project. */
export const compilePure = (folder: string): ReadonlyArray<Finding> => {
  const output = run(
    folder,
    join(root, "node_modules/typescript7/bin/tsc"),
    "-p",
    "tsconfig.pure.json",
    "--pretty",
    "false"
  )
  return [...output.matchAll(/^(\S+\.ts)\(\d+,\d+\): error (TS\d+)/gm)]
    .map(([, file = "", rule = ""]) => ({ file, rule }))
}
