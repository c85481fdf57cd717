import type { KnipConfig } from "knip"

export default {
  workspaces: {
    ".": {
      entry: ["scripts/*.ts", "scripts/test/**/*.test.ts", ".ci/count.mjs"],
      project: ["scripts/**/*.ts", "*.ts", ".ci/*.mjs"],
      // Called by path, or loaded by path from dprint.json.
      ignoreDependencies: ["@dprint/json", "@dprint/markdown", "@dprint/typescript", "publint"]
    },
    "packages/*": {
      // Every public module is somebody's entry: what is left to find is in `internal`, in the tests and the dependencies.
      // What is in `test/support` is run as a program of its own.
      entry: [
        "src/**/[A-Z]*.ts",
        "src/{promise,main}.ts",
        "src/testing/index.ts",
        "test/**/*.test.ts",
        "test/support/*.ts"
      ],
      project: ["src/**/*.ts", "test/**/*.ts"]
    },
    "{examples/*,benchmarks}": {
      entry: [
        "src/{main,makeSample}.ts",
        // Read by the bundler.
        "src/page/{explorer,witness}.ts",
        "test/**/*.test.ts",
        "test/support/*.ts"
      ],
      // Typefaces are served from where they are installed.
      ignoreDependencies: [/^@fontsource/],
      project: ["src/**/*.ts", "test/**/*.ts"]
    }
  },
  // The system's: a test has a small disk of its own where it may.
  ignoreBinaries: ["mount", "unshare"],
  // A name that its own file uses as well may be exported for the reader's sake.
  ignoreExportsUsedInFile: true
} satisfies KnipConfig
