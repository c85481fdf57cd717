/**
 * For authors of stores, deciders and projections: the laws that every store must keep, as data, and specifications in
 * the form given / when / then. No test runner among its dependencies.
 */
import { cutLaws, damageLaws, fullLaws } from "./accidentLaws.ts"
import { commitLaws } from "./commitLaws.ts"
import { concurrencyLaws } from "./concurrencyLaws.ts"
import { conditionLaws } from "./conditionLaws.ts"
import { contentLaws } from "./contentLaws.ts"
import { durableLaws } from "./durableLaws.ts"
import { erasureLaws } from "./erasureLaws.ts"
import { modelLaws } from "./modelLaws.ts"
import { orderLaws } from "./orderLaws.ts"
import { killLaws, processLaws } from "./processLaws.ts"
import { projectionLaws } from "./projectionLaws.ts"
import { queryLaws } from "./queryLaws.ts"
import { reactorLaws } from "./reactorLaws.ts"
import { reactorProgramLaws } from "./reactorProgramLaws.ts"
import { readingLaws } from "./readingLaws.ts"
import { makeReport } from "./report.ts"
import { sealingLaws } from "./sealingLaws.ts"
import { subscriptionLaws } from "./subscriptionLaws.ts"
import { timerLaws } from "./timerLaws.ts"
import { viewBuildLaws } from "./viewBuildLaws.ts"
import { viewDocumentLaws } from "./viewDocumentLaws.ts"
import { viewIndexLaws } from "./viewIndexLaws.ts"
import { viewKeyLaws } from "./viewKeyLaws.ts"
import { viewOwnershipLaws } from "./viewOwnershipLaws.ts"
import { wrongAccidentStores } from "./wrongAccidentStores.ts"
import { wrongConcurrentStores } from "./wrongConcurrentStores.ts"
import { wrongContentStores } from "./wrongContentStores.ts"
import { wrongDurableStores } from "./wrongDurableStores.ts"
import { wrongProjectors } from "./wrongProjectors.ts"
import { wrongQueryStores } from "./wrongQueryStores.ts"
import { wrongReactors } from "./wrongReactors.ts"
import { wrongStores as wrongCoreStores } from "./wrongStores.ts"
import { wrongSubscriptions } from "./wrongSubscriptions.ts"
import { wrongTimers } from "./wrongTimers.ts"
import { wrongViewDocuments } from "./wrongViewDocuments.ts"
import { wrongViewKeys } from "./wrongViewKeys.ts"
import { wrongViewOwners } from "./wrongViewOwners.ts"

export * as Commits from "./Commits.ts"
export * as DeciderSpec from "./DeciderSpec.ts"
export * as Differential from "./Differential.ts"
export * as EventFixtures from "./EventFixtures.ts"
export {
  type Damage,
  defaultSizes,
  type Harness,
  type OpenedLog,
  type OpenedVault,
  type OpenedViews,
  type Sizes,
  type Spawned
} from "./Harness.ts"
export * as History from "./History.ts"
export { checkLaws, type Law, LawBroken, type Verdict } from "./Law.ts"
export { openVault, type VaultPorts } from "./openVault.ts"
export * as ProjectionSpec from "./ProjectionSpec.ts"
export * as RandomProgram from "./RandomProgram.ts"
export * as Remote from "./Remote.ts"
export type { LawList, Report } from "./report.ts"
export type { Runtime } from "./Runtime.ts"
export * as SimulatedLog from "./SimulatedLog.ts"
export { wrongModelStores } from "./wrongConcurrentStores.ts"
export type { WrongRuntime } from "./wrongRuntime.ts"
export type { WrongStore } from "./wrongStore.ts"
export type { WrongVault } from "./wrongVault.ts"
export { wrongVaults } from "./wrongVaults.ts"
export type { WrongViewStore } from "./wrongViewStore.ts"

