/** The digests of commits, each hashed together with all that came before it. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Chunk, EventStoreDriver, RecordedRaw } from "../../EventStoreDriver.ts"
import * as Position from "../../Position.ts"
import type { StoreFault } from "../../StoreError.ts"
import { type LogDamaged, make as makeVerifier } from "../../Verify.ts"
import { sha256 } from "../sha256.ts"

/** How far the chain has come. */
export interface Link {
  /** Of the last event of the last commit in it; 0 while it is empty. */
  readonly position: number
  readonly commits: number
  readonly chain: string
}

export const empty: Link = { position: 0, commits: 0, chain: "" }

const add = ({ chain, commits }: Link, { commit, position }: RecordedRaw): Link => ({
  position,
  commits: commits + 1,
  chain: sha256(`dateline-chain-1;${chain};${position};${commit.digest}`)
})

/**
 * The chain after every commit that follows a link, up to `last` (the log's end, unless told otherwise). Fails with
 * `LogDamaged` at a commit that is not what its digest says.
 */
export const through = Effect.fnUntraced(function*(
  driver: EventStoreDriver["Service"],
  from: Link,
  last = Number.MAX_SAFE_INTEGER
): Effect.fn.Return<Link, LogDamaged | StoreFault> {
  const verifier = makeVerifier({ after: from.position })
  let { chain, commits, position }: Link = from
  const take = (chunk: Chunk): LogDamaged | undefined => {
    const events = chunk.events.filter((event) => event.position <= last)
    const damage = verifier.next(events)
    for (const event of events) {
      if (event.index === event.commit.size - 1) {
        ;({ chain, commits, position } = add({ chain, commits, position }, event))
      }
    }
    return damage
  }
  yield* driver.readAll({ after: Position.make(from.position) }).pipe(
    Stream.takeUntil((chunk) => chunk.through >= last),
    Stream.runForEach((chunk) => {
      const damage = take(chunk)
      return damage ? Effect.fail(damage) : Effect.void
    })
  )
  const damage = verifier.end()
  return damage ? yield* damage : { chain, commits, position }
})
