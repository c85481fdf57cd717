/**
 * Carries out a command: asks whether it was already carried out, loads the stream, decides, commits, and decides anew
 * when another writer came first. The commit id makes it repeatable: sent again it answers the first result.
 */
import { isReadonlyArrayNonEmpty } from "effect/Array"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import type { CommitId } from "./CommitId.ts"
import type { Decider } from "./Decider.ts"
import type { EventFamily, Readable } from "./EventFamily.ts"
import * as EventStore from "./EventStore.ts"
import type { Guard, Receipt } from "./EventStoreDriver.ts"
import * as Expected from "./Expected.ts"
import { advance, type Folded, load, remember } from "./internal/loadState.ts"
import type { Folding } from "./internal/model.ts"
import { growing, retrying } from "./internal/retrying.ts"
import type { Position } from "./Position.ts"
import type { Metadata, Recorded } from "./Recorded.ts"
import { CommitIdReused, Conflict, type CorruptEvent, type StoreFault, StreamEnded } from "./StoreError.ts"
import type { StreamId } from "./StreamId.ts"

export interface Request<Command> extends Metadata {
  readonly stream: StreamId
  readonly command: Command
  /** The same for every try of the same command. */
  readonly commitId: CommitId
  /** The version that the caller saw. If the stream has moved on, {@link Conflict}; without it, decided anew. */
  readonly expectedVersion?: number
  /** Events of other streams in the same commit, such as the reservation of a name; the same for every try. */
  readonly also?: ReadonlyArray<EventStore.Append>
  /** What the decision depends on in streams that it does not write. */
  readonly guards?: ReadonlyArray<Guard>
}

export interface Transacted<State, Event> {
  readonly stream: StreamId
  /** The stream's version after the command. */
  readonly version: number
  /** Wait for it, with `Projector.caughtUp`, to read views that know of the command. */
  readonly position: Position
  /** The state after the command. */
  readonly state: State
  /** What the command led to; nothing if it was already true. */
  readonly events: ReadonlyArray<Recorded<Event>>
  /** Whether the command had been carried out before, so that nothing was written now. */
  readonly repeated: boolean
}

/** A stream's state. */
export interface Loaded<State> {
  readonly state: State
  /** The version of the stream's last event; 0 without events. */
  readonly version: number
}

export interface Options {
  /**
   * When to decide anew after a conflict, or after an answer that was lost; it also says when to give up. Unless told
   * otherwise: at once at first, then more and more slowly, for about a second in all.
   */
  readonly retry?: Schedule.Schedule<unknown>
}

/** What can keep a command from being carried out. */
export type TransactError<Rejection> = Rejection | EventStore.CommitError | CorruptEvent | StreamEnded
type Error<Rejection> = TransactError<Rejection>

const contention = growing(1.4, 18)

/**
 * Carries out commands of a decider on the streams of a family.
 *
 * Fails with the decider's rejection; with {@link Conflict} when the stream is not at `expectedVersion`, or never stood
 * still long enough; with {@link StreamEnded} when it would append to a stream that has ended; with `GuardFailed`; with {@link CommitIdReused} when the commit id was used for another command;
 * and with the store's faults.
 *
 * @example
 * const result = yield* Transact.run(Counter, CounterEvents)({ stream, command, commitId, actor })
 */
