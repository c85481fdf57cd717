/**
 * The port that applications use: commits of typed events and reads of typed events over one log. It adds to a driver
 * everything that does not depend on where the bytes are: encoding, upcasting, sealing, digests, repeats, subscriptions.
 */
import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import type { Checkpoint, CheckpointFromElsewhere } from "./Checkpoint.ts"
import type { CommitId } from "./CommitId.ts"
import type * as EventFamily from "./EventFamily.ts"
import {
  type Chunk,
  type Commit,
  type Direction,
  EventStoreDriver,
  type Guard,
  type Limits,
  type Outcome,
  type Receipt
} from "./EventStoreDriver.ts"
import type { Expected } from "./Expected.ts"
import * as CommitCheck from "./internal/commitCheck.ts"
import { byCategory, decodeEvents } from "./internal/decodeEvent.ts"
import { encodeCommit, isPersonal, sealCommit } from "./internal/encodeCommit.ts"
import { mapResult } from "./internal/mapResult.ts"
import { openEvents, openValue } from "./internal/openEvents.ts"
import { subscribe as following } from "./internal/subscribe.ts"
import * as VaultWitness from "./internal/vaultWitness.ts"
import { withoutStack } from "./internal/withoutStack.ts"
import { claiming, KeyVault, type SubjectErased, type VaultFault } from "./KeyVault.ts"
import type * as Position from "./Position.ts"
import * as Query from "./Query.ts"
import type { Metadata, Recorded } from "./Recorded.ts"
import type { Erased, Opened, Sealed } from "./Sealed.ts"
import {
  type Ambiguous,
  CommitIdReused,
  Conflict,
  type CorruptEvent,
  GuardFailed,
  type InvalidEvent,
  StoreFault,
  type TooLarge
} from "./StoreError.ts"
import type { StreamId } from "./StreamId.ts"

/** Events for one stream. Made by {@link append}, which ties the events to their family. */
export interface Append {
  readonly family: EventFamily.Any
  readonly stream: StreamId
  readonly expected: Expected
  readonly events: NonEmptyReadonlyArray<{ readonly _tag: string }>
}

/** Events of a family for one stream, on condition that the stream is as `expected`. */
export const append = <Family extends EventFamily.Any>(
  family: Family,
  stream: StreamId,
  expected: Expected,
  events: NonEmptyReadonlyArray<EventFamily.DraftOf<Family>>
): Append => ({ family, stream, expected, events })

export interface CommitRequest extends Metadata {
  readonly id: CommitId
  /** Each names a different stream. */
  readonly appends: NonEmptyReadonlyArray<Append>
  readonly guards?: ReadonlyArray<Guard>
}

export interface Committed extends Receipt {
  /** Whether the same commit had been made before, so that nothing was written now. */
  readonly repeated: boolean
}

/** Everything that can keep a commit from being made. */
export type CommitError =
  | Conflict
  | GuardFailed
  | CommitIdReused
  | TooLarge
  | InvalidEvent
  | SubjectErased
  | VaultFault
  | Ambiguous
  | StoreFault

export interface ReadStreamOptions {
  /** Forward: events with a greater version (0: all). Backward: events with a smaller one (0: all). */
  readonly after?: number
  readonly direction?: Direction
  /** At most this many events; all of them unless told otherwise. */
  readonly limit?: number
}

export interface ReadAllOptions<Families> {
  /** Only events of these families are read; those of other categories are passed over. */
  readonly families: Families
  readonly after?: Position.Position
  readonly direction?: Direction
  /** Of these families' events, those that the query selects; absent, all of them. */
  readonly query?: Query.Query
  readonly pageSize?: number
}

export interface SubscribeOptions<Families> extends Omit<ReadAllOptions<Families>, "after" | "direction"> {
  /**
   * Where to begin: after a position, after a checkpoint of this log, or at the `end`, with what is committed from now
   * on. Without it, at the first event ever.
   */
  readonly after?: Position.Position | Checkpoint | "end"
}

