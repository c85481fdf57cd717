/** What can happen to a commenter. The names and fields are the storage format. */
import * as EventFamily from "@dateline/eventsourcing/EventFamily"
import * as Schema from "effect/Schema"

/** All events of `commenter-{subject}` streams. The subject is random: it says nothing about the person. */
export const family = EventFamily.make({
  category: "commenter",
  events: {
    SubjectForgotten: Schema.Struct({}).annotate({
      description: "The key of all that was sealed for the commenter has been destroyed."
    })
  }
})

export type CommenterEvent = EventFamily.EventOf<typeof family>
