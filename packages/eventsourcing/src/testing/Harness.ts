/** What laws are checked against: stores as their authors make them ready, and what can happen to them. */
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { EventStoreDriver, RecordedRaw } from "../EventStoreDriver.ts"
import type { KeyVault } from "../KeyVault.ts"
import type { ViewStore } from "../ViewStore.ts"
import type { Runtime } from "./Runtime.ts"

export type Driver = EventStoreDriver["Service"]
export type Views = ViewStore["Service"]
export type Vault = KeyVault["Service"]

/** One log, as an author of a store makes it ready for a law. */
export interface OpenedLog {
  readonly driver: Driver
  /** The same log through another connection, where a store has such a thing; else the same driver. */
  readonly connect: Effect.Effect<Driver, unknown, Scope.Scope>
  /** For stores that outlive their program: closes every connection and opens the same log again. */
  readonly reopen?: Effect.Effect<Driver, unknown, Scope.Scope>
  /** For stores that several programs may use at once: another process that has the same log open. */
  readonly spawn?: Effect.Effect<Spawned, unknown, Scope.Scope>
  /** For stores that one program uses at a time: closes every connection and leaves the log to another process. */
  readonly handOver?: Effect.Effect<Spawned, unknown, Scope.Scope>
  /** Hurts what the store has written. */
  readonly damage?: Damage
  /** From now on the next commit through `driver` is made, and the answer to it is lost. */
  readonly cut?: Effect.Effect<void, unknown>
  /**
   * Stops the next commit through `driver` between its writing and its end, until it is released. `reached` ends once it
   * stands there.
   */
  readonly hold?: Effect.Effect<
    { readonly reached: Effect.Effect<void, unknown>; readonly release: Effect.Effect<void, unknown> },
    unknown
  >
  /** Fills the disk: no write succeeds until there is room again. */
  readonly fill?: Effect.Effect<{ readonly makeRoom: Effect.Effect<void, unknown> }, unknown>
}

/** Another process that has the log open; it ends with the scope. `Remote` makes `driver` from a pair of pipes. */
export interface Spawned {
  readonly driver: Driver
  /** Ends the process at once, as SIGKILL does, and waits until it is gone. */
  readonly kill: Effect.Effect<void, unknown>
}

/** What can happen to a disk. Each closes every connection; the log is opened again with `reopen`. */
export interface Damage {
  /** Changes a byte of what the store keeps of this event's payload. */
  readonly flip: (event: RecordedRaw) => Effect.Effect<void, unknown>
  /** Cuts the last write short, as a power cut in the middle of it does. */
  readonly tear: Effect.Effect<void, unknown>
}

/** How much of a thing a law tries. More finds more, and takes longer. */
export interface Sizes {
  /** Processes that are killed while commits are in flight; 5 unless told otherwise. */
  readonly kills: number
  /** Events in a deep stream; 3,000 unless told otherwise. */
  readonly depth: number
  /** Random programs that are compared with the memory store; 15 unless told otherwise. */
  readonly programs: number
  /** The first of the seeds that these programs come from; 1 unless told otherwise. */
  readonly seed: number
  /** Milliseconds after which a law that has not ended is broken; a minute unless told otherwise. */
  readonly patience: number
}

export const defaultSizes: Sizes = { kills: 5, depth: 3000, programs: 15, seed: 1, patience: 60_000 }

/** A place for views, as an author of a view store makes it ready for a law. */
export interface OpenedViews {
  readonly views: Views
  /** The same views through another connection, where a store has such a thing; else the same. */
  readonly connect: Effect.Effect<Views, unknown, Scope.Scope>
}

/** Keys and the ledger of who was forgotten, as their author makes them ready for a law; `openVault` makes one of ports. */
export interface OpenedVault {
  readonly vault: Vault
  /** The same keys and ledger through another connection, as another process has them. */
  readonly connect: Effect.Effect<Vault, unknown, Scope.Scope>
  /** Copies the keys. `restore`: puts the copy in their place and opens it, with the ledger as it is by then. */
  readonly backup: Effect.Effect<{ readonly restore: Effect.Effect<Vault, unknown, Scope.Scope> }, unknown>
  /** Opens the ledger with keys that are new and empty. */
  readonly withoutKeys: Effect.Effect<Vault, unknown, Scope.Scope>
  /** Opens the keys with a ledger that is new and empty. */
  readonly withoutLedger: Effect.Effect<Vault, unknown, Scope.Scope>
  /** Replaces the master key. `renewed`: opened with the new one; `withOld`: opens with the one before. */
  readonly rotate: Effect.Effect<
    { readonly renewed: Vault; readonly withOld: Effect.Effect<Vault, unknown, Scope.Scope> },
    unknown,
    Scope.Scope
  >
}

/** What the author of a store provides; what is absent is a capability that the store does not claim. */
export interface Harness {
  /** A new, empty log; closed with the scope. */
  readonly open?: Effect.Effect<OpenedLog, unknown, Scope.Scope>
  /** A new, empty place for views; closed with the scope. */
  readonly views?: Effect.Effect<OpenedViews, unknown, Scope.Scope>
  /** A new, empty vault with its ledger; closed with the scope. */
  readonly vault?: Effect.Effect<OpenedVault, unknown, Scope.Scope>
  /** What follows the log, for laws about that: the kernel's own unless told otherwise. */
  readonly runtime?: Runtime
  readonly sizes?: Partial<Sizes>
}