/**
 * The laws by capability. A harness declares a capability by what it offers:
 *
 * - `core`: every event store
 * - `model`: every event store, compared with a model of the whole port
 * - `durable`: one that outlives its program (`reopen`)
 * - `queries`: one that evaluates guards by query (`NothingSince` among its driver's `guards`)
 * - `processes`: one that several processes use at once (`spawn`)
 * - `kill`: one whose process can be killed (`spawn` or `handOver`, and `reopen`)
 * - `damage`: one whose disk can be hurt (`damage` and `reopen`)
 * - `cut`: one whose answers can be lost (`cut`)
 * - `full`: one whose disk can be full (`fill`)
 * - `subscriptions`: every event store, followed by the kernel's subscriptions
 * - `views`: every view store (`views`)
 * - `followers`: every pair of an event store and a view store, with the kernel's projections, reactors and timers at work
 *   on them (`open` and `views`)
 * - `vault`: every place for keys with its ledger of erasures (`vault`)
 */
export const laws = {
  core: [
    ...readingLaws,
    ...commitLaws,
    ...conditionLaws,
    ...concurrencyLaws,
    ...contentLaws,
    ...orderLaws
  ],
  model: modelLaws,
  durable: durableLaws,
  queries: queryLaws,
  processes: processLaws,
  kill: killLaws,
  damage: damageLaws,
  cut: cutLaws,
  full: fullLaws,
  subscriptions: subscriptionLaws,
  views: [...viewDocumentLaws, ...viewIndexLaws, ...viewKeyLaws, ...viewBuildLaws, ...viewOwnershipLaws],
  followers: [...projectionLaws, ...reactorLaws, ...reactorProgramLaws, ...timerLaws],
  vault: [...sealingLaws, ...erasureLaws]
} as const

/** Checks every law that the harness offers something for, and says for which lists it offers nothing. */
export const checkHarness = makeReport({
  core: { laws: laws.core, offered: (_, log) => log !== undefined },
  model: { laws: laws.model, offered: (_, log) => log !== undefined },
  durable: { laws: laws.durable, offered: (_, log) => log?.reopen !== undefined },
  queries: { laws: laws.queries, offered: (_, log) => log?.driver.guards.includes("NothingSince") ?? false },
  processes: { laws: laws.processes, offered: (_, log) => log?.spawn !== undefined },
  kill: {
    laws: laws.kill,
    offered: (_, log) => log?.reopen !== undefined && (log.spawn ?? log.handOver) !== undefined
  },
  damage: { laws: laws.damage, offered: (_, log) => log?.reopen !== undefined && log.damage !== undefined },
  cut: { laws: laws.cut, offered: (_, log) => log?.cut !== undefined },
  full: { laws: laws.full, offered: (_, log) => log?.fill !== undefined },
  subscriptions: { laws: laws.subscriptions, offered: (_, log) => log !== undefined },
  views: { laws: laws.views, offered: ({ views }) => views !== undefined },
  followers: { laws: laws.followers, offered: ({ views }, log) => views !== undefined && log !== undefined },
  vault: { laws: laws.vault, offered: ({ vault }) => vault !== undefined }
})

/**
 * For each law about a log a store that breaks it and keeps all the others, those of the model excepted, which may find it
 * too. Not for use.
 */
export const wrongStores = [
  ...wrongCoreStores,
  ...wrongConcurrentStores,
  ...wrongContentStores,
  ...wrongDurableStores,
  ...wrongQueryStores,
  ...wrongAccidentStores
]

/** A wrong view store for each law of `laws.views`, that breaks it and keeps the others: to see the laws find them. */
export const wrongViewStores = [...wrongViewDocuments, ...wrongViewKeys, ...wrongViewOwners]

/** A wrong runtime for each law of `laws.subscriptions` and `laws.followers`, that breaks it and keeps the others. */
export const wrongRuntimes = [...wrongSubscriptions, ...wrongProjectors, ...wrongReactors, ...wrongTimers]
