/** Reading the log to its end, and then on for ever: hints wake the reader, reading tells the truth. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Stream from "effect/Stream"
import type { Checkpoint, CheckpointFromElsewhere } from "../Checkpoint.ts"
import type * as EventFamily from "../EventFamily.ts"
import type { Page, SubscribeOptions } from "../EventStore.ts"
import type { EventStoreDriver } from "../EventStoreDriver.ts"
import * as Position from "../Position.ts"
import type { CorruptEvent, StoreFault } from "../StoreError.ts"
import { ownCheckpoint } from "./ownCheckpoint.ts"

type Families = ReadonlyArray<EventFamily.Any>
type Pages<Error> = Stream.Stream<Page<any>, Error>
type ReadAfter = (after: Position.Position) => Pages<StoreFault | CorruptEvent>

/** How long a subscription that hears no hint waits before it looks by itself. */
const pollInterval = Duration.millis(200)

/** Where reading begins: never a place that this log has not come to, which only another log can have given. */
const begin = Effect.fnUntraced(
  function*(driver: EventStoreDriver["Service"], from: SubscribeOptions<Families>["after"]) {
    if (from === "end") return yield* driver.head
    const checkpoint: Checkpoint = typeof from === "object"
      ? from
      : { log: driver.log.id, epoch: driver.log.epoch, position: from ?? Position.start }
    return (yield* ownCheckpoint(driver, "a subscription", checkpoint)).position
  }
)

/**
 * Pages after the place, without an end. The next page is read when the one before it has been taken, so a slow consumer
 * holds one page and nothing else.
 */
export const subscribe = (
  driver: EventStoreDriver["Service"],
  readAfter: ReadAfter,
  from: SubscribeOptions<Families>["after"]
): Pages<StoreFault | CorruptEvent | CheckpointFromElsewhere> =>
  Stream.unwrap(Effect.gen(function*() {
    // Listening comes before the first read: what commits in between is either read or hinted at.
    const hinted = Latch.makeUnsafe(false)
    yield* Effect.forkScoped(Stream.runForEach(driver.changed, () => hinted.open), {
      startImmediately: true
    })
    const wait = Effect.andThen(Effect.timeoutOption(hinted.await, pollInterval), hinted.close)
    let after = yield* begin(driver, from)
    const advance = (page: { readonly position: Position.Position }): boolean => {
      // A page of a reader that lags behind brings nothing new.
      const moved = page.position > after
      if (moved) after = page.position
      return moved
    }
    return Stream.suspend(() => readAfter(after)).pipe(Stream.filter(advance), Stream.onEnd(wait), Stream.forever)
  }))
