/** The form of a law, and how laws are checked. */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Scope from "effect/Scope"
import {
  defaultSizes,
  type Driver,
  type Harness,
  type OpenedLog,
  type OpenedVault,
  type OpenedViews,
  type Sizes
} from "./Harness.ts"
import { text } from "./portable.ts"

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

/** What a harness offers, or a broken law that says what it lacks. */
export const offered = <A>(what: string, capability: A | undefined): Effect.Effect<A, LawBroken> =>
  capability === undefined
    ? Effect.fail(new LawBroken({ detail: `the harness does not offer ${what}` }))
    : Effect.succeed(capability)

/** Breaks a law that does not end. */
export const withPatience = <E>(
  check: Effect.Effect<void, E, Scope.Scope>,
  { patience }: Sizes
): Effect.Effect<void, E | LawBroken> =>
  Effect.timeoutOrElse(Effect.scoped(check), {
    duration: patience,
    orElse: () => Effect.fail(new LawBroken({ detail: `it did not end within ${patience} ms` }))
  })

/** A law about one log, or several: each opening is a new one. */
export const lawOfLogs = (
  name: string,
  check: (
    open: Effect.Effect<OpenedLog, unknown, Scope.Scope>,
    sizes: Sizes
  ) => Effect.Effect<void, unknown, Scope.Scope>
): Law => ({
  name,
  check: (harness) => {
    const sizes = { ...defaultSizes, ...harness.sizes }
    return withPatience(Effect.flatMap(offered("a log (open)", harness.open), (open) => check(open, sizes)), sizes)
  }
})

/** A law about one log. */
export const law = (
  name: string,
  check: (log: OpenedLog, sizes: Sizes) => Effect.Effect<void, unknown, Scope.Scope>
): Law => lawOfLogs(name, (open, sizes) => Effect.flatMap(open, (log) => check(log, sizes)))

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
  check: (harness) => {
    const opened = Effect.flatten(offered("a place for views (views)", harness.views))
    return withPatience(Effect.flatMap(opened, check), { ...defaultSizes, ...harness.sizes })
  }
})

/** A law about keys and the ledger of who was forgotten. */
export const vaultLaw = (
  name: string,
  check: (opened: OpenedVault) => Effect.Effect<void, unknown, Scope.Scope>
): Law => ({
  name,
  check: (harness) => {
    const opened = Effect.flatten(offered("a vault (vault)", harness.vault))
    return withPatience(Effect.flatMap(opened, check), { ...defaultSizes, ...harness.sizes })
  }
})

const short = (value: unknown): string => {
  const whole = text(value)
  return whole.length > 600 ? `${whole.slice(0, 600)}… (${whole.length} characters)` : whole
}

/** Breaks the law unless both are the same by value. */
export const same = (what: string, expected: unknown, actual: unknown): Effect.Effect<void, LawBroken> =>
  text(expected) === text(actual)
    ? Effect.void
    : Effect.fail(new LawBroken({ detail: `${what}: expected ${short(expected)}, found ${short(actual)}` }))

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
