/** Everything that can happen in a newsroom: for whoever reads the whole log, or describes what is in it. */
import { family as article } from "./domain/ArticleEvents.ts"
import { family as commenter } from "./domain/CommenterEvents.ts"
import { family as comment } from "./domain/CommentEvents.ts"
import { family as policy } from "./domain/PolicyEvents.ts"

/** The events of every category. `EventCatalogue.make(families)` describes them. */
export const families = [article, comment, policy, commenter] as const
