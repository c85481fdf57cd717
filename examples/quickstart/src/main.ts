// #region quickstart
import { createNewsroom, memory } from "@dateline/publishing/promise"

const newsroom = await createNewsroom({ store: memory() }) // or sqlite("./data"), or a store of your own

const { id } = await newsroom.articles.draft({
  language: "en",
  section: "culture",
  headline: "The library opens on Sundays",
  body: ["From next week on, the city library opens its doors on Sundays as well."]
})
await newsroom.articles.publish({ id })

const { version } = await newsroom.policy() // the conditions that a reader is shown before the button
const reader = { name: "Salma", email: "salma@example.com" } // the address is never published
await newsroom.comments.submit({ articleId: id, ...reader, body: "At last!", policyVersion: version })
for (const waiting of (await newsroom.moderation.queue()).items) await newsroom.comments.approve(waiting)

const article = await newsroom.articles.get(id)
const { items } = await newsroom.comments.list({ articleId: id })
console.log(article?.headline)
for (const comment of items) if (comment.state === "visible") console.log(`${comment.name}: ${comment.body}`)
await newsroom.close()
// #endregion
