import { expect, it } from "@effect/vitest"
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"

it("prints the comment that was approved, and no e-mail address", () => {
  const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
  const output = execFileSync(process.execPath, ["--conditions=source", main], { encoding: "utf8" })
  expect(output).toBe("أمينة: خبر جميل، شكرا لكم.\n")
})
