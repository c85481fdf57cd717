/**
 * Puts code that runs into the documentation: what stands between `// #region NAME` and `// #endregion` in a file goes between
 * these two lines of a Markdown page.
 *
 *     <!-- snippet examples/quickstart/src/main.ts#quickstart -->
 *     <!-- /snippet -->
 *
 *     node scripts/docs-snippets.ts           writes what is out of date
 *     node scripts/docs-snippets.ts --check   fails if anything is out of date, and writes nothing
 */
import { globSync, readFileSync, writeFileSync } from "node:fs"
import { extname, join } from "node:path"

const regionStart = /^\s*\/\/ #region (\S+)\s*$/
const regionEnd = /^\s*\/\/ #endregion\b/

const indentOf = (line: string): number => line.length - line.trimStart().length

/** Moves the lines to the left as far as they go together, without empty ones at either end. */
const dedent = (lines: ReadonlyArray<string>): string => {
  const indent = Math.min(...lines.filter((line) => line.trim() !== "").map(indentOf))
  return lines.map((line) => line.slice(indent)).join("\n").replace(/^\n+|\n+$/g, "")
}

/** The code of a region; regions inside it lose their marks. Throws a sentence if there is none, or two, or it has no end. */
export const region = (text: string, name: string): string => {
  const found: Array<string> = []
  const open: Array<string> = []
  let seen = 0
  for (const line of text.split("\n")) {
    const start = regionStart.exec(line)?.[1]
    if (start !== undefined) {
      open.push(start)
      if (start === name) seen++
    } else if (regionEnd.test(line)) open.pop()
    else if (open.includes(name)) found.push(line)
  }
  if (seen !== 1) throw new Error(seen === 0 ? `has no region "${name}"` : `has ${seen} regions "${name}"`)
  if (open.length > 0) throw new Error(`the region "${open.at(-1)}" has no end`)
  if (found.every((line) => line.trim() === "")) throw new Error(`the region "${name}" is empty`)
  return dedent(found)
}

const marks = /^<!-- snippet (\S+)#(\S+) -->\n[\s\S]*?^<!-- \/snippet -->$/gm

// The formatter would join lines that fit once they have moved to the left.
const block = (path: string, code: string): string =>
  `<!-- dprint-ignore -->\n\`\`\`${extname(path).slice(1)}\n${code}\n\`\`\`\n`

/** The page with every snippet as its file has it. Throws a sentence if a file or a region is missing. */
export const insertSnippets = (page: string, read: (path: string) => string): string => {
  const begun = page.match(/^<!-- snippet .*$/gm)?.length ?? 0
  const complete = page.match(marks)?.length ?? 0
  if (begun !== complete) {
    throw new Error(`has ${begun} snippets, of which ${begun - complete} have no end or no region`)
  }
  return page.replace(marks, (_, path: string, name: string) => {
    try {
      return `<!-- snippet ${path}#${name} -->\n${block(path, region(read(path), name))}\n<!-- /snippet -->`
    } catch (cause) {
      throw new Error(`${path}: ${cause instanceof Error ? cause.message : cause}`, { cause })
    }
  })
}

const root = join(import.meta.dirname, "..")
const pages = ["*.md", "docs/**/*.md", "packages/*/*.md", "examples/*/*.md"]

const update = (write: boolean): ReadonlyArray<string> =>
  globSync(pages, { cwd: root, exclude: ["**/node_modules/**", "**/CHANGELOG.md"] }).toSorted().flatMap((path) => {
    const page = readFileSync(join(root, path), "utf8")
    try {
      const fresh = insertSnippets(page, (file) => readFileSync(join(root, file), "utf8"))
      if (fresh === page) return []
      if (write) writeFileSync(join(root, path), fresh)
      return [write ? `Written: ${path}` : `Out of date: ${path} (pnpm format writes it)`]
    } catch (cause) {
      throw new Error(`${path}: ${cause instanceof Error ? cause.message : cause}`, { cause })
    }
  })

if (import.meta.main) {
  const check = process.argv.includes("--check")
  try {
    const stale = update(!check)
    for (const line of stale) console.log(line)
    process.exitCode = check && stale.length > 0 ? 1 : 0
  } catch (error) {
    console.log(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
