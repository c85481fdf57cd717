/**
 * For authors of stores, deciders and projections: the laws that every store must keep, as data, and specifications in
 * the form given / when / then. No test runner among its dependencies.
 */
import { coreLaws } from "./coreLaws.ts"
import { durableLaws } from "./durableLaws.ts"
import { queryLaws } from "./queryLaws.ts"
import { viewDocumentLaws } from "./viewDocumentLaws.ts"
import { viewOwnershipLaws } from "./viewOwnershipLaws.ts"
import { wrongViewDocuments } from "./wrongViewDocuments.ts"
import { wrongViewOwners } from "./wrongViewOwners.ts"

export * as Commits from "./Commits.ts"
export * as DeciderSpec from "./DeciderSpec.ts"
export * as EventFixtures from "./EventFixtures.ts"
export { checkLaws, type Harness, type Law, LawBroken, type OpenedLog, type OpenedViews, type Verdict } from "./Law.ts"
export { openDurable, type WrongDurableStore, wrongDurableStores } from "./wrongDurableStores.ts"
export { wrongQueryStores } from "./wrongQueryStores.ts"
export { type WrongStore, wrongStores } from "./wrongStores.ts"
export type { WrongViewStore } from "./wrongViewStore.ts"

/**
 * The laws by capability: `core` for every event store, `durable` for one that outlives its program, `queries` for one that
 * evaluates guards by query, `views` for every view store. A harness declares a capability by what it offers.
 */
export const laws = {
  core: coreLaws,
  durable: durableLaws,
  queries: queryLaws,
  views: [...viewDocumentLaws, ...viewOwnershipLaws]
} as const

/** A wrong view store for each law of `laws.views`, that breaks it and keeps the others: to see the laws find them. */
export const wrongViewStores = [...wrongViewDocuments, ...wrongViewOwners]
