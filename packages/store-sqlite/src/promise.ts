/**
 * A store in SQLite files, for programs without Effect.
 *
 * @example
 * import { createNewsroom } from "@dateline/publishing/promise"
 * const newsroom = await createNewsroom({ store: sqlite("./data") })
 */
import type { Store } from "@dateline/eventsourcing/Store"
import * as Stores from "@dateline/eventsourcing/Stores"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as path from "node:path"
import type { Durability } from "./Durability.ts"
import * as Lock from "./FolderLock.ts"
import * as MasterKeyFile from "./MasterKeyFile.ts"
import * as SqliteEventStore from "./SqliteEventStore.ts"
import * as SqliteKeyVault from "./SqliteKeyVault.ts"
import * as SqliteViewStore from "./SqliteViewStore.ts"

export type { Store } from "@dateline/eventsourcing/Store"

export interface SqliteOptions {
  /** 32 bytes that wrap the keys of personal data. Absent: kept in `master.key` in the folder, made at first use. */
  readonly masterKey?: Uint8Array
  /**
   * `disk` (unless told otherwise): what was answered survives a power cut. `os`: it survives a crash of the program, and
   * a power cut may take the last moments before it.
   */
  readonly durability?: Durability
}

/** The class of an error: for `instanceof`. Only the store makes errors of it. */
type FailureClass<Tag extends string, Fields> = abstract new(...args: never) => Error & { readonly _tag: Tag } & Fields

/** Another program has the folder. */
export const FolderLocked: FailureClass<"FolderLocked", { readonly directory: string }> = Lock.FolderLocked
/** Nothing can be read or written in the folder. */
export const FolderUnusable: FailureClass<"FolderUnusable", { readonly directory: string }> = Lock.FolderUnusable
/** The file `master.key` holds something else than a key. */
export const MasterKeyDamaged: FailureClass<"MasterKeyDamaged", { readonly file: string }> =
  MasterKeyFile.MasterKeyDamaged
/** There are keys in the folder, and the master key that wraps them is gone. */
export const MasterKeyMissing: FailureClass<"MasterKeyMissing", { readonly file: string }> =
  MasterKeyFile.MasterKeyMissing

const prepare = (directory: string): Effect.Effect<void, Lock.FolderUnusable> =>
  Effect.try({
    try: () => Lock.makeFolder(directory),
    catch: (cause) => new Lock.FolderUnusable({ directory, cause })
  })

const open = (directory: string, options: SqliteOptions) =>
  Layer.unwrap(Effect.gen(function*() {
    yield* prepare(directory)
    yield* Lock.acquire(directory)
    const [filename, keys] = [path.join(directory, "newsroom.db"), path.join(directory, "keys.db")]
    const given = options.masterKey
    const masterKeys = given ? { masterKey: given } : yield* MasterKeyFile.obtain(directory, keys)
    const durability = options.durability === undefined ? {} : { durability: options.durability }
    return Layer.mergeAll(
      SqliteEventStore.layer({ filename, ...durability }),
      SqliteViewStore.layer({ filename }),
      SqliteKeyVault.layer({ filename: keys, ...masterKeys })
    )
  }))

/**
 * Keeps everything in a folder, made if it is missing, that one program at a time may use: events and views in
 * `newsroom.db`, data keys in `keys.db`, who was forgotten in `erasures.db`, and `master.key` unless the key is given. Nothing happens before it is opened;
 * that rejects with `FolderLocked`, `FolderUnusable`, `MasterKeyDamaged`, `MasterKeyMissing`, or, when a file is not ours
 * or not readable, with `StoreFault` or `VaultFault`.
 */
export const sqlite = (folder: string, options: SqliteOptions = {}): Store =>
  Stores.fromLayer(open(path.resolve(folder), options))
