/**
 * Everything that must be the same wherever it is computed, as texts by name: views, events, digests, sealed boxes, feeds
 * and foldings of text. Two platforms agree when all of these texts are equal.
 */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import * as EventFamily from "@dateline/eventsourcing/EventFamily"
import * as EventStore from "@dateline/eventsourcing/EventStore"
import * as Expected from "@dateline/eventsourcing/Expected"
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import * as MemoryEventStore from "@dateline/eventsourcing/MemoryEventStore"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import { families } from "@dateline/publishing/Events"
import type { ArticlePage } from "@dateline/publishing/views/ArticlePage"
import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Characters from "./Characters.ts"
import type * as ExportedLog from "./ExportedLog.ts"
import { feedsOf } from "./Feeds.ts"
import * as Folding from "./Folding.ts"
import * as ReaderKeys from "./ReaderKeys.ts"

/** JSON in which the order of fields says nothing. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => a < b ? -1 : 1))
      : inner)

/** Each event decoded and encoded again, and what is said of it once it is damaged. */
const events = (lines: ReadonlyArray<ExportedLog.Line>): string =>
  canonical(lines.map(({ payload, schemaVersion, tags, type }) => {
    const family: EventFamily.Any | undefined = families.find(({ types }) => types.includes(type))
    if (family === undefined) return { type }
    const text = JSON.stringify(payload)
    const decode = (changed: string, version = schemaVersion) =>
      family.decode({ type, schemaVersion: version, payload: changed, tags })
    return {
      again: Result.map(decode(text), (event) => Result.getOrThrow(family.encode(event)).payload === text),
      damaged: [decode("{}"), decode("{"), decode("[]"), decode(text, 99)]
    }
  }))

const Note = EventFamily.make({ category: "note", events: { Noted: { text: Schema.String } } })

const texts = [
  "",
  "الرباط: افتتاح الدورة الـ48",
  "e\u0301 é \u{1f5de} \u{10ffff}",
  "\u0000 \\ \" \u2028 </script>",
  "2024-05-12T09:45:00Z",
  "0012",
  "م".repeat(70_000)
]

/** The digests of commits, made by whichever SHA-256 the platform has. */
const digests = Effect.gen(function*() {
  const store = yield* EventStore.EventStore
  const receipts = yield* Effect.forEach(texts, (text, place) =>
    store.commit({
      id: CommitId.make(`note-${place}`),
      actor: { role: "writer", id: "كاتبة" },
      appends: [
        EventStore.append(Note, Result.getOrThrow(StreamId.make("note", String(place))), Expected.noStream, [
          { _tag: "Noted", text }
        ])
      ]
    }))
  return canonical(receipts.map(({ digest }) => digest))
}).pipe(
  Effect.provide(EventStore.EventStore.layer.pipe(Layer.provide([MemoryEventStore.layer, KeyVault.layerNone])))
)

/** The vault's boxes: nonces come from the key and the text, so that whoever has the keys seals to the same bytes. */
const boxes = Effect.fnUntraced(function*(keys: ReaderKeys.Keys, subject: string) {
  const vault = yield* ReaderKeys.vault(keys)
  const places = texts.map((plainText, place) => ({
    subject,
    purpose: "publication",
    context: `note ${place}`,
    plainText
  }))
  const sealed = yield* vault.seal(places)
  const opened = yield* vault.open(places.map((place, at) => ({ ...place, box: sealed[at]! })))
  return canonical({ sealed, opened: opened.every((text, at) => text === texts[at]) })
})

const subjectIn = (lines: ReadonlyArray<ExportedLog.Line>): string => {
  for (const { payload } of lines) {
    const found = /"subject":"([^"]+)","purpose":"publication"/.exec(JSON.stringify(payload))
    if (found) return found[1]!
  }
  throw new Error("nothing in this log is sealed for publication")
}

/** Of a log with its keys. */
export const fingerprint = Effect.fn("Fingerprint")(function*(
  lines: NonEmptyReadonlyArray<ExportedLog.Line>,
  keys: ReaderKeys.Keys
) {
  const withKeys = yield* Folding.inViews(lines, keys, Folding.documents)
  const without = yield* Folding.inViews(lines, undefined, Folding.documents)
  // What this view holds.
  const pages = Object.values(withKeys["article_page"] ?? {}) as ReadonlyArray<ArticlePage>
  return {
    views: canonical(withKeys),
    "views without keys": canonical(without),
    events: events(lines),
    digests: yield* digests,
    boxes: yield* boxes(keys, subjectIn(lines)),
    ...feedsOf(pages),
    characters: canonical(yield* Effect.promise(Characters.digests))
  }
})
