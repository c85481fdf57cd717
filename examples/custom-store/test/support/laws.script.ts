/** The laws without any runner: `node --conditions=source test/support/laws.script.ts`. */
// #region script
import { checkLaws, laws } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import { harness } from "./harness.ts"

const verdicts = await Effect.runPromise(
  checkLaws([...laws.core, ...laws.durable, ...laws.queries, ...laws.views], harness)
)
for (const { broken, law } of verdicts) {
  console.log(broken === undefined ? `kept    ${law}` : `BROKEN  ${law}: ${broken}`)
}
process.exitCode = verdicts.some(({ broken }) => broken !== undefined) ? 1 : 0
// #endregion
