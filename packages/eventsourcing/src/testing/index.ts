/**
 * For authors of stores, deciders and projections: the laws that every store must keep, as data, and specifications in
 * the form given / when / then. No test runner among its dependencies.
 */
import { coreLaws } from "./coreLaws.ts"

export * as Commits from "./Commits.ts"
export * as DeciderSpec from "./DeciderSpec.ts"
export { checkLaws, type Harness, type Law, LawBroken, type OpenedLog, type Verdict } from "./Law.ts"
export { type WrongStore, wrongStores } from "./wrongStores.ts"

/** The laws by capability: a store declares a capability by what its harness offers. */
export const laws = { core: coreLaws } as const
