/** A newsroom on stores of files, closed and opened again: `node --conditions=source src/main.ts`. */
// #region newsroom
import * as Stores from "@dateline/eventsourcing/Stores"
import { createNewsroom } from "@dateline/publishing/promise"
import { randomBytes } from "node:crypto"
import { mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as FileEventStore from "./FileEventStore.ts"
import * as FileKeyVault from "./FileKeyVault.ts"
import * as FileViewStore from "./FileViewStore.ts"

const files = (folder: string, masterKey: Uint8Array) =>
  Stores.fromLayers({
    events: FileEventStore.layer({ folder: join(folder, "log") }),
    views: FileViewStore.layer({ folder: join(folder, "views") }),
    keys: FileKeyVault.layer({ keys: join(folder, "keys.json"), ledger: join(folder, "erasures.log"), masterKey })
  })
// #endregion

const folder = await mkdtemp(join(tmpdir(), "custom-store-"))
const masterKey = randomBytes(32)

const first = await createNewsroom({ store: files(folder, masterKey) })
const { id } = await first.articles.draft({
  language: "ar",
  section: "culture",
  headline: "مكتبة جديدة",
  body: ["تفتح غدا."]
})
await first.articles.publish({ id })
const { version: policyVersion } = await first.policy()
const reader = { name: "سلمى", email: "salma@example.com", body: "أخيرا", policyVersion }
await first.comments.submit({ articleId: id, ...reader })
for (const waiting of (await first.moderation.queue()).items) await first.comments.approve(waiting)
await first.close()

const second = await createNewsroom({ store: files(folder, masterKey) })
console.log((await second.articles.get(id))?.headline)
console.log(`${(await second.comments.list({ articleId: id })).count} comment`)
await second.close()

console.log((await readdir(join(folder, "log"))).toSorted().join(" "))
await rm(folder, { recursive: true })
