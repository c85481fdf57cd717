/**
 * Messages that a reactor could not deliver: every try failed, so they were put aside, and with them (unless the reactor
 * says otherwise) whatever came later under the same key. They are kept until somebody has them delivered again, or
 * discards them. Works in any program that has the reactor's view store, whether it runs the reactor or not.
 */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Inbox from "./internal/reactor/inbox.ts"
import * as Journal from "./internal/reactor/journal.ts"
import { type Message, messageKey, type Source } from "./internal/reactor/message.ts"
import { StoreFault } from "./StoreError.ts"
import { ViewStore } from "./ViewStore.ts"
import { InvalidCursor } from "./ViewStoreError.ts"

/** A message that waits. */
export interface Parked {
  /** Names it within its reactor: the id of the event, or the commit id of the timer. */
  readonly id: string
  /** What is delivered in order: `event/` or `timer/` and the key. */
  readonly lane: string
  /** `held`: never tried, because an earlier one of its lane is parked; `discarded`: about to be taken out. */
  readonly state: "parked" | "held" | "discarded"
  /** How often it was tried. */
  readonly attempts: number
  /** What the reactor says of the last error; nothing when it was never tried. */
  readonly error: string
  /** When it was put aside, in milliseconds since the Unix epoch. */
  readonly parkedAt: number
  readonly source: Source
}

export interface Page {
  readonly items: ReadonlyArray<Parked>
  /** The cursor of the next page; absent when nothing follows. */
  readonly next?: string
}

/** The reactor has no such message: it was delivered, or discarded, or never parked. */
export class NotParked extends Data.TaggedError("NotParked")<{ readonly reactor: string; readonly id: string }> {
  override get message(): string {
    return `The reactor ${this.reactor} has no parked message "${this.id}"`
  }
}

/** No reactor of this name was ever started on these views. */
export class UnknownReactor extends Data.TaggedError("UnknownReactor")<{ readonly reactor: string }> {
  override get message(): string {
    return `No reactor "${this.reactor}" was ever started here`
  }
}

const asFault = (operation: string) => (cause: { readonly _tag: string }): StoreFault =>
  cause instanceof StoreFault ? cause : new StoreFault({ operation, cause, retryable: false })

const known = Effect.fnUntraced(function*(reactor: string) {
  const views = yield* ViewStore
  const view = Journal.viewOf(reactor)
  const builds = yield* views.builds(view.name)
  return builds.length === 0 ? yield* new UnknownReactor({ reactor }) : { views, view }
})

const plain = ({ kind: _, place: __, ...message }: Message): Parked => message

/** The parked messages of a reactor, oldest event first. `limit`: from 1 to 1,000. */
export const list = Effect.fn("ParkedMessages.list")(function*(
  reactor: string,
  options: { readonly limit: number; readonly cursor?: string }
): Effect.fn.Return<Page, StoreFault | UnknownReactor | InvalidCursor, ViewStore> {
  const { view, views } = yield* known(reactor)
  const page = yield* Effect.mapError(
    views.query(view, { index: "places", equal: ["message"], ...options }),
    (error) => error instanceof InvalidCursor ? error : asFault("parked messages")(error)
  )
  // The documents of this index were all written by the reactor.
  const items = page.items.map(({ document }) => plain(document as unknown as Message))
  return { items, ...(page.next === undefined ? {} : { next: page.next }) }
})

const find = Effect.fnUntraced(function*(reactor: string, id: string) {
  const { view, views } = yield* known(reactor)
  const found = yield* Effect.mapError(views.getMany(view, [messageKey(id)]), asFault("parked messages"))
  const message = found.get(messageKey(id)) as Message | undefined
  return message === undefined ? yield* new NotParked({ reactor, id }) : message
})

/** One parked message. */
export const get = (
  reactor: string,
  id: string
): Effect.Effect<Option.Option<Parked>, StoreFault | UnknownReactor, ViewStore> =>
  find(reactor, id).pipe(
    Effect.map((message) => Option.some(plain(message))),
    Effect.catchTag("NotParked", () => Effect.succeed(Option.none()))
  )

type Ordered = Effect.Effect<void, StoreFault | UnknownReactor | NotParked, ViewStore>

const order = Effect.fnUntraced(function*(reactor: string, what: Inbox.Order) {
  const views = yield* ViewStore
  yield* Effect.mapError(Inbox.post(views, reactor, what), asFault("order"))
})

/**
 * Has a message delivered again, with the same idempotency key, and then whatever is parked behind it in its lane, until
 * one of them fails again. The order is kept until the program that runs the reactor carries it out, within a moment.
 */
export const replay: (reactor: string, id: string) => Ordered = Effect.fn("ParkedMessages.replay")(
  function*(reactor, id) {
    const { lane } = yield* find(reactor, id)
    yield* order(reactor, { _tag: "Replay", lane })
  }
)

/** Gives a message up, and has delivered what is parked behind it in its lane. Ordered as {@link replay} is. */
export const discard: (reactor: string, id: string) => Ordered = Effect.fn("ParkedMessages.discard")(
  function*(reactor, id) {
    const { lane } = yield* find(reactor, id)
    yield* order(reactor, { _tag: "Discard", id, lane })
  }
)
