import { readdirSync } from "node:fs"
import { defineConfig, type Options } from "tsup"
import { namesOfModules } from "./scripts/build/namesOfModules.ts"
import { pureCalls } from "./scripts/build/pureCalls.ts"

const isPublic = (path: string): boolean =>
  path.endsWith(".ts") && (path === "testing/index.ts" || !/^(internal|testing)\//.test(path))

/** Every module of a package that others may import: not `src/internal`, and `src/testing` as a whole. */
const publicModules = (): Array<string> =>
  readdirSync("src", { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter(isPublic)
    .map((path) => `src/${path}`)
    .toSorted()

/**
 * How every package is built: one ES module for each public module, laid out as the sources are;
 * code that modules share goes into `dist/chunks`, so that a class exists once however it is imported. Dependencies stay
 * imports.
 */
export const preset = (options: Options = {}): ReturnType<typeof defineConfig> =>
  defineConfig({
    entry: publicModules(),
    format: ["esm"],
    platform: "neutral",
    target: "node22",
    outDir: "dist",
    clean: true,
    splitting: true,
    sourcemap: true,
    treeshake: false,
    skipNodeModulesBundle: true,
    esbuildPlugins: [namesOfModules, pureCalls],
    esbuildOptions: (esbuild) => {
      esbuild.chunkNames = "chunks/[name]-[hash]"
      esbuild.outbase = "src"
    },
    // `tsc` writes the declarations, file by file: bundled ones lose the modules' names, and take fifteen times as long.
    dts: false,
    ...options
  })
