/** The laws under Node's own runner: `node --conditions=source --test test/support/laws.node.ts`. */
// #region node
import { laws } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import { describe, it } from "node:test"
import { harness } from "./harness.ts"

describe("stores of files keep the laws", () => {
  for (const law of [...laws.core, ...laws.durable, ...laws.queries, ...laws.damage, ...laws.views]) {
    it(law.name, () => Effect.runPromise(law.check(harness)))
  }
})
// #endregion
