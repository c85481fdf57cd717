/** The laws without any runner: `node --conditions=source test/support/laws.script.ts`. */
// #region script
import { checkHarness } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import { harness } from "./harness.ts"

const report = await Effect.runPromise(checkHarness(harness))
for (const { list, offered, verdicts } of report) {
  console.log(offered ? `${list}:` : `${list}: not claimed, the harness offers nothing for it`)
  for (const { broken, law } of verdicts) {
    console.log(broken === undefined ? `kept    ${law}` : `BROKEN  ${law}: ${broken}`)
  }
}
const broken = report.some(({ verdicts }) => verdicts.some((verdict) => verdict.broken !== undefined))
process.exitCode = broken ? 1 : 0
// #endregion
