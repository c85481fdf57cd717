/** What is left after the power was cut: everything that was acknowledged, once. */
import assert from "node:assert/strict"
import { textOf } from "../Page.ts"
import { need } from "../Steps.ts"
import { authorized, expectStatus } from "../Visitor.ts"
import type { Scene } from "./Scene.ts"

const pathsOf = ({ found }: Scene): ReadonlyArray<string> => [
  "/ar/",
  "/fr/",
  "/en/",
  "/ar/national",
  "/ar/corrections",
  "/fr/corrections",
  "/en/corrections",
  need(found.articlePath, "an address"),
  need(found.deskArticlePath, "an address"),
  ...[found.approved, found.reply, found.rejectedArabic, found.rejectedFrench, found.held].map(
    (sent) => need(sent, "a comment").statusPath
  )
]

/** What everybody can read now, by path: the words of pages, the whole of feeds and API answers. */
export const readAll = async (scene: Scene): Promise<ReadonlyMap<string, string>> => {
  const { found, program, reader } = scene
  const read = new Map<string, string>()
  for (const path of pathsOf(scene)) {
    const answer = expectStatus(await reader.get(path), 200)
    read.set(path, textOf(answer.page.querySelector("main")))
  }
  for (const path of ["/ar/rss.xml", "/fr/rss.xml", "/api/policy", `/api/articles/${found.deskArticleId}/comments`]) {
    // The newsroom has another port after its second start; nothing else about its feeds may differ.
    read.set(path, expectStatus(await reader.get(path), 200).text.replace(/http:\/\/127\.0\.0\.1:\d+/g, ""))
  }
  read.set("queue", expectStatus(await program.get("/api/moderation/queue?limit=100", authorized), 200).text)
  return read
}

export const sameAgain = async (scene: Scene, before: ReadonlyMap<string, string>): Promise<void> => {
  const after = await readAll(scene)
  for (const [path, text] of before) assert.equal(after.get(path), text, path)
}

/** Every request that changed something, sent once more. */
export const repeating = async ({ found, steps: { step } }: Scene): Promise<void> => {
  for (const { answer, name, send } of found.repeatables) {
    await step(`${name}, sent again after the restart, has the same answer`, async () => {
      assert.equal(await send(), answer)
    })
  }
}
