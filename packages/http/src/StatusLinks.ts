/** Where a commenter follows what becomes of a comment: a private page whose address only its author is given. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"

/**
 * Makes the address of a comment's status page. It is answered to whoever submits the comment, and to nobody else, so
 * it must not be possible to guess: sign it. The API has no default, because it has no such page.
 */
export class StatusLinks extends Context.Service<StatusLinks, {
  /** An absolute address or a path. */
  readonly url: (commentId: string) => Effect.Effect<string>
}>()("@dateline/http/StatusLinks") {}
