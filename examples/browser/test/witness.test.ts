/** Chromium and Node compute the same bytes, and the kernel's memory stores keep their laws in Chromium. */
import { laws } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import type { Page } from "playwright-core"
import { expect, it } from "vitest"
import { fingerprint } from "../src/Fingerprint.ts"
import type { Witness } from "../src/page/witness.ts"
import { inChromium, useBrowser } from "./support/Browsing.ts"
import * as Sample from "./support/Sample.ts"

const asked = async <A>(page: Page, question: string, ...given: ReadonlyArray<string>): Promise<A> => {
  await page.addScriptTag({ type: "module", url: "witness.js" })
  await page.waitForFunction("globalThis.witness !== undefined")
  return page.evaluate(`globalThis.witness.${question}(...${JSON.stringify(given)})`)
}

inChromium("in Chromium", () => {
  const { visit } = useBrowser()

  it("the same log folds to the same bytes as in Node, and digests, boxes, feeds and foldings are the same", async () => {
    const here = await Effect.runPromise(fingerprint(Sample.readLog(), Sample.readKeys()))
    const page = await visit("en.html")
    const there = await asked<Awaited<ReturnType<Witness["fingerprint"]>>>(
      page,
      "fingerprint",
      Sample.log,
      Sample.keys
    )
    expect(Object.keys(there)).toEqual(Object.keys(here))
    for (const [name, text] of Object.entries(here)) {
      expect({ name, text: there[name as keyof typeof there] }).toEqual({ name, text })
    }
  })

  it("the fingerprint is of something: names and words with the keys, none without them", async () => {
    const print = await Effect.runPromise(fingerprint(Sample.readLog(), Sample.readKeys()))
    expect(print.views).toContain("سعيد الإدريسي")
    expect(print["views without keys"]).not.toContain("سعيد الإدريسي")
    expect(print["views without keys"]).toContain("\"state\":\"blank\"")
    const events = JSON.parse(print.events) as ReadonlyArray<{ readonly again?: { readonly value: unknown } }>
    expect(events.filter(({ again }) => again?.value === true).length).toBe(events.length - 1)
    expect(print.boxes).toContain("\"opened\":true")
  })

  it("the memory stores keep every law of stores, of queries and of views", async () => {
    const verdicts = await asked<Awaited<ReturnType<Witness["verdicts"]>>>(await visit("en.html"), "verdicts")
    expect(verdicts.map(({ law }) => law)).toEqual(
      [...laws.core, ...laws.queries, ...laws.subscriptions, ...laws.views, ...laws.followers].map(({ name }) => name)
    )
    expect(verdicts.filter(({ broken }) => broken !== undefined)).toEqual([])
  }, 120_000)
})
