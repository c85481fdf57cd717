/** What can happen to a database file. */
import type { Damage } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"

/** Changes one byte of an event's text, wherever in the file it is. */
const flip = (filename: string, payload: string): void => {
  const bytes = fs.readFileSync(filename)
  const { text } = JSON.parse(payload) as { readonly text: string } // the laws write it
  const at = bytes.indexOf(text)
  if (at < 0) throw new Error(`"${text}" is not in ${filename}`)
  bytes[at]! ^= 1
  fs.writeFileSync(filename, bytes)
}

/** The file as a power cut leaves it: its log of writes, with the last frame cut in two, is not yet in the database. */
const tear = (filename: string, close: Effect.Effect<void>) =>
  Effect.gen(function*() {
    const [database, writes] = [fs.readFileSync(filename), fs.readFileSync(`${filename}-wal`)]
    yield* close
    fs.writeFileSync(filename, database)
    fs.writeFileSync(`${filename}-wal`, writes.subarray(0, -100))
    fs.rmSync(`${filename}-shm`, { force: true })
  })

/** `close` closes every connection. */
export const hurtFile = (filename: string, close: Effect.Effect<void>): Damage => ({
  flip: ({ payload }) => Effect.andThen(close, Effect.sync(() => flip(filename, payload))),
  tear: tear(filename, close)
})
