/**
 * Tries from outside to break the newsroom, or to make it show what it must not: every refusal has the status that the
 * interface promises, none is an error of the server's, and what was typed is kept.
 *
 *     node scripts/drive/hostile.ts
 */
import assert from "node:assert/strict"
import { type Attack, commentOf, expectErrorPage, expectProblem, publish } from "./hostile/Attack.ts"
import { wrongFields } from "./hostile/Fields.ts"
import { markupEverywhere } from "./hostile/Markup.ts"
import { brokenRequests } from "./hostile/Requests.ts"
import { brokenPromises } from "./hostile/Tokens.ts"
import * as Newsroom from "./Newsroom.ts"
import { keeps } from "./Page.ts"
import * as Steps from "./Steps.ts"
import { type Answer, authorized, expectStatus, type Visitor, visitor } from "./Visitor.ts"
import { commentByForm } from "./walk/Commenting.ts"
import { signIn } from "./walk/Desk.ts"

const steps = Steps.make()
const { step } = steps
const visitors: Array<Visitor> = []

const somebodyAt = (newsroom: Newsroom.Newsroom): Visitor => {
  const somebody = visitor(() => newsroom.url)
  visitors.push(somebody)
  return somebody
}

const newsroom = await Newsroom.start(Newsroom.temporaryFolder(), { DATELINE_SAMPLE: "off" })
const people = { reader: somebodyAt(newsroom), editor: somebodyAt(newsroom), program: somebodyAt(newsroom) }

await step("without sample content, the newsroom has its sections, its agencies and its policy", async () => {
  expectStatus(await people.reader.get("/fr/world"), 200)
  expectStatus(await people.reader.get("/api/policy"), 200)
  assert.deepEqual(expectStatus(await people.reader.get("/api/articles"), 200).json.items, [])
})
expectStatus(await signIn(people.editor), 303)
const attack: Attack = { steps, ...people, article: await publish(people) }

await markupEverywhere(attack)
await wrongFields(attack)
await brokenRequests(attack)
await brokenPromises(attack, () => newsroom.url)
await newsroom.stop()

const patient = await Newsroom.start(Newsroom.temporaryFolder(), {
  DATELINE_SAMPLE: "off",
  DATELINE_FORM_MIN_SECONDS: "3600"
})
await step("a form that was filled in faster than a person can is refused, and what was typed is kept", async () => {
  const reader = somebodyAt(patient)
  const article = await publish({ reader, program: reader })
  const typed = { name: "Vite", email: "vite@example.com", body: "Trop vite." }
  const { answer } = await commentByForm(reader, article.path, typed)
  assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`)
  assert.ok(keeps(answer, typed.body))
  assert.deepEqual((await reader.get("/api/moderation/queue", authorized)).json.items, [])
})
await patient.stop()

const strict = await Newsroom.start(Newsroom.temporaryFolder(), { DATELINE_SAMPLE: "off", DATELINE_RATE_LIMIT: "2" })
await step("more comments than an address may send are refused for a while", async () => {
  const reader = somebodyAt(strict)
  const article = await publish({ reader, program: reader })
  const answers: Array<Answer> = []
  for (let count = 0; count < 4; count += 1) {
    answers.push(await reader.postJson(`/api/articles/${article.id}/comments`, commentOf({ body: `N° ${count}` })))
  }
  const refused = expectProblem(answers.at(-1)!, 429)
  assert.match(refused.headers.get("retry-after") ?? "", /^\d+$/)
  const { answer } = await commentByForm(reader, article.path, {
    name: "Vite",
    email: "vite@example.com",
    body: "Encore."
  })
  expectErrorPage(answer, 429)
  assert.match(answer.headers.get("retry-after") ?? "", /^\d+$/)
  assert.ok(keeps(answer, "Encore."))
})
await strict.stop()

await step("no answer was an error of the server's or showed its insides", () => {
  for (const { request, status, text } of visitors.flatMap(({ answers }) => answers)) {
    assert.ok(status < 500, `${request} answered ${status}`)
    assert.doesNotMatch(text, /node_modules|\bat .*\.[jt]s:\d+/, request)
  }
})
await step("no line of the newsroom's output shows an e-mail address or a stack", () => {
  for (const output of [newsroom, patient, strict].map((one) => one.output())) {
    assert.doesNotMatch(output, /@example\.|\bat .*\.[jt]s:\d+/)
  }
})

steps.finish()
