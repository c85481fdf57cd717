/** The file on the disk that SQLite is given: its one name, how it is made, and who may read it. */
import * as fs from "node:fs"
import * as path from "node:path"
import { codeOf } from "./sqliteError.ts"

export interface DatabaseFile {
  readonly filename: string
  /** Permissions of a file that is made now; one that is there keeps its own. `0o600` unless told otherwise. */
  readonly mode?: number
  /** Gives the permissions to a file that is there as well. */
  readonly restrict?: boolean
  /** `fail`: a file that is missing is not made. */
  readonly missing?: "make" | "fail"
}

const ownerOnly = 0o600

/**
 * The file by its one true name, so that a link and a relative path mean the same connection. A file that is yet to be
 * made is named by its folder's.
 */
export const resolve = (filename: string): string => {
  const absolute = path.resolve(filename)
  if (fs.existsSync(absolute)) return fs.realpathSync(absolute)
  const folder = path.dirname(absolute)
  return fs.existsSync(folder) ? path.join(fs.realpathSync(folder), path.basename(absolute)) : absolute
}

/**
 * Makes the file, empty, unless it is there. One that is there is not opened: when a program closes a file, the system
 * takes away the locks that its SQLite connections hold on it.
 */
export const ensure = ({ filename, missing, mode = ownerOnly }: DatabaseFile): void => {
  if (fs.existsSync(filename)) return
  if (missing === "fail") throw new Error("there is no such file")
  try {
    fs.closeSync(fs.openSync(filename, "ax", mode))
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") throw cause // otherwise another process was faster, and its file is as good
  }
}

/** SQLite itself would open a file that cannot be written, and fail at the first commit. */
export const assertWritable = (filename: string): void => {
  try {
    fs.accessSync(filename, fs.constants.W_OK)
  } catch (cause) {
    throw new Error("the file cannot be written; it can be opened to be read", { cause })
  }
}

/** All that a database consists of while it is in use. */
export const withCompanions = (filename: string): ReadonlyArray<string> =>
  ["", "-wal", "-shm"].map((ending) => filename + ending)

/** SQLite gives its companion files the permissions of the database, but only when it makes them. */
export const restrict = ({ filename, mode = ownerOnly }: DatabaseFile): void => {
  for (const file of withCompanions(filename)) if (fs.existsSync(file)) fs.chmodSync(file, mode)
}

const freeName = (filename: string): string => {
  for (let n = 1;; n++) if (!fs.existsSync(`${filename}.replaced-${n}`)) return `${filename}.replaced-${n}`
}

/**
 * Gives a database that nobody uses another name, with its companions: beside another database they would be taken for
 * that one's. Answers the name; nothing when there is no such database.
 */
export const setAside = (filename: string): string | undefined => {
  const aside = freeName(filename)
  const names = withCompanions(aside)
  // The companions go first, so that whoever takes this up finds the same free name, and they stay together.
  const there = withCompanions(filename).map((file, n) => [file, names[n]!] as const)
    .filter(([file]) => fs.existsSync(file)).toReversed()
  for (const [file, name] of there) fs.renameSync(file, name)
  return there.length > 0 ? aside : undefined
}
