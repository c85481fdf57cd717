/** What the page does: reads a log that its reader has, folds it here, and shows the articles with their threads. */
import * as Views from "@dateline/eventsourcing/Views"
import type { Language } from "@dateline/publishing/Language"
import * as ArticlePage from "@dateline/publishing/views/ArticlePage"
import * as Thread from "@dateline/publishing/views/Thread"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as ExportedLog from "../ExportedLog.ts"
import * as Folding from "../Folding.ts"
import * as ReaderKeys from "../ReaderKeys.ts"
import { storyOf } from "./Story.ts"
import { words } from "./words.ts"

const say = words[document.documentElement.lang as Language] // written by Document
const number = new Intl.NumberFormat(say.locale)
const byId = <E extends HTMLElement>(id: string) => document.getElementById(id) as E // all of them are in Document

const tell = (text: string): void => {
  byId("status").textContent = text
}

/** Every article that readers ever saw, newest first, with its visible comments. */
const stories = Effect.gen(function*() {
  const pages = Object.keys((yield* Folding.documents)[ArticlePage.projection.name] ?? {})
  const found = yield* Views.getMany(ArticlePage.projection, pages)
  const newest = [...found.values()].toSorted((a, b) => b.publishedAt - a.publishedAt)
  return yield* Effect.forEach(newest, (page) =>
    Effect.map(
      Views.query(Thread.projection, { index: "article", equal: [page.id], limit: 200 }),
      ({ items }) => ({ page, comments: items.map(({ document }) => document) })
    ))
})

/** Where an event was changed, if that is why. */
const positionOf = (error: unknown): number | undefined =>
  typeof error === "object" && error !== null && "position" in error && typeof error.position === "number"
    ? error.position
    : undefined

const show = async (log: string, keysText: string | undefined): Promise<void> => {
  byId("articles").replaceChildren()
  const lines = ExportedLog.read(log)
  if (Result.isFailure(lines)) return tell(say.notALog(number.format(lines.failure.line)))
  const keys = keysText === undefined ? undefined : ReaderKeys.read(keysText)
  if (keysText !== undefined && keys === undefined) return tell(say.notKeys)
  const exit = await Effect.runPromiseExit(Folding.inViews(lines.success, keys, stories))
  if (Exit.isFailure(exit)) {
    const position = positionOf(Cause.squash(exit.cause))
    return tell(position === undefined ? say.failed : say.changed(number.format(position)))
  }
  byId("articles").replaceChildren(...exit.value.map((story) => storyOf(story, say)))
  tell(say.summary(number.format(lines.success.length), number.format(exit.value.length)))
}

const fileOf = (id: string): File | undefined => byId<HTMLInputElement>(id).files?.[0]

byId("open").addEventListener("submit", (event) => {
  event.preventDefault()
  void Promise.all([fileOf("log")?.text(), fileOf("keys")?.text()]).then(([log, keys]) => show(log ?? "", keys))
})

const fetched = async (name: string): Promise<string> => (await fetch(name)).text()

byId("sample").addEventListener("click", () => {
  void Promise.all([fetched("log.jsonl"), fetched("keys.json")]).then(([log, keys]) => show(log, keys))
})
