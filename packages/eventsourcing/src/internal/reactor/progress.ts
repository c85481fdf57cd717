/** How far a reactor has come: up to the last place before which nothing is left to do, with what came of it so far. */
import * as Position from "../../Position.ts"
import type { Change } from "./message.ts"

interface Entry {
  readonly position: Position.Position
  /** What the reaction came to; nothing while it goes on. */
  changes: ReadonlyArray<Change> | undefined
}

export interface Progress {
  /** An event was read and is being reacted to; call it back with what that came to. Positions never fall. */
  readonly begin: (position: Position.Position) => (changes: ReadonlyArray<Change>) => void
  /** Everything up to here has been read. */
  readonly pass: (position: Position.Position) => void
  /** What is done, from the front on, and was not taken before. */
  readonly take: () => {
    readonly position: Position.Position
    readonly reactions: number
    readonly changes: Array<Change>
  }
}

export const make = (start: Position.Position): Progress => {
  let entries: Array<Entry> = []
  let position = start
  return {
    begin: (at) => {
      const entry: Entry = { position: at, changes: undefined }
      entries.push(entry)
      return (changes) => void (entry.changes = changes)
    },
    // A page may be passed after its last event: it is done when all before it is.
    pass: (at) => void entries.push({ position: at, changes: passed }),
    take: () => {
      const open = entries.findIndex((entry) => entry.changes === undefined)
      const done = open < 0 ? entries : entries.slice(0, open)
      entries = open < 0 ? [] : entries.slice(open)
      // An event's place counts once all events of its position's page before it are done: positions never fall.
      for (const entry of done) position = Position.make(Math.max(position, entry.position))
      const reactions = done.filter((entry) => entry.changes !== passed).length
      return { position, reactions, changes: done.flatMap((entry) => entry.changes ?? []) }
    }
  }
}

const passed: ReadonlyArray<Change> = []
