/** How many comments an article has: one document for each article that was ever commented on, by the article's id. */
import * as Projection from "@dateline/eventsourcing/Projection"
import { type CommentEvent, family, type Status } from "../domain/CommentEvents.ts"

export interface ThreadCount {
  /** Comments that readers see; tombstones do not count. */
  readonly visible: number
  /** Comments that wait for a decision. Not public. */
  readonly waiting: number
}

const count = (status: Status): ThreadCount => ({
  visible: status === "approved" ? 1 : 0,
  waiting: status === "pending" || status === "held" ? 1 : 0
})

const nothing: ThreadCount = { visible: 0, waiting: 0 }

/** What an event takes away and what it adds. */
const change = (event: CommentEvent): readonly [ThreadCount, ThreadCount] => {
  switch (event._tag) {
    case "CommentSubmitted":
      return [nothing, count("pending")]
    case "CommentHeld":
      return [nothing, nothing]
    case "CommentApproved":
      return [count("pending"), count("approved")]
    case "CommentRejected":
      return [count("pending"), count("rejected")]
    case "CommentWithdrawn":
    case "CommentErased":
      return [count(event.from), nothing]
  }
}

export const projection = Projection.make<ThreadCount, readonly [typeof family]>({
  name: "thread_counts",
  revision: 1,
  families: [family],
  indexes: [],
  keys: ({ event }) => event._tag === "CommentHeld" ? [] : [event.article],
  evolve: (counts = nothing, { event }) => {
    const [less, more] = change(event)
    return {
      visible: counts.visible - less.visible + more.visible,
      waiting: counts.waiting - less.waiting + more.waiting
    }
  }
})
