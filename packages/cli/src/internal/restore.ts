/** `dateline restore`: a copy of a log in place of the log. */
import * as Backup from "@dateline/store-sqlite/Backup"
import * as FolderLock from "@dateline/store-sqlite/FolderLock"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as path from "node:path"
import { verified, withoutViews } from "./backup.ts"
import { dataFlag } from "./dataFolder.ts"

/** The folder cannot be made. */
export class NoFolder extends Data.TaggedError("NoFolder")<{ readonly folder: string; readonly cause: unknown }> {
  override get message(): string {
    const cause = this.cause instanceof Error ? this.cause.message : String(this.cause)
    return `The data folder ${this.folder} cannot be used: ${cause}`
  }
}

const run = Effect.fnUntraced(function*({ data, file }: { readonly data: string; readonly file: string }) {
  yield* Effect.try({
    try: () => FolderLock.makeFolder(path.resolve(data)),
    catch: (cause) => new NoFolder({ folder: data, cause })
  })
  yield* FolderLock.acquire(data)
  const { events } = yield* verified(file)
  const { replaced } = yield* Backup.restoreLog({ from: file, filename: path.join(data, "newsroom.db"), withoutViews })
  const kept = replaced === undefined ? "" : `; the log that was there is ${replaced}`
  yield* Console.log(`Restored ${events} events, in a new epoch from the next start on${kept}`)
}, Effect.scoped)

export const restore = Command.make("restore", {
  file: Argument.String("file").pipe(Argument.withDescription("The copy of the log; it stays as it is")),
  data: dataFlag
}, run).pipe(Command.withDescription("Put a copy of the log in place; no server may be running"))
