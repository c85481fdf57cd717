/** Keeps a second program out of a folder: a file that names the process which has it. */
import * as fs from "node:fs/promises"
import * as path from "node:path"

/** A living process has the folder. */
export class FolderInUse extends Error {
  readonly _tag = "FolderInUse"
  constructor(folder: string, pid: number) {
    super(`the folder ${folder} is in use by process ${pid}`)
  }
}

/** A killed process leaves its file behind; its number then belongs to nobody. */
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

/** The folders that this process has: its number alone would not tell one part of it from another. */
const own = new Set<string>()

const holderOf = async (file: string): Promise<number | undefined> => {
  const pid = Number(await fs.readFile(file, "utf8").catch(() => ""))
  return Number.isSafeInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid) ? pid : undefined
}

/** Takes a folder, made if it is missing, until it is released. Rejects with {@link FolderInUse}. */
export const take = async (folder: string): Promise<{ readonly release: () => Promise<void> }> => {
  await fs.mkdir(folder, { recursive: true })
  const file = path.join(await fs.realpath(folder), "lock")
  if (own.has(file)) throw new FolderInUse(folder, process.pid)
  own.add(file)
  try {
    const holder = await holderOf(file)
    if (holder !== undefined) throw new FolderInUse(folder, holder)
    await fs.writeFile(file, String(process.pid))
  } catch (error) {
    own.delete(file)
    throw error
  }
  return {
    release: async () => {
      await fs.rm(file, { force: true })
      own.delete(file)
    }
  }
}
