/** The newsroom's data folder, as the commands find it: where it is, and what must be in it. */
import * as SqliteEventStore from "@dateline/store-sqlite/SqliteEventStore"
import * as Flag from "effect/cli/Flag"
import * as Config from "effect/Config"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"

/** There is no log to work on. */
export class NoLog extends Data.TaggedError("NoLog")<{ readonly filename: string }> {
  override get message(): string {
    return `There is no ${this.filename}: say where the data folder is with --data or DATELINE_DATA`
  }
}

/** The folder: `--data`, else `DATELINE_DATA`, else `./data`. */
export const dataFlag = Flag.String("data").pipe(
  Flag.withMetavar("folder"),
  Flag.withDescription("The newsroom's data folder"),
  Flag.withFallbackConfig(Config.String("DATELINE_DATA")),
  Flag.withDefault("./data")
)

/** The file with the events and the views, which must exist: looking at a log never makes one. */
export const databaseIn = (folder: string): Effect.Effect<string, NoLog> => {
  const filename = path.join(folder, "newsroom.db")
  return fs.existsSync(filename) ? Effect.succeed(filename) : Effect.fail(new NoLog({ filename }))
}

/** The log in the folder, to be read, until the scope closes. A server may be running on it; nothing is written. */
export const openLog = Effect.fnUntraced(function*(folder: string) {
  const filename = yield* databaseIn(folder)
  return { filename, driver: yield* SqliteEventStore.make({ filename, access: "read" }) }
})