export const run = <State, Command, Event extends { readonly _tag: string }, Rejection, Draft extends Event = Event>(
  decider: Decider<State, Command, Event, Rejection, Draft>,
  family: EventFamily<string, Event, Draft>,
  options: Options = {}
): (request: Request<Command>) => Effect.Effect<Transacted<State, Event>, Error<Rejection>, EventStore.EventStore> => {
  const model = { decider, family }

  const commitRequest = (request: Request<Command>, version: number, events: readonly [Draft, ...Array<Draft>]) => ({
    id: request.commitId,
    actor: request.actor,
    ...(request.correlationId === undefined ? {} : { correlationId: request.correlationId }),
    ...(request.causationId === undefined ? {} : { causationId: request.causationId }),
    appends: [
      EventStore.append(family, request.stream, Expected.exactly(version), events),
      ...(request.also ?? [])
    ] as const,
    guards: request.guards ?? []
  })

  /** The stream as the commit left it, and the commit's own events. */
  const result = Effect.fnUntraced(function*(
    store: EventStore.EventStore["Service"],
    request: Request<Command>,
    receipt: Receipt,
    before: Folded<State>,
    repeated: boolean
  ) {
    const version = receipt.versions[0]!
    const events = yield* store.readStream(family, request.stream, { after: before.version }).pipe(
      Stream.takeWhile((event) => event.version <= version),
      Stream.runCollect
    )
    const after = events.reduce((folded, event: Recorded<Event>) => advance(model, folded, event), before)
    if (!repeated) yield* remember(store, model, request.stream, after)
    return { stream: request.stream, version, position: receipt.position, state: after.state, events, repeated }
  })

  /** The commit exists: decides once more on the state of that time, and lets the store compare what comes out. */
  const repeat = Effect.fnUntraced(function*(
    store: EventStore.EventStore["Service"],
    request: Request<Command>,
    receipt: Receipt
  ) {
    const reused = new CommitIdReused({ commitId: request.commitId, stream: request.stream })
    const own = yield* store.readStream(family, request.stream, {
      after: receipt.versions[0]! + 1,
      direction: "backward"
    })
      .pipe(Stream.takeWhile((event) => event.commitId === request.commitId), Stream.runCount)
    const before = yield* load(store, model, request.stream, receipt.versions[0]! - own)
    const decided = yield* Effect.mapError(
      Effect.fromResult(decider.decide(request.command, before.state)),
      () => reused
    )
    if (!isReadonlyArrayNonEmpty(decided)) return yield* reused
    const first = yield* result(store, request, receipt, before, true)
    const sameKinds = decided.map(kindOf).join() === first.events.map(({ event }) => kindOf(event)).join()
    // A subject forgotten since cannot be sealed for again: then only the kinds of events can still be compared.
    yield* Effect.catchTag(
      store.commit(commitRequest(request, before.version, decided)),
      "SubjectErased",
      () => sameKinds ? Effect.void : Effect.fail(reused)
    )
    return first
  })

  /** Nothing when the store finds that the commit had been made: then `before` is not the state that it was made on. */
  const decideAndCommit = Effect.fnUntraced(function*(
    store: EventStore.EventStore["Service"],
    request: Request<Command>
  ): Effect.fn.Return<Transacted<State, Event> | undefined, Error<Rejection>> {
    const { expectedVersion, stream } = request
    const before = yield* load(store, model, stream, Infinity)
    if (expectedVersion !== undefined && expectedVersion !== before.version) {
      const expected = Expected.exactly(expectedVersion)
      return yield* new Conflict({ stream, expected, actual: before.version })
    }
    const decided = yield* Effect.fromResult(decider.decide(request.command, before.state))
    if (!isReadonlyArrayNonEmpty(decided)) {
      yield* remember(store, model, stream, before)
      const { state, version } = before
      return { stream, state, version, position: yield* store.head, events: [], repeated: false }
    }
    // A state that refuses what would be appended, whatever the decider's rules forgot.
    if (decider.isTerminal?.(before.state)) return yield* new StreamEnded({ stream, version: before.version })
    const committed = yield* store.commit(commitRequest(request, before.version, decided))
    return committed.repeated ? undefined : yield* result(store, request, committed, before, false)
  })

  const attempt = Effect.fnUntraced(function*(
    store: EventStore.EventStore["Service"],
    request: Request<Command>
  ): Effect.fn.Return<Transacted<State, Event>, Error<Rejection>> {
    const known = yield* store.findCommit(request.commitId, request.stream)
    if (Option.isSome(known)) return yield* repeat(store, request, known.value)
    const decided = yield* Effect.result(decideAndCommit(store, request))
    if (Result.isSuccess(decided) && decided.success !== undefined && decided.success.events.length > 0) {
      return decided.success
    }
    // The same command, sent twice at once: whatever was decided on the other's outcome, the other's outcome is the answer.
    const twin = yield* store.findCommit(request.commitId, request.stream)
    if (Option.isSome(twin)) return yield* repeat(store, request, twin.value)
    const answer = yield* Effect.fromResult(decided)
    return answer ?? (yield* new CommitIdReused({ commitId: request.commitId, stream: request.stream }))
  })

  const mayRetry = (request: Request<Command>) => (error: Error<Rejection>): boolean =>
    error instanceof Conflict
      ? request.expectedVersion === undefined && error.stream === request.stream
      : isAmbiguous(error)

  return Effect.fnUntraced(function*(request) {
    const store = yield* EventStore.EventStore
    return yield* retrying(attempt(store, request), options.retry ?? contention, mayRetry(request))
  })
}

/**
 * The state of a stream as the log has it now, and its version: for what depends on a stream without changing it. From
 * the cache or a snapshot where there is one, with the tail read; also when the stream has ended.
 */
export const stateOf = <State, Event extends { readonly _tag: string }>(
  decider: Folding<State, Event>,
  family: Readable<Event>
): (stream: StreamId) => Effect.Effect<Loaded<State>, StoreFault | CorruptEvent, EventStore.EventStore> => {
  const model = { decider, family }
  return Effect.fnUntraced(function*(stream) {
    const store = yield* EventStore.EventStore
    const folded = yield* load(store, model, stream, Infinity)
    yield* remember(store, model, stream, folded)
    return { state: folded.state, version: folded.version }
  })
}

const kindOf = (event: { readonly _tag: string }): string => event._tag

const isAmbiguous = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "_tag" in error && error._tag === "Ambiguous"
