/** Follows what happens in the newsroom, from any place in the log on: as an async iterator, or with a listener. */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import * as Position from "@dateline/eventsourcing/Position"
import type { Recorded } from "@dateline/eventsourcing/Recorded"
import { isErased } from "@dateline/eventsourcing/Sealed"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as ArticleEvents from "../../domain/ArticleEvents.ts"
import * as CommentEvents from "../../domain/CommentEvents.ts"
import { invalidField } from "../../InvalidInput.ts"
import { NewsroomClosed } from "./errors.ts"
import type { NewsroomEvent } from "./events.ts"
import { type Running, tagged } from "./running.ts"

/** An event as the log holds it. */
export interface RecordedEvent {
  /** Its place in the log: give it to `subscribe` to go on after it. Later events have greater ones, with gaps. */
  readonly position: number
  readonly about: "article" | "comment"
  /** The id of that article or comment. */
  readonly id: string
  /** Its place among the events of that article or comment, from 1. */
  readonly version: number
  /** When it was recorded, in milliseconds since the Unix epoch. */
  readonly recordedAt: number
  readonly commitId: string
  /** Who did it: a role, and who in that role. A reader is known by the article's or comment's own data alone. */
  readonly actor: { readonly role: string; readonly id?: string }
  readonly event: NewsroomEvent
}

export interface SubscribeOptions {
  /** Events after this position; 0, unless told otherwise: from the first one ever. */
  readonly after?: number
  /** Ends the subscription when it is aborted, as `close` does. */
  readonly signal?: AbortSignal
}

/**
 * First what has happened since `after`, then whatever happens next: each event once, in order, without a gap. Nothing is
 * read ahead of whoever reads: a slow reader takes no memory. It ends quietly when it or the newsroom is closed, and
 * rejects with a `StoreError` when the log cannot be read.
 */
export interface Subscription extends AsyncIterable<RecordedEvent, void, void> {
  readonly close: () => Promise<void>
}

/** Each event is given to the listener once the one before it has been dealt with. */
export interface Listening {
  readonly close: () => Promise<void>
  /**
   * Resolves when the subscription has been closed; rejects with what the listener threw, after which it is told nothing
   * more, or with a `StoreError`. Unless somebody awaits it, such a rejection is an unhandled one.
   */
  readonly ended: Promise<void>
}

export type Listener = (recorded: RecordedEvent) => void | Promise<void>

const families = [ArticleEvents.family, CommentEvents.family] as const
type Event = ArticleEvents.ArticleEvent | CommentEvents.OpenedCommentEvent

/** The event without what identifies its author: the sealed address, and the subject under which it is sealed. */
const withoutAuthor = (event: Event): NewsroomEvent => {
  if (event._tag === "CommentHeld" || event._tag === "CommentRejected") {
    const { note, ...rest } = event
    return { ...rest, ...(note === undefined || isErased(note) ? {} : { note }) }
  }
  if (event._tag !== "CommentSubmitted") return event
  const { body, commenter: _, email: __, name, ...rest } = event
  return { ...rest, ...(isErased(name) ? {} : { name }), ...(isErased(body) ? {} : { body }) }
}

const plain = (recorded: Recorded<Event>): RecordedEvent => {
  const { actor } = recorded.metadata
  return {
    position: recorded.position,
    about: StreamId.category(recorded.stream) === "article" ? "article" : "comment",
    id: StreamId.localId(recorded.stream),
    version: recorded.version,
    recordedAt: recorded.recordedAt,
    commitId: recorded.commitId,
    actor: actor.role === "reader" ? { role: actor.role } : actor,
    event: withoutAuthor(recorded.event)
  }
}

const eventsAfter = (after: number): Stream.Stream<RecordedEvent, unknown, EventStore> => {
  if (!Position.isPosition(after)) return Stream.fail(invalidField("after", "malformed"))
  const pages = Effect.map(
    EventStore,
    (store) =>
      Stream.mapEffect(store.subscribe({ families, after }), (page) => store.openAll(page.events, ["publication"]))
  )
  return Stream.unwrap(pages).pipe(Stream.flatMap(Stream.fromIterable), Stream.map(plain))
}

const done: IteratorResult<RecordedEvent, void> = { done: true, value: undefined }

export const iterate = (running: Running, { after = 0, signal }: SubscribeOptions): Subscription => {
  const reading = new Set<AsyncIterator<RecordedEvent>>()
  let open = true
  const close = async () => {
    open = false
    forget()
    signal?.removeEventListener("abort", close)
    await Promise.all([...reading].map((iterator) => iterator.return?.()))
  }
  const forget = running.onClose(close)
  if (signal?.aborted) void close()
  else signal?.addEventListener("abort", close)

  return {
    close,
    [Symbol.asyncIterator]: () => {
      const inner = Stream.toAsyncIterableWith(eventsAfter(after), running.context)[Symbol.asyncIterator]()
      reading.add(inner)
      const end = async () => {
        reading.delete(inner)
        await inner.return?.()
        return done
      }
      const next = async () => {
        if (!open) return done
        if (running.isClosed()) throw new NewsroomClosed()
        try {
          return await inner.next()
        } catch (error) {
          throw tagged(error)
        }
      }
      return { next, return: end }
    }
  }
}

export const listen = (running: Running, listener: Listener, options: SubscribeOptions): Listening => {
  const events = iterate(running, options)
  const follow = async () => {
    try {
      for await (const event of events) await listener(event)
    } finally {
      await events.close()
    }
  }
  return { close: events.close, ended: follow() }
}
