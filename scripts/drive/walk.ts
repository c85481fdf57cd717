/**
 * Walks the whole newsroom from outside, as readers, editors, moderators and programs do: publishes, comments, decides,
 * corrects, cuts the power, reads everything again and repeats every request.
 *
 *     node scripts/drive/walk.ts
 *
 * `DATELINE_DRIVE_START` and `DATELINE_DRIVE_CLI` name other commands for the newsroom and for its command line.
 */
import assert from "node:assert/strict"
import * as Newsroom from "./Newsroom.ts"
import * as Steps from "./Steps.ts"
import { authorized, expectStatus, type Visitor, visitor } from "./Visitor.ts"
import { commenting } from "./walk/Commenting.ts"
import { desk, signIn } from "./walk/Desk.ts"
import { mending } from "./walk/Mending.ts"
import { moderating } from "./walk/Moderating.ts"
import { publishing } from "./walk/Publishing.ts"
import { reading } from "./walk/Reading.ts"
import { readAll, repeating, sameAgain } from "./walk/Returning.ts"
import type { Scene } from "./walk/Scene.ts"

const steps = Steps.make()
const { step } = steps
const data = Newsroom.temporaryFolder()
let newsroom = await Newsroom.start(data)

const somebody = (): Visitor => visitor(() => newsroom.url)
const scene: Scene = {
  steps,
  reader: somebody(),
  editor: somebody(),
  program: somebody(),
  found: { repeatables: [] }
}

await reading(scene)
await publishing(scene)
await desk(scene)
await commenting(scene, authorized)
await moderating(scene)
await mending(scene)

let before: ReadonlyMap<string, string> | undefined
let eventsBefore: number | undefined

await step("after kill -9, the log holds every event that was acknowledged", async () => {
  before = await readAll(scene)
  await newsroom.kill()
  const events = await Newsroom.events(data)
  eventsBefore = events.length
  const types = new Set(events.map((event) => event["type"]))
  for (const type of ["ArticlePublished", "ArticleTypoFixed", "ArticleCorrected", "ArticleRetracted"]) {
    assert.ok(types.has(type))
  }
  for (const type of ["CommentHeld", "CommentApproved", "CommentRejected"]) assert.ok(types.has(type), type)
  assert.doesNotMatch(JSON.stringify(events), /@example\./)
})
await step("started again on the same data, it shows the same to everybody", async () => {
  newsroom = await Newsroom.start(data)
  await sameAgain(scene, Steps.need(before, "what it showed"))
})
await step("the editor goes on at the desk, signed in still or again", async () => {
  if ((await scene.editor.get("/desk/queue")).status !== 200) expectStatus(await signIn(scene.editor), 303)
  expectStatus(await scene.editor.get("/desk/queue"), 200)
})
await repeating(scene)
await step(
  "none of the repetitions changed what anybody sees",
  () => sameAgain(scene, Steps.need(before, "what it showed"))
)
await step("on SIGTERM it stops within two seconds, as a success", async () => {
  const { code, milliseconds } = await newsroom.stop()
  assert.equal(code, 0, newsroom.output().slice(-500))
  assert.ok(milliseconds < 2000, `${Math.round(milliseconds)} ms`)
})
await step("none of the repetitions left an event", async () => {
  assert.equal((await Newsroom.events(data)).length, Steps.need(eventsBefore, "the number of events"))
})
await step("the command line finds nothing wrong with the log", async () => {
  await Newsroom.cli(data, "verify")
})
await step("no answer, and no line of output, shows an e-mail address, a stack or a server's error", () => {
  for (
    const { request, status, text } of [scene.reader, scene.program, scene.editor].flatMap(({ answers }) => answers)
  ) {
    assert.ok(status < 500, `${request} answered ${status}`)
    assert.doesNotMatch(text, /node_modules|\bat .*\.[jt]s:\d+/, request)
    // The contract's examples have addresses of nobody.
    if (!/openapi|docs/.test(request)) assert.doesNotMatch(text, /@example\./, request)
  }
  assert.doesNotMatch(newsroom.output(), /@example\./)
})

steps.finish()
