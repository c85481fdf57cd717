// #region vitest
import { laws } from "@dateline/eventsourcing/testing"
import { describe, it } from "@effect/vitest"
import { harness } from "./support/harness.ts"

const claimed = [
  ...laws.core,
  ...laws.model,
  ...laws.durable,
  ...laws.queries,
  ...laws.kill,
  ...laws.damage,
  ...laws.subscriptions,
  ...laws.views,
  ...laws.followers,
  ...laws.vault
]

describe("stores of files keep the laws", () => {
  for (const law of claimed) it.live(law.name, () => law.check(harness), 60_000)
})
// #endregion
