import { defineConfig } from "oxlint"
import {
  engineProperties,
  impureGlobals,
  impureProperties,
  normalProperties,
  pureGlobs
} from "./scripts/lint/Purity.ts"

export default defineConfig({
  plugins: ["eslint", "typescript", "unicorn", "oxc", "import", "promise", "node", "vitest"],
  jsPlugins: ["./scripts/lint/plugin.ts"],
  categories: { correctness: "error", suspicious: "error", perf: "error" },
  rules: {
    // Types are erased: only a cycle that exists at run time can hurt.
    "import/no-cycle": ["error", { ignoreTypes: true }],
    "import/no-default-export": "error",
    "typescript/consistent-type-imports": "error",
    "eslint/eqeqeq": "error",
    "eslint/no-var": "error",
    "eslint/prefer-const": "error",
    "vitest/no-focused-tests": "error",
    "vitest/no-disabled-tests": "error",
    "eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true }],
    "dateline/layers": "error",

    // The compiler says it, of the sources; this would look at what was built last, once something was.
    "import/namespace": "off",

    // Effect's way of writing: `_tag`, `then`, assertions inside `it.effect`, small closures, names that shadow a module's.
    "eslint/no-underscore-dangle": "off",
    "eslint/no-shadow": "off",
    "eslint/no-await-in-loop": "off",
    "import/no-named-as-default": "off",
    "import/no-named-as-default-member": "off",
    "unicorn/consistent-function-scoping": "off",
    "unicorn/no-thenable": "off",
    "vitest/expect-expect": "off",
    "vitest/no-conditional-expect": "off",
    "vitest/no-standalone-expect": "off",
    "vitest/valid-describe-callback": "off",
    "vitest/valid-title": "off",

    // Arrays are `ReadonlyArray` wherever they are shared, so the compiler already says which may be changed in place.
    "unicorn/no-array-reverse": "off",
    "unicorn/no-array-sort": "off",
    "unicorn/no-new-array": "off",
    "unicorn/prefer-array-find": "off",
    "oxc/no-map-spread": "off",
    // Text is judged by its control characters here.
    "eslint/no-control-regex": "off"
  },
  overrides: [
    {
      files: ["packages/{cli,http,publishing}/src/**/*.ts", "examples/*/src/**/*.ts"],
      rules: { "eslint/no-restricted-properties": ["error", ...engineProperties] }
    },
    {
      files: ["**/*.config.ts", "scripts/lint/plugin.ts"],
      rules: { "import/no-default-export": "off" }
    },
    {
      files: [...pureGlobs],
      rules: {
        "eslint/no-restricted-globals": ["error", impureGlobals],
        "eslint/no-restricted-properties": ["error", ...impureProperties],
        "typescript/ban-ts-comment": "error",
        "typescript/triple-slash-reference": ["error", { path: "never", types: "never", lib: "never" }],
        "dateline/pure-imports": "error",
        "dateline/no-engine-tables": "error",
        "dateline/no-ambient-declarations": "error"
      }
    },
    {
      files: ["packages/publishing/src/text/Normal.ts"],
      rules: { "eslint/no-restricted-properties": ["error", ...normalProperties] }
    }
  ],
  ignorePatterns: ["**/node_modules/**", "**/dist/**", "**/coverage/**"]
})
