/** A newsroom in which many people have commented, and everything that can be seen of it. */
import * as Sample from "../../../src/sample/Sample.ts"
import { Browser } from "../../server/Browser.ts"
import * as Desk from "../../server/Desk.ts"
import * as Newsroom from "../../server/Newsroom.ts"
import { byApi, byForm, mistaken, type Refused, type Sent } from "./Commenting.ts"
import * as Corpus from "./Corpus.ts"
import type { Person } from "./People.ts"

const token = "a token for this test alone"
const retracted = "chessschool"
const articles = Sample.articles.map(({ id }) => id)
  .filter((id) => id !== retracted && !Sample.articles.some((one) => one.id === id && one.unpublished))

const env = { DATELINE_SAMPLE: "on", DATELINE_API_TOKEN: token, DATELINE_RATE_LIMIT: "1000000" }

/** Eight at once, in any order. */
const inParallel = async <A, B>(items: ReadonlyArray<A>, run: (item: A, index: number) => Promise<B>) => {
  const results: Array<B> = []
  const open = items.entries()
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (const [index, item] of open) results[index] = await run(item, index)
  }))
  return results
}

/** Half of them by the form, half by the API. */
const comment = (url: string) => (person: Person, index: number): Promise<Sent> => {
  const send = index % 2 === 0 ? byForm : byApi
  return send(url, articles[index % articles.length]!, person)
}

/** What becomes of a comment, by its number: six of ten are shown, one each is rejected, held, withdrawn, or waits. */
export const fates = ["approve", "approve", "approve", "reject", "hold", "approve", "approve", "approve", "withdraw"]

/** Answers how the decision was answered. */
const decide = (url: string) => async ({ id, status }: Sent, index: number): Promise<number> => {
  const fate = fates[index % 10]
  const send = (path: string, body: unknown) =>
    new Browser(url).request(path, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body)
    })
  if (fate === "approve") return (await send(`/api/comments/${id}/approve`, { revision: 1 })).status
  if (fate === "reject") {
    const reasons = { codes: ["insult-person", "other"], note: "Sans nom propre, s’il vous plaît." }
    return (await send(`/api/comments/${id}/reject`, { revision: 1, ...reasons })).status
  }
  if (fate !== "withdraw") return 200
  const reader = new Browser(url)
  const page = await reader.get(status)
  const commitId = page.html.querySelector("[name=commitId]")!.getAttribute("value")!
  return (await reader.post(`${status}/withdraw`, { commitId })).status
}

/** Holds the oldest by the desk's own form, from the first page of the queue, as a person does. */
const hold = async (desk: Browser, sent: ReadonlyArray<Sent>) => {
  for (const { id } of sent.filter((_, index) => fates[index % 10] === "hold").slice(0, 5)) {
    await Desk.decide(desk, id, "hold")
  }
}

/** Everything that can be seen from outside while the newsroom runs. */
export const seen = async (url: string, sent: ReadonlyArray<Sent>) => {
  const reader = new Browser(url)
  const own = await inParallel(sent, async ({ status }) => [status, Corpus.ofAnswer(await reader.get(status))] as const)
  return {
    "a public page or feed": await Corpus.publicPages(url, articles),
    "a page of the desk": await Corpus.deskPages(await Desk.signIn(url)),
    "a private page": new Map(own),
    "an answer of the API": await Corpus.api(url, articles, token)
  }
}

export interface Stage {
  readonly folder: string
  readonly sent: ReadonlyArray<Sent>
  readonly refused: ReadonlyArray<Refused>
  readonly statuses: ReadonlySet<number>
  readonly places: Readonly<Record<string, Corpus.Corpus>>
  /** What `dateline events --json` prints. */
  readonly exported: string
  readonly log: string
}

/** Starts it, lets everything happen, looks everywhere, and stops it. */
export const prepare = async (commenters: ReadonlyArray<Person>, blunderers: ReadonlyArray<Person>): Promise<Stage> => {
  const newsroom = await Newsroom.start(env)
  const { folder, url } = newsroom
  try {
    const sent = await inParallel(commenters, comment(url))
    const statuses = new Set(await inParallel(sent, decide(url)))
    await hold(await Desk.signIn(url), sent)
    const refused = await mistaken(url, articles[0]!, blunderers)
    const running = { ...await seen(url, sent), "a file while it runs": Corpus.files(folder) }
    await newsroom.stop()
    const exported = await Corpus.exported(folder)
    const places = {
      ...running,
      "an answer to a comment": new Map(sent.map(({ answer, id }) => [id, Corpus.ofAnswer(answer)])),
      "a file": Corpus.files(folder),
      "the export": new Map([["events", Buffer.from(exported)]]),
      "the log": new Map([["output", Buffer.from(newsroom.output())]])
    }
    return { folder, sent, refused, statuses, places, exported, log: newsroom.output() }
  } finally {
    await newsroom.stop()
  }
}

/** The same newsroom again, looked at from outside. */
export const again = async (folder: string, sent: ReadonlyArray<Sent>) => {
  const newsroom = await Newsroom.start({ ...env, DATELINE_DATA: folder })
  try {
    return await seen(newsroom.url, sent)
  } finally {
    await newsroom.stop()
  }
}
