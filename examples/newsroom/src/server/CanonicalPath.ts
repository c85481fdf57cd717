/**
 * The one spelling of an address. A page at two addresses is two pages for caches, for search engines and for whoever
 * counts readers; so every spelling but one leads on to that one.
 *
 * *Source:* RFC 3986, section 6.2.2 (percent-encoding normalisation).
 */
import { languages } from "../language/Languages.ts"
import * as Paths from "../site/Paths.ts"

/** Characters that need no escape. A dot keeps its own: two of them without it are a step out of the folder. */
const plain = /[\w~-]/

const byte = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`

const respelled = (escape: string): string => {
  const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16))
  return plain.test(character) ? character : escape.toUpperCase()
}

/** Front pages are folders and end in a slash; nothing else does. */
const homes: ReadonlySet<string> = new Set(["/", ...languages.map(Paths.home)])

/**
 * The spelling of a path (without query) that is answered; the others are redirected to it. Escapes that say nothing
 * are undone, the others are in capitals; bytes that were sent as they are get theirs.
 */
export const of = (path: string): string => {
  const spelled = path.replace(/[\x80-\xff]/g, byte).replace(/%[0-9a-f]{2}/gi, respelled)
  if (homes.has(`${spelled}/`)) return `${spelled}/`
  return spelled.endsWith("/") && !homes.has(spelled) ? spelled.slice(0, -1) : spelled
}
