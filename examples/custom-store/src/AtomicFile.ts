/** Files that are replaced as a whole: a crash leaves the old one or the new one, and what was answered is the new one. */
import * as fs from "node:fs/promises"
import * as path from "node:path"

/** Makes the names of a folder's files survive a power cut, as `fsync` does for what is in a file. */
export const flushFolder = async (folder: string): Promise<void> => {
  const handle = await fs.open(folder, "r")
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

// #region replace
/** The bytes are on the disk before the name is. */
export const replace = async (file: string, text: string, mode = 0o644): Promise<void> => {
  const draft = `${file}.new`
  await fs.rm(draft, { force: true })
  await fs.writeFile(draft, text, { mode, flush: true })
  await fs.rename(draft, file)
  await flushFolder(path.dirname(file))
}
// #endregion

/** The text of a file; nothing when there is no such file. */
export const read = (file: string): Promise<string | undefined> =>
  fs.readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined
    throw error
  })