/** Events read at one moment, and how far the reader has come with them. */
export interface Page<Event> {
  readonly events: ReadonlyArray<Recorded<Event>>
  /** Everything that was asked for up to this position has been read. */
  readonly position: Position.Position
  /** The last position that was visible at that moment. */
  readonly head: Position.Position
}

export class EventStore extends Context.Service<EventStore, {
  readonly log: { readonly id: string; readonly epoch: string }
  readonly limits: Limits
  readonly commit: (request: CommitRequest) => Effect.Effect<Committed, CommitError>
  /** The receipt of a commit by its id, in the scope of the first stream that it appended to. */
  readonly findCommit: (id: CommitId, firstStream: StreamId) => Effect.Effect<Option.Option<Receipt>, StoreFault>
  readonly readStream: <Event extends { readonly _tag: string }>(
    family: EventFamily.Readable<Event>,
    stream: StreamId,
    options?: ReadStreamOptions
  ) => Stream.Stream<Recorded<Event>, StoreFault | CorruptEvent>
  /** Pages up to the head at the moment of the last one. Finite. */
  readonly readAll: <const Families extends ReadonlyArray<EventFamily.Any>>(
    options: ReadAllOptions<Families>
  ) => Stream.Stream<Page<EventFamily.EventOf<Families[number]>>, StoreFault | CorruptEvent>
  /**
   * Like `readAll` forwards, and then goes on with every later event, without a gap or a repeat. Never ends, and reads
   * nothing ahead of its consumer. Fails with `CheckpointFromElsewhere` when this log has not come to `after`.
   */
  readonly subscribe: <const Families extends ReadonlyArray<EventFamily.Any>>(
    options: SubscribeOptions<Families>
  ) => Stream.Stream<
    Page<EventFamily.EventOf<Families[number]>>,
    StoreFault | CorruptEvent | CheckpointFromElsewhere
  >
  readonly head: Effect.Effect<Position.Position, StoreFault>
  /** The value that is sealed in a recorded event; `Erased` when its subject was forgotten. */
  readonly open: <A>(
    event: Recorded<unknown>,
    sealed: Sealed<A>
  ) => Effect.Effect<A | Erased, VaultFault | CorruptEvent>
  /**
   * Recorded events with what is sealed for these purposes opened, or `Erased`; what is sealed for others stays sealed.
   * For readers of pages; a projection that declares `opens` is given its events like this.
   */
  readonly openAll: <Event, const Purposes extends ReadonlyArray<string>>(
    events: ReadonlyArray<Recorded<Event>>,
    purposes: Purposes
  ) => Effect.Effect<ReadonlyArray<Recorded<Opened<Event, Purposes[number]>>>, VaultFault | CorruptEvent>
}>()("@dateline/eventsourcing/EventStore") {
  /**
   * The event store over whatever driver and vault the program provides. Fails with `VaultFault` `KeysLost` when the log
   * has personal data that another vault sealed.
   */
  static readonly layer: Layer.Layer<EventStore, StoreFault | VaultFault, EventStoreDriver | KeyVault> = Layer.effect(
    EventStore,
    Effect.suspend(() => makeEventStore)
  )
}

/** Events of one stream that are read at once. */
const streamPageSize = 2000

const committed = (
  outcome: Outcome,
  request: CommitRequest
): Effect.Effect<Committed, Conflict | GuardFailed | CommitIdReused> => {
  switch (outcome._tag) {
    case "Committed":
    case "Repeated":
      return Effect.succeed({ ...outcome.receipt, repeated: outcome._tag === "Repeated" })
    case "Conflict":
      return Effect.fail(withoutStack(() => new Conflict(outcome)))
    case "GuardFailed":
      return Effect.fail(withoutStack(() => new GuardFailed(outcome)))
    case "CommitIdReused":
      return Effect.fail(new CommitIdReused({ commitId: request.id, stream: request.appends[0].stream }))
  }
}

