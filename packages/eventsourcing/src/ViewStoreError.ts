/** What a view store may refuse, each with what is needed to go on. None of these carries a document. */
import * as Data from "effect/Data"
import type * as Option from "effect/Option"
import type { Checkpoint } from "./Checkpoint.ts"
import type { ViewId } from "./ViewStore.ts"

const nameOf = ({ build, name, revision }: ViewId): string => `${name} (revision ${revision}, build ${build})`

/** There is no such view: it was never defined, or it has been dropped. */
export class UnknownView extends Data.TaggedError("UnknownView")<{ readonly view: ViewId }> {
  override get message(): string {
    return `There is no view ${nameOf(this.view)}`
  }
}

/** The view has no index of this name. */
export class UnknownIndex extends Data.TaggedError("UnknownIndex")<{ readonly view: ViewId; readonly index: string }> {
  override get message(): string {
    return `The view ${nameOf(this.view)} has no index "${this.index}"`
  }
}

/** The cursor was not made by this list: this index, with these `equal` values. */
export class InvalidCursor extends Data.TaggedError("InvalidCursor")<{ readonly cursor: string }> {
  override get message(): string {
    return `"${this.cursor.slice(0, 80)}" is not a cursor of this list`
  }
}

/** What a store finds under a key is no document: the file was damaged. Rebuild the view. */
export class DamagedDocument extends Data.TaggedError("DamagedDocument")<{
  readonly view: ViewId
  readonly key: string
}> {
  override get message(): string {
    return `The document "${this.key}" of the view ${nameOf(this.view)} is damaged. Rebuild the view`
  }
}

/** Another writer moved the view on, or away, since the batch was computed. Nothing was written. */
export class CheckpointMoved extends Data.TaggedError("CheckpointMoved")<{
  readonly view: ViewId
  readonly expected: Checkpoint
  readonly actual: Checkpoint
}> {
  override get message(): string {
    return `The view ${nameOf(this.view)} was expected at position ${this.expected.position} of log ` +
      `${this.expected.log} and is at ${this.actual.position} of ${this.actual.log}`
  }
}

/** The writer's lease has gone to another since. Nothing was written. */
export class Fenced extends Data.TaggedError("Fenced")<{ readonly view: ViewId; readonly fence: number }> {
  override get message(): string {
    return `The view ${nameOf(this.view)} is no longer written under fence ${this.fence}: another has taken it over`
  }
}

/** Another owner has the view, and its time is not over. */
export class LeaseHeld extends Data.TaggedError("LeaseHeld")<{
  readonly view: ViewId
  readonly owner: string
  /** When it is over unless it is renewed, in milliseconds since the Unix epoch, by the store's clock. */
  readonly until: number
}> {
  override get message(): string {
    return `The view ${nameOf(this.view)} is written by ${this.owner} until ${new Date(this.until).toISOString()}`
  }
}

/** Readers see another build than was believed; nothing has been switched. */
export class LiveMoved extends Data.TaggedError("LiveMoved")<{
  readonly name: string
  readonly expected: Option.Option<ViewId>
  readonly actual: Option.Option<ViewId>
}> {
  override get message(): string {
    return `Another build of the view ${this.name} has been made the one that readers see`
  }
}

/** The new build knows less than the one that readers see; nothing has been switched. */
export class NotCaughtUp extends Data.TaggedError("NotCaughtUp")<{
  readonly view: ViewId
  /** How far the new build has come. */
  readonly position: number
  /** How far the one that readers see has come. */
  readonly live: number
}> {
  override get message(): string {
    return `The view ${nameOf(this.view)} is at position ${this.position}, behind ${this.live}, which readers see`
  }
}
