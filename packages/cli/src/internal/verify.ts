/** `dateline verify`: whether the log is what was written to it. */
import { verifyLog } from "@dateline/eventsourcing/Verify"
import * as Integrity from "@dateline/store-sqlite/Integrity"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import { dataFlag, openLog } from "./dataFolder.ts"

/** Every event reads, and still the file is not in order. */
export class FileDamaged extends Data.TaggedError("FileDamaged")<{ readonly findings: ReadonlyArray<string> }> {
  override get message(): string {
    const [first = "", ...rest] = this.findings
    const more = rest.length === 0 ? "" : ` (and ${rest.length} more)`
    return `Every event is as it was written, but SQLite finds the file damaged: ${first}${more}`
  }
}

const run = Effect.fnUntraced(function*({ data }: { readonly data: string }) {
  const { driver, filename } = yield* openLog(data)
  const { commits, events, streams } = yield* verifyLog(driver)
  const findings = yield* Integrity.check(filename)
  if (findings.length > 0) return yield* new FileDamaged({ findings })
  yield* Console.log(`${events} events in ${commits} commits of ${streams} streams: everything is as it was written`)
}, Effect.scoped)

export const verify = Command.make("verify", { data: dataFlag }, run).pipe(
  Command.withDescription("Check every commit's digest, every stream's versions and the file itself")
)
