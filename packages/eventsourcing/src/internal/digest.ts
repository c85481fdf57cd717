/**
 * The digest of a commit: SHA-256 over its id, actor, streams, types, schema versions, payloads and tags, each preceded by its
 * length, so that no two different commits have the same input. Time and correlation are left out: a retry has others.
 */
import type { RawEvent } from "../EventFamily.ts"
import type { Actor } from "../Recorded.ts"
import { sha256 } from "./sha256.ts"

export interface DigestedAppend {
  readonly stream: string
  readonly events: ReadonlyArray<RawEvent>
}

/** The events of a commit by stream, as they were appended: a commit names each stream once. */
export const appendsOf = <Event extends RawEvent & { readonly stream: string }>(
  events: ReadonlyArray<Event>
): ReadonlyArray<DigestedAppend> => {
  const appends: Array<{ stream: string; events: Array<Event> }> = []
  for (const event of events) {
    const last = appends.at(-1)
    if (last?.stream === event.stream) last.events.push(event)
    else appends.push({ stream: event.stream, events: [event] })
  }
  return appends
}

// A length counted in UTF-16 units separates the parts just as well as one in bytes, and costs no second encoding.
const part = (text: string): string => `${text.length}:${text}`

export const commitDigest = (id: string, actor: Actor, appends: ReadonlyArray<DigestedAppend>): string => {
  let input = `dateline-commit-1;${part(id)}${part(actor.role)}${part(actor.id)}`
  for (const { events, stream } of appends) {
    input += `${part(stream)}${events.length};`
    for (const { payload, schemaVersion, tags, type } of events) {
      input += `${part(type)}${schemaVersion};${part(payload)}${tags.length};`
      for (const tag of tags) input += part(tag)
    }
  }
  return sha256(input)
}