const makeEventStore = Effect.gen(function*() {
  const driver = yield* EventStoreDriver
  const vault = yield* KeyVault

  let isAttached = yield* VaultWitness.check(driver, vault)
  const attached = Effect.suspend(() =>
    isAttached ? Effect.void : Effect.tap(VaultWitness.attach(driver, vault), () => {
      isAttached = true
      return Effect.void
    })
  )

  const unsupported = ({ guards }: CommitRequest): StoreFault | undefined => {
    const guard = guards?.find(({ _tag }) => !driver.guards.includes(_tag))
    const cause = guard && `this store cannot guard a commit by ${guard._tag}`
    return cause === undefined ? undefined : new StoreFault({ operation: "commit", cause, retryable: false })
  }

  const commitEncoded = (request: CommitRequest) => (encoded: Commit) =>
    Effect.flatMap(driver.commit(encoded), (outcome) => committed(outcome, request))

  const commitPersonal = (request: CommitRequest): Effect.Effect<Committed, CommitError> =>
    claiming((own) =>
      Effect.andThen(attached, sealCommit(vault, driver.log.id, request, own)).pipe(
        Effect.flatMap(commitEncoded(request))
      )
    ).pipe(Effect.provideService(KeyVault, vault))

  const commit = (request: CommitRequest): Effect.Effect<Committed, CommitError> => {
    const fault = unsupported(request)
    if (fault) return Effect.fail(fault)
    if (isPersonal(request)) return commitPersonal(request)
    return Effect.withFiber<Committed, CommitError>((fiber) => {
      const encoded = encodeCommit(request, fiber)
      return Result.isFailure(encoded) ? Effect.fail(encoded.failure) : commitEncoded(request)(encoded.success)
    })
  }

  const readStream: EventStore["Service"]["readStream"] = (family, stream, options = {}) => {
    const families = new Map([[family.category, family]])
    const { after = 0, direction = "forward", limit = Number.POSITIVE_INFINITY } = options
    const page = (check: CommitCheck.CommitCheck) =>
      Effect.fnUntraced(function*([from, left]: readonly [version: number, left: number]) {
        const size = Math.min(left, streamPageSize)
        const raw = yield* driver.readStream(stream, from, size, direction)
        const events = yield* Effect.fromResult(decodeEvents(families, raw, check))
        const last = raw.at(-1)
        const ended = last === undefined || raw.length < size || left <= size
        return [events, ended ? Option.none() : Option.some([last.version, left - size] as const)] as const
      })
    return Stream.suspend(() => Stream.paginate([after, limit] as const, page(CommitCheck.make())))
  }

  const readAll: EventStore["Service"]["readAll"] = ({ families, ...options }) => {
    const byName = byCategory(families)
    const query = Query.within([...byName.keys()], options.query)
    const decode = (check: CommitCheck.CommitCheck) => (chunk: Chunk) =>
      Result.map(decodeEvents(byName, chunk.events, check), (events) => ({
        events: events as ReadonlyArray<Recorded<any>>,
        position: chunk.through,
        head: chunk.head
      }))
    return Stream.suspend(() => mapResult(driver.readAll({ ...options, query }), decode(CommitCheck.make())))
  }

  const subscribe: EventStore["Service"]["subscribe"] = ({ after: from, ...options }) =>
    following(driver, (after) => readAll({ ...options, after }), from)

  return EventStore.of({
    log: driver.log,
    limits: driver.limits,
    commit,
    findCommit: driver.findCommit,
    readStream,
    readAll,
    subscribe,
    head: driver.head,
    // What a field holds is of the type that the field declares.
    open: (event, sealed) =>
      openValue(vault, driver.log.id, event, sealed) as Effect.Effect<any, VaultFault | CorruptEvent>,
    openAll: (events, purposes) =>
      openEvents(vault, driver.log.id, events, purposes) as Effect.Effect<any, VaultFault | CorruptEvent> // as above
  })
})
