/** Stores that each break one law of what happens to processes, disks and connections, and keep all the others. Not for use. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as CommitId from "../CommitId.ts"
import type { Commit } from "../EventStoreDriver.ts"
import { any, matches } from "../Expected.ts"
import { commitDigest } from "../internal/digest.ts"
import type { Driver } from "./Harness.ts"
import { fromText } from "./portable.ts"
import { wrong, type WrongStore } from "./wrongStore.ts"

/** A process that knows the versions of streams from when it began, and from what it wrote itself. */
const secluded = Effect.fnUntraced(function*(right: Driver) {
  const known = new Map<string, number>()
  const chunks = yield* Stream.runCollect(right.readAll({}))
  for (const { stream, version } of chunks.flatMap(({ events }) => events)) known.set(stream, version)
  const commit: Driver["commit"] = Effect.fnUntraced(function*(commit) {
    const [{ expected, stream }] = commit.appends
    if (expected._tag !== "Exactly" || !matches(expected, known.get(stream) ?? 0)) return yield* right.commit(commit)
    const outcome = yield* right.commit({ ...commit, appends: [{ ...commit.appends[0], expected: any }] })
    if (outcome._tag === "Committed") known.set(stream, outcome.receipt.versions[0]!)
    return outcome
  })
  return { commit }
})

/** What a disk holds is believed, whatever it was when it was written. */
const believing = ({ line }: { readonly line: string }): Commit => {
  const commit = fromText(line) as Commit // the simulated disk holds commits
  return { ...commit, digest: commitDigest(commit.id, { role: "law", id: "law" }, commit.appends) }
}

/** The first event of a commit, as if it had been all. */
const beginning = (commit: Commit): Commit => {
  const [{ events, ...append }] = commit.appends
  return { ...commit, appends: [{ ...append, events: [events[0]] }] }
}

export const wrongAccidentStores: ReadonlyArray<WrongStore> = [
  wrong(
    "believes in other processes what it read when it began",
    "of writers in several processes that expect the same version exactly one wins, at 0 and above",
    { process: secluded }
  ),
  wrong(
    "acknowledges before it has written",
    "a process that is killed while it writes has lost nothing that it acknowledged, and leaves nothing in part",
    { unwritten: 20 }
  ),
  wrong(
    "believes whatever the disk says",
    "a changed byte is found, its place is named, and what came before it can be read",
    { read: believing }
  ),
  wrong(
    "takes a beginning of a commit for all of it",
    "a write that was cut short is gone as a whole, and the log goes on from before it",
    { torn: beginning }
  ),
  wrong(
    "tries again under another id when an answer was lost",
    "a writer whose answer was lost learns that the commit was made, and is never told of a conflict with itself",
    { cut: (right, commit) => right.commit({ ...commit, id: CommitId.make(`${commit.id}-again`) }) }
  ),
  wrong(
    "writes what there is room for",
    "on a full disk a commit fails by a fault and leaves nothing in part; when there is room again, it is made",
    { full: (right, commit) => right.commit({ ...beginning(commit), id: CommitId.make(`${commit.id}-part`) }) }
  )
]
