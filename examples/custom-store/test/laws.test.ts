// #region vitest
import { laws } from "@dateline/eventsourcing/testing"
import { describe, it } from "@effect/vitest"
import { harness } from "./support/harness.ts"

describe("stores of files keep the laws", () => {
  for (const law of [...laws.core, ...laws.durable, ...laws.queries, ...laws.views]) {
    it.live(law.name, () => law.check(harness))
  }
})
// #endregion
