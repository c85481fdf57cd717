/** The form of a law, what it is checked against, and how many are checked at once. */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Scope from "effect/Scope"
import type { EventStoreDriver } from "../EventStoreDriver.ts"
import type { ViewStore } from "../ViewStore.ts"
import { text } from "./portable.ts"

export type Driver = EventStoreDriver["Service"]
export type Views = ViewStore["Service"]

/** One log, as an author of a store makes it ready for a law. */
export interface OpenedLog {
  readonly driver: Driver
  /** The same log through another connection, where a store has such a thing; else the same driver. */
  readonly connect: Effect.Effect<Driver, unknown, Scope.Scope>
  /** For stores that outlive their program: closes every connection and opens the same log again. */
  readonly reopen?: Effect.Effect<Driver, unknown, Scope.Scope>
}

/** A place for views, as an author of a view store makes it ready for a law. */
export interface OpenedViews {
  readonly views: Views
  /** The same views through another connection, where a store has such a thing; else the same. */
  readonly connect: Effect.Effect<Views, unknown, Scope.Scope>
}

/** What the author of a store provides; what is absent is a capability that the store does not claim. */
export interface Harness {
  /** A new, empty log; closed with the scope. */
  readonly open?: Effect.Effect<OpenedLog, unknown, Scope.Scope>
  /** A new, empty place for views; closed with the scope. */
  readonly views?: Effect.Effect<OpenedViews, unknown, Scope.Scope>
}

/** The store does what the law forbids. */
export class LawBroken extends Data.TaggedError("LawBroken")<{ readonly detail: string }> {
  override get message(): string {
    return this.detail
  }
}

export interface Law {
  /** A sentence that can be false. */
  readonly name: string
  /** Succeeds if the store keeps the law; fails with {@link LawBroken}, or with the store's own fault, if not. */
  readonly check: (harness: Harness) => Effect.Effect<void, unknown>
}

const offered = <A>(what: string, capability: A | undefined): Effect.Effect<A, LawBroken> =>
  capability === undefined
    ? Effect.fail(new LawBroken({ detail: `the harness does not offer ${what}` }))
    : Effect.succeed(capability)

/** A law about one log. */
export const law = (name: string, check: (log: OpenedLog) => Effect.Effect<void, unknown, Scope.Scope>): Law => ({
  name,
  check: (harness) => Effect.scoped(Effect.flatMap(Effect.flatten(offered("a log (open)", harness.open)), check))
})

/** A law about a log that outlives its program. */
export const durableLaw = (
  name: string,
  check: (
    driver: Driver,
    reopen: Effect.Effect<Driver, unknown, Scope.Scope>
  ) => Effect.Effect<void, unknown, Scope.Scope>
): Law =>
  law(
    name,
    ({ driver, reopen }) => Effect.flatMap(offered("a restart (reopen)", reopen), (again) => check(driver, again))
  )

/** A law about a place for views. */
export const viewLaw = (
  name: string,
  check: (views: OpenedViews) => Effect.Effect<void, unknown, Scope.Scope>
): Law => ({
  name,
  check: (harness) =>
    Effect.scoped(Effect.flatMap(Effect.flatten(offered("a place for views (views)", harness.views)), check))
})

/** Breaks the law unless both are the same by value. */
export const same = (what: string, expected: unknown, actual: unknown): Effect.Effect<void, LawBroken> =>
  text(expected) === text(actual)
    ? Effect.void
    : Effect.fail(new LawBroken({ detail: `${what}: expected ${text(expected)}, found ${text(actual)}` }))

/** Whether a store kept a law, and how it broke it if not. */
export interface Verdict {
  readonly law: string
  readonly broken: string | undefined
}

const describe = (exit: Exit.Exit<void, unknown>): string | undefined =>
  Exit.isSuccess(exit)
    ? undefined
    : exit.cause.reasons.map((reason) =>
      String("error" in reason ? reason.error : "defect" in reason ? reason.defect : reason._tag)
    ).join("; ")

/** Checks laws one after another, and answers one verdict for each: for scripts and for runners of whatever kind. */
export const checkLaws = (
  laws: ReadonlyArray<Law>,
  harness: Harness
): Effect.Effect<ReadonlyArray<Verdict>> =>
  Effect.forEach(
    laws,
    (one) => Effect.map(Effect.exit(one.check(harness)), (exit) => ({ law: one.name, broken: describe(exit) }))
  )
