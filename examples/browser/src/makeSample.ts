/**
 * Writes `sample/log.jsonl` and `sample/keys.json`: a small newsroom's log as `dateline events --json` prints it, and a copy
 * of its keys. The master key is no secret, for there is nothing to hide in a sample.
 *
 *     node --conditions=source src/makeSample.ts
 */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import * as ErasureLedger from "@dateline/eventsourcing/ErasureLedger"
import * as EventStore from "@dateline/eventsourcing/EventStore"
import { EventStoreDriver } from "@dateline/eventsourcing/EventStoreDriver"
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import * as MemoryEventStore from "@dateline/eventsourcing/MemoryEventStore"
import * as StoredKeyVault from "@dateline/eventsourcing/StoredKeyVault"
import * as VaultStorage from "@dateline/eventsourcing/VaultStorage"
import * as Articles from "@dateline/publishing/Articles"
import * as Comments from "@dateline/publishing/Comments"
import * as Policies from "@dateline/publishing/Policies"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { mkdirSync, writeFileSync } from "node:fs"
import * as ReaderKeys from "./ReaderKeys.ts"
import { articles, type Story } from "./sampleStories.ts"

const [storage, ledger] = [VaultStorage.memory(), ErasureLedger.memory()]
const masterKey = Uint8Array.from({ length: 32 }, (_, place) => place)
const chief = { role: "chief-editor", id: "desk" } as const
const moderator = { role: "moderator", id: "desk" } as const

let commits = 0
const commitId = () => CommitId.make(`sample-${++commits}`)

const tell = Effect.fnUntraced(function*({ comments, correction, retraction, ...article }: Story) {
  const { id } = yield* Articles.draft({ ...article, actor: chief, commitId: commitId() })
  yield* Articles.publish({ id, actor: chief, commitId: commitId() })
  let parentId: string | undefined
  for (const { answers, fate, ...comment } of comments) {
    const answered = answers === true && parentId !== undefined ? { parentId } : {}
    const { id: own } = yield* Comments.submit({
      ...comment,
      ...answered,
      articleId: id,
      language: article.language,
      policyVersion: 1,
      commitId: commitId()
    })
    const judgement = { id: own, revision: 1, actor: moderator }
    if (fate === "approved") yield* Comments.approve({ ...judgement, commitId: commitId() })
    if (fate === "rejected") yield* Comments.reject({ ...judgement, codes: ["profanity"], commitId: commitId() })
    if (answers !== true) parentId = own
  }
  if (correction) yield* Articles.correct({ id, actor: chief, ...correction, commitId: commitId() })
  if (retraction) yield* Articles.retract({ id, actor: chief, notice: retraction, commitId: commitId() })
})

const lines = Effect.gen(function*() {
  const driver = yield* EventStoreDriver
  const found = yield* Stream.runCollect(driver.readAll({}))
  return found.flatMap(({ events }) => events).map(({ commit, payload, ...event }) =>
    JSON.stringify({
      position: event.position,
      stream: event.stream,
      version: event.version,
      type: event.type,
      schemaVersion: event.schemaVersion,
      payload: JSON.parse(payload),
      tags: event.tags,
      commitId: commit.id,
      index: event.index,
      digest: commit.digest,
      recordedAt: commit.recordedAt,
      metadata: JSON.parse(commit.metadata),
      log: driver.log.id
    })
  )
})

const make = Effect.gen(function*() {
  yield* Policies.ensure
  yield* Effect.forEach(articles, tell)
  const folder = new URL("../sample/", import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL("log.jsonl", folder), `${(yield* lines).join("\n")}\n`)
  const keys = yield* ReaderKeys.copyOf(storage, ledger, masterKey)
  writeFileSync(new URL("keys.json", folder), `${JSON.stringify(keys, undefined, 2)}\n`)
})

const vault = Layer.effect(KeyVault, StoredKeyVault.make({ storage, ledger, masterKey }))
const store = EventStore.EventStore.layer.pipe(Layer.provideMerge(Layer.merge(MemoryEventStore.layer, vault)))
await Effect.runPromise(Effect.provide(make, store))
