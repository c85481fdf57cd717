// Prints "passed failed skipped" of a vitest JSON report. A run that failed without a failed test (a file that does not
// load, an error between tests, no report at all) counts as one failure.
import { readFileSync } from "node:fs"

const [path, exitCode] = process.argv.slice(2)

const count = () => {
  try {
    const report = JSON.parse(readFileSync(path, "utf8"))
    const unloaded = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0)
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + unloaded.length,
      skipped: report.numPendingTests + report.numTodoTests
    }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

const { passed, failed, skipped } = count()
console.log(passed, failed === 0 && exitCode !== "0" ? 1 : failed, skipped)
