/** What can happen to a commenter. The names and fields are the storage format. */
import * as EventFamily from "@dateline/eventsourcing/EventFamily"

/** All events of `commenter-{subject}` streams. The subject is random: it says nothing about the person. */
export const family = EventFamily.make({
  category: "commenter",
  events: {
    /** The key of all that was sealed for the commenter has been destroyed. */
    SubjectForgotten: {}
  }
})

export type CommenterEvent = EventFamily.EventOf<typeof family>
