/** The page as files: a document for each language, the bundled programs, the style and the sample. */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { build } from "tsup"
import { html } from "./page/Document.ts"
import { languages } from "./page/words.ts"

const own = join(import.meta.dirname, "..")

const programs = ["explorer", "witness"] as const

/** Writes the site into a folder. Everything it needs is in the programs: no file refers to another host. */
export const write = async (folder: string): Promise<void> => {
  mkdirSync(folder, { recursive: true })
  await build({
    entry: programs.map((name) => join(own, `src/page/${name}.ts`)),
    outDir: folder,
    config: false,
    format: ["esm"],
    platform: "browser",
    target: "es2023",
    // Libraries too: a browser finds none of them by name.
    noExternal: [/./],
    minify: true,
    splitting: false,
    dts: false,
    silent: true,
    outExtension: () => ({ js: ".js" }),
    esbuildOptions: (options) => {
      options.conditions = ["source", "module", "import"]
    }
  })
  for (const language of languages) writeFileSync(join(folder, `${language}.html`), html(language))
  writeFileSync(join(folder, "index.html"), html("ar"))
  copyFileSync(join(own, "src/page/page.css"), join(folder, "page.css"))
  for (const file of ["log.jsonl", "keys.json"]) copyFileSync(join(own, "sample", file), join(folder, file))
}
