/** Reads one page of the log for several projections; an event that cannot be decoded is told apart from the others. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type * as EventFamily from "../EventFamily.ts"
import type * as EventStore from "../EventStore.ts"
import type { Position } from "../Position.ts"
import type { Any as AnyProjection } from "../Projection.ts"
import type { CorruptEvent, StoreFault } from "../StoreError.ts"
import type { VaultFault } from "../VaultError.ts"

export interface Reading {
  readonly families: ReadonlyArray<EventFamily.Any>
  readonly after: Position
  readonly pageSize: number
}

/** A page, or the event right after the place that was asked for, which cannot be decoded. */
export type Read =
  | { readonly _tag: "Page"; readonly page: EventStore.Page<{ readonly _tag: string }> }
  | { readonly _tag: "Corrupt"; readonly error: CorruptEvent }

type Event = EventStore.Page<{ readonly _tag: string }>["events"][number]

/** Events of a page as they were opened, by the purposes: several projections of one read open each of them once. */
const openedBefore = new WeakMap<Event, Map<string, Event>>()

const openOnce = (
  store: EventStore.EventStore["Service"],
  opens: ReadonlyArray<string>,
  events: ReadonlyArray<Event>
): Effect.Effect<ReadonlyArray<Event>, VaultFault | CorruptEvent> => {
  const purposes = JSON.stringify(opens)
  const before = (event: Event) => openedBefore.get(event)?.get(purposes)
  const sealed = events.filter((event) => before(event) === undefined)
  return Effect.map(store.openAll(sealed, opens), (opened) => {
    for (const [place, event] of sealed.entries()) {
      openedBefore.set(event, (openedBefore.get(event) ?? new Map()).set(purposes, opened[place]!)) // one for each
    }
    return events.map((event) => before(event)!)
  })
}

/** Events as the projection wants them: with what it opens opened, up to the first that holds something else. */
export const openFor = (
  store: EventStore.EventStore["Service"],
  { opens = [] }: AnyProjection,
  events: ReadonlyArray<Event>
): Effect.Effect<{ readonly events: ReadonlyArray<Event>; readonly corrupt?: CorruptEvent }, VaultFault> =>
  opens.length === 0
    ? Effect.succeed({ events })
    : Effect.matchEffect(openOnce(store, opens, events), {
      onSuccess: (opened) => Effect.succeed({ events: opened }),
      onFailure: (error) =>
        error._tag === "VaultFault" ? Effect.fail(error) : Effect.map(
          openFor(store, { opens } as AnyProjection, events.filter(({ position }) => position < error.position)),
          (before) => ({ corrupt: error, ...before })
        )
    })

/** The families to read, one of each category: two of the same would each refuse what the other knows. */
export const familiesOf = (
  projections: ReadonlyArray<AnyProjection>
): Effect.Effect<ReadonlyArray<EventFamily.Any>> => {
  const families = new Map<string, EventFamily.Any>()
  for (const projection of projections) {
    for (const family of projection.families) {
      const other = families.get(family.category)
      if (other !== undefined && other !== family) {
        return Effect.die(new Error(`two event families share the category "${family.category}"; use one for both`))
      }
      families.set(family.category, family)
    }
  }
  return Effect.succeed([...families.values()])
}

/**
 * The next page. A page with an event that cannot be decoded fails as a whole, so a smaller one is asked for until it ends
 * before that event, or has nothing else.
 */
export const readPage = (store: EventStore.EventStore["Service"], reading: Reading): Effect.Effect<Read, StoreFault> =>
  Stream.runHead(store.readAll(reading)).pipe(
    Effect.map((page): Read => ({
      _tag: "Page",
      page: Option.getOrElse(page, () => ({ events: [], position: reading.after, head: reading.after }))
    })),
    Effect.catchTag("CorruptEvent", (error) =>
      reading.pageSize === 1
        ? Effect.succeed<Read>({ _tag: "Corrupt", error })
        : readPage(store, { ...reading, pageSize: Math.ceil(reading.pageSize / 2) }))
  )
