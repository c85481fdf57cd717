/**
 * Leaves a package's barrel, `src/index.ts`, as a list of imports of the modules that are built beside it. Bundled like
 * them, `export * as Name` would put an object with all of a module's names into the code of that module, which no bundler
 * can take apart again: whoever imports one name of it would carry all.
 */
import type { Options } from "tsup"

type Plugin = NonNullable<Options["esbuildPlugins"]>[number]

export const namesOfModules: Plugin = {
  name: "names-of-modules",
  setup: (build) =>
    build.onResolve({ filter: /^\.\/.*\.ts$/ }, ({ importer, path }) =>
      /[\\/]src[\\/]index\.ts$/.test(importer)
        ? { path: path.replace(/\.ts$/, ".js"), external: true }
        : undefined)
}
