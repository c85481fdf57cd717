/** A small newspaper without Effect: its data in a folder, its editors, its readers, and what happens when they err. */
import {
  createNewsroom,
  isNewsroomError,
  type Newsroom,
  type NewsroomEvent,
  type RecordedEvent
} from "@dateline/publishing/promise"
import { sqlite } from "@dateline/store-sqlite/promise"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

const say = (line: string) => console.log(line)

// #region errors
/** A writer may draft and not publish: the answer says so, in words and in a tag. */
const publishAs = async (newsroom: Newsroom, id: string, role: "writer" | "editor") => {
  try {
    await newsroom.articles.publish({ id, actor: { role, id: "amina" } })
    say(`The ${role} published it.`)
  } catch (error) {
    if (!isNewsroomError(error)) throw error
    if (error._tag === "NotPermitted") say(`Refused: a ${error.role} lacks ${error.action}.`)
    else say(`Refused: ${error.message}`)
  }
}
// #endregion

const write = async (newsroom: Newsroom): Promise<string> => {
  const draft = {
    language: "fr",
    section: "economy",
    headline: "Le port de Tanger gagne un quai",
    body: ["Le nouveau quai mesure 400 mètres.", "Il ouvre en mai."],
    commitId: "draft-of-the-quay" // sent twice, as a form is when somebody clicks twice
  } as const
  const [first, second] = [await newsroom.articles.draft(draft), await newsroom.articles.draft(draft)]
  say(`The same article twice: ${first.id === second.id}; written twice: ${!second.repeated}`)
  return first.id
}

// #region moderate
/** Comments with a link are rejected with a reason of the policy in force; the others are shown. */
const moderate = async (newsroom: Newsroom) => {
  for (const waiting of (await newsroom.moderation.queue()).items) {
    const { id, revision } = waiting
    const { status } = /https?:/.test(waiting.body)
      ? await newsroom.comments.reject({ id, revision, codes: ["other"], note: "Pas de liens, merci." })
      : await newsroom.comments.approve({ id, revision })
    say(`${waiting.name}: ${status}`)
  }
}
// #endregion

const comment = async (newsroom: Newsroom, articleId: string) => {
  const { version: policyVersion } = await newsroom.policy()
  const submit = (name: string, body: string) =>
    newsroom.comments.submit({ articleId, name, email: `${name.toLowerCase()}@example.com`, body, policyVersion })
  await submit("Youssef", "Et les camions ?")
  const refused = await submit("Bot", "https://example.com")
  await moderate(newsroom)
  say(`The bot is told: ${(await newsroom.comments.status(refused.id))?.note}`)
}

const describe = (event: NewsroomEvent): string => "notice" in event ? `${event._tag} (${event.notice})` : event._tag

// #region history
/** Everything that ever happened, in order; then it goes on with what happens next, until it is left. */
const history = async (newsroom: Newsroom, last: string): Promise<ReadonlyArray<RecordedEvent>> => {
  const events: Array<RecordedEvent> = []
  for await (const recorded of newsroom.subscribe()) {
    events.push(recorded)
    if (recorded.event._tag === last) break
  }
  return events
}
// #endregion

const folder = await mkdtemp(join(tmpdir(), "promise-app-"))
const today = await createNewsroom({ store: sqlite(folder) })
const id = await write(today)
await publishAs(today, id, "writer")
await publishAs(today, id, "editor")
await comment(today, id)
await today.articles.correct({ id, block: "p1", text: "Le nouveau quai mesure 420 mètres.", notice: "420, pas 400." })
await today.close()

const tomorrow = await createNewsroom({ store: sqlite(folder) })
const article = await tomorrow.articles.get(id)
const { count } = await tomorrow.comments.list({ articleId: id })
say(`The next day: ${article?.body[0]?.text} (${article?.corrections.length} correction, ${count} comment)`)
for (const { about, event } of await history(tomorrow, "ArticleCorrected")) say(`  ${about}: ${describe(event)}`)
await tomorrow.close()
await rm(folder, { recursive: true })
