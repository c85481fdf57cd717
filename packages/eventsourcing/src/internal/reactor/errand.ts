/** What a reactor is to do about an event or a timer: the same for the first time, for a repeat and for a replay. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { eventId } from "../../CommitId.ts"
import type { EventStore } from "../../EventStore.ts"
import * as Origin from "../../Origin.ts"
import type { Any } from "../../Reactor.ts"
import type { Recorded } from "../../Recorded.ts"
import type { CorruptEvent, StoreFault } from "../../StoreError.ts"
import * as StreamId from "../../StreamId.ts"
import * as Timer from "../../Timer.ts"
import type { Errand } from "./attempt.ts"
import type { Message, Source } from "./message.ts"

/** An errand with its place in a lane, and where it came from. */
export interface Placed<R> extends Errand<R> {
  readonly id: string
  readonly lane: string
  readonly place: number
  readonly source: Source
}

type Tagged = { readonly _tag: string }
type Event = Recorded<Tagged>

export const ofEvent = <R>(reactor: Any<R>, event: Event): Placed<R> => {
  const id = eventId(event.commitId, event.index)
  const { position, stream, version } = event
  return {
    id,
    idempotencyKey: `${id}/${reactor.name}`,
    lane: `event/${reactor.key === undefined ? stream : reactor.key(event)}`,
    place: position,
    source: { _tag: "Event", stream, version, position, type: event.event._tag },
    run: (reaction) => Origin.causedBy(event)(reactor.react(event, reaction))
  }
}

/** A reactor that sets timers and says nothing of what happens then has made a mistake that somebody should see. */
const unheard = (timer: Timer.Request) => Effect.fail(new Error(`no reaction to the timer "${timer.key}"`))

export const ofTimer = <R>(reactor: Any<R>, request: Timer.Request): Placed<R> => {
  const { at, key, payload } = request
  const commitId = Timer.commitIdOf(reactor.name, request)
  const timer: Timer.Timer = { key, at, ...(payload === undefined ? {} : { payload }), commitId }
  return {
    id: commitId,
    idempotencyKey: `${commitId}/${reactor.name}`,
    lane: `timer/${key}`,
    place: at,
    source: { _tag: "Timer", timer: { key, at, ...(payload === undefined ? {} : { payload }) } },
    run: (reaction) => reactor.fire?.(timer, reaction) ?? unheard(timer)
  }
}

const find = Effect.fnUntraced(function*(
  store: EventStore["Service"],
  reactor: Any,
  at: { readonly stream: string; readonly version: number; readonly position: number }
) {
  const stream = at.stream as StreamId.StreamId // it was an event's own
  const family = reactor.families.find(({ category }) => category === StreamId.category(stream))
  if (family === undefined) return Option.none<Event>()
  const event = yield* Stream.runHead(store.readStream<Tagged>(family, stream, { after: at.version - 1 }))
  return Option.filter(event, ({ position }) => position === at.position)
})

/** What a parked message was about; nothing when the log no longer has it. */
export const ofMessage = <R>(
  store: EventStore["Service"],
  reactor: Any<R>,
  { source }: Message
): Effect.Effect<Option.Option<Placed<R>>, StoreFault | CorruptEvent> =>
  source._tag === "Timer"
    ? Effect.succeed(Option.some(ofTimer(reactor, source.timer)))
    : Effect.map(find(store, reactor, source), Option.map((event) => ofEvent(reactor, event)))
