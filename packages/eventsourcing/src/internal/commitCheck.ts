/** Compares the events of each commit with the commit's digest, as they are read. */
import type { RecordedRaw } from "../EventStoreDriver.ts"
import type { Actor } from "../Recorded.ts"
import { appendsOf, commitDigest } from "./digest.ts"

/**
 * Takes events in the order in which they are read, with the author that their commit names; answers the first event of a
 * commit that is not what its digest says. A commit of which only a part is read, because a query selects or a stream
 * holds no more of it, cannot be compared.
 */
export type CommitCheck = (event: RecordedRaw, actor: Actor) => RecordedRaw | undefined

export const make = (): CommitCheck => {
  let read: Array<RecordedRaw> = []
  return (event, actor) => {
    const { commit, index } = event
    if (index === 0) read = [event]
    else if (index === read.length && read[0]!.commit.id === commit.id) read.push(event)
    else read = []
    if (read.length !== commit.size) return undefined
    return commitDigest(commit.id, actor, appendsOf(read)) === commit.digest ? undefined : read[0]
  }
}
