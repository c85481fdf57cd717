/** Books that a library lends, and the reminders that it sends. */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import * as EventFamily from "@dateline/eventsourcing/EventFamily"
import * as EventStore from "@dateline/eventsourcing/EventStore"
import * as Expected from "@dateline/eventsourcing/Expected"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

export const Loans = EventFamily.make({
  category: "loan",
  events: {
    /** `due`: milliseconds since the Unix epoch. */
    BookLent: { reader: Schema.String, due: Schema.Int },
    BookReturned: {},
    ReaderReminded: {}
  }
})

export type Loan = EventFamily.EventOf<typeof Loans>

const streamOf = (book: string) => Result.getOrThrow(StreamId.make("loan", book))

export const commit = (id: string, book: string, event: Loan) =>
  Effect.flatMap(EventStore.EventStore, (store) =>
    store.commit({
      id: CommitId.make(id),
      actor: { role: "librarian", id: "l-1" },
      appends: [EventStore.append(Loans, streamOf(book), Expected.any, [event])]
    }))
