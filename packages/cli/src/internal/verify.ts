/** `dateline verify`: whether the log is what was written to it. */
import type { EventStoreDriver } from "@dateline/eventsourcing/EventStoreDriver"
import * as Position from "@dateline/eventsourcing/Position"
import type { StoreFault } from "@dateline/eventsourcing/StoreError"
import { verifyLog } from "@dateline/eventsourcing/Verify"
import * as Integrity from "@dateline/store-sqlite/Integrity"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { dataFlag, openLog } from "./dataFolder.ts"

type Driver = EventStoreDriver["Service"]

/** The log cannot be read on from here. */
export class Unreadable extends Data.TaggedError("Unreadable")<{
  readonly position: number
  readonly fault: StoreFault
}> {
  override get message(): string {
    return `The log cannot be read at position ${this.position}: ${this.fault.message}`
  }
}

/** Every event reads, and still the file is not in order. */
export class FileDamaged extends Data.TaggedError("FileDamaged")<{ readonly findings: ReadonlyArray<string> }> {
  override get message(): string {
    const [first = "", ...rest] = this.findings
    const more = rest.length === 0 ? "" : ` (and ${rest.length} more)`
    return `Every event is as it was written, but SQLite finds the file damaged: ${first}${more}`
  }
}

/** A page fails as a whole; read event by event, the first that fails is found. */
const firstUnreadable = Effect.fnUntraced(function*(driver: Driver, after: number, fault: StoreFault) {
  let last = after
  const reading = driver.readAll({ after: Position.make(after), pageSize: 1 })
  yield* Effect.exit(Stream.runForEach(reading, (chunk) =>
    Effect.sync(() => {
      last = chunk.through
    })))
  return yield* new Unreadable({ position: last + 1, fault })
})

const run = Effect.fnUntraced(function*({ data }: { readonly data: string }) {
  const { driver, filename } = yield* openLog(data)
  let reached = 0
  const onPage = (chunk: { readonly through: number }) =>
    Effect.sync(() => {
      reached = chunk.through
    })
  const { commits, events, streams } = yield* verifyLog(driver, { onPage }).pipe(
    Effect.catchTag("StoreFault", (fault) => firstUnreadable(driver, reached, fault))
  )
  const findings = yield* Integrity.check(filename)
  if (findings.length > 0) return yield* new FileDamaged({ findings })
  yield* Console.log(`${events} events in ${commits} commits of ${streams} streams: everything is as it was written`)
}, Effect.scoped)

export const verify = Command.make("verify", { data: dataFlag }, run).pipe(
  Command.withDescription("Check every commit's digest, every stream's versions and the file itself")
)
