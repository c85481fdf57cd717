/**
 * Copies of files that are in use, whole and of one moment, while everybody goes on reading and writing; and the way
 * back: a log that is restored goes on in a new epoch, so that whoever followed the log beyond the copy finds out.
 *
 * A copy is one file. Whoever opens it to write it, by {@link restoreLog} or by hand, begins the new epoch; looking at it
 * (`access: "read"`) does not.
 */
import { StoreFault } from "@dateline/eventsourcing/StoreError"
import * as Effect from "effect/Effect"
import * as Integrity from "./Integrity.ts"
import { connect } from "./internal/connection.ts"
import * as CopyFile from "./internal/copyFile.ts"
import * as DatabaseFile from "./internal/databaseFile.ts"
import type { FileFormat } from "./internal/fileFormat.ts"
import { markAsCopy } from "./internal/logs.ts"
import { storeFault } from "./internal/sqliteError.ts"
import { storeFormat } from "./internal/storeFormat.ts"
import { keysFormat, ledgerFormat } from "./internal/vaultFormat.ts"
import * as SqliteViewStore from "./SqliteViewStore.ts"

export interface Options {
  /** The file to copy. Programs may be using it. */
  readonly filename: string
  /** The copy, which must not be there yet; made with mode 0600. It appears when it is whole and on the disk. */
  readonly to: string
}

export interface LogOptions extends Options {
  /**
   * Views that the copy shall not have, by name: what they show can be made from the log again, and it may hold in the
   * clear what somebody has forgotten when the copy is used. None unless told otherwise.
   */
  readonly withoutViews?: ReadonlyArray<string>
}

const attempt = <A>(operation: string, run: () => A): Effect.Effect<A, StoreFault> =>
  Effect.try({ try: run, catch: (cause) => storeFault(operation, cause) })

/** Removes views from a file as their own store does: bit by bit, and what they held is overwritten. */
const dropViews = Effect.fnUntraced(function*(filename: string, names: ReadonlyArray<string>) {
  const views = yield* SqliteViewStore.make({ filename, connection: "own" })
  for (const name of names) {
    for (const build of yield* views.builds(name)) yield* views.drop(build)
  }
}, Effect.scoped)

const mark = Effect.fnUntraced(function*(filename: string) {
  const { database, transaction } = yield* connect({ filename, format: storeFormat, connection: "own" })
  yield* attempt("mark the copy", () => transaction("disk", () => markAsCopy(database)))
}, Effect.scoped)

const assertInOrder = Effect.fnUntraced(function*(filename: string) {
  const [first] = yield* Integrity.check(filename)
  if (first !== undefined) yield* new StoreFault({ operation: `copy ${filename}`, cause: first, retryable: false })
})

/**
 * Copies a file under another name, works on it there, and gives it its own name once it is on the disk. What is left of
 * one that was interrupted is removed.
 */
const copy = (
  { filename, to }: Options,
  format: FileFormat,
  finish: (draft: string) => Effect.Effect<void, StoreFault>
): Effect.Effect<void, StoreFault> => {
  const draft = `${to}.draft`
  const copied = Effect.gen(function*() {
    yield* attempt(`copy to ${to}`, () => CopyFile.prepare(draft, to))
    yield* CopyFile.pages({ filename, to: draft, format })
    yield* finish(draft)
    yield* attempt(`copy to ${to}`, () => CopyFile.complete(draft, to))
  })
  return Effect.onError(copied, () => Effect.sync(() => CopyFile.remove(draft)))
}

const finishLog = (withoutViews: ReadonlyArray<string>) => (draft: string): Effect.Effect<void, StoreFault> =>
  Effect.andThen(
    withoutViews.length === 0 ? Effect.void : dropViews(draft, withoutViews),
    Effect.andThen(mark(draft), assertInOrder(draft))
  )

/**
 * Copies a log, and the views in its file but for those that are left out. The moment of the copy is its beginning; until
 * it ends, the write-ahead log keeps what is written meanwhile. Copy the log before the keys: then every key that it needs
 * is in the copy of the keys. Fails with `StoreFault` when the file is missing or not a log's, when there is a file at `to`,
 * when SQLite finds the copy out of order, and when the disk is full; then nothing is left of it.
 */
export const ofLog = ({ withoutViews = [], ...options }: LogOptions): Effect.Effect<void, StoreFault> =>
  copy(options, storeFormat, finishLog(withoutViews))

/**
 * Copies a file of data keys. Whoever is forgotten later is still in it: only the ledger of erasures tells. Nobody can
 * be forgotten while it is being copied. Fails as {@link ofLog} does.
 */
export const ofKeys = (options: Options): Effect.Effect<void, StoreFault> =>
  copy(options, keysFormat, () => Effect.void)

/**
 * Copies a ledger of erasures. Copy it after the keys, and keep it apart from them. Fails as {@link ofLog} does.
 */
export const ofErasures = (options: Options): Effect.Effect<void, StoreFault> =>
  copy(options, ledgerFormat, () => Effect.void)

export interface RestoreOptions {
  /** The copy. It stays as it is. */
  readonly from: string
  /** Where programs expect the log. None of them may be running. */
  readonly filename: string
  /** As in {@link LogOptions}: for copies that were made by other means. */
  readonly withoutViews?: ReadonlyArray<string>
}

export interface Restored {
  /** Where the file is now that was in the way, with its companions; nothing when none was. */
  readonly replaced: string | undefined
}

/**
 * Puts a copy of a log in place, made by {@link ofLog} or by any other means. The program that opens it next begins a new
 * epoch. A file that is there is kept under another name. Stopped half-way, the same again completes it. Fails as
 * {@link ofLog} does.
 */
export const restoreLog = Effect.fnUntraced(function*(
  { filename, from, withoutViews = [] }: RestoreOptions
): Effect.fn.Return<Restored, StoreFault> {
  const prepared = `${filename}.restored`
  yield* attempt(`restore ${filename}`, () => CopyFile.remove(prepared))
  yield* ofLog({ filename: from, to: prepared, withoutViews })
  return yield* attempt(`restore ${filename}`, () => {
    const replaced = DatabaseFile.setAside(filename)
    CopyFile.complete(prepared, filename)
    return { replaced }
  })
})
