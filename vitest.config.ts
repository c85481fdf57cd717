import { defineConfig } from "vitest/config"

// Sources run as they are: the `source` condition of every exports map leads to the TypeScript file.
const conditions = ["source", "module", "import", "default"]

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "examples/*/test/**/*.test.ts", "scripts/test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: "forks",
    // The file is what .ci/run counts from.
    reporters: process.env["CI"] ? ["default", "json"] : ["default"],
    outputFile: { json: "node_modules/.cache/test-results.json" }
  }
})
