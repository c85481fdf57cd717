/** Carries out the contract's operations on comments. */
import type { EventStore } from "@dateline/eventsourcing/EventStore"
import type { KeyVault } from "@dateline/eventsourcing/KeyVault"
import type { Projector } from "@dateline/eventsourcing/Projector"
import type { ViewStore } from "@dateline/eventsourcing/ViewStore"
import * as Comments from "@dateline/publishing/Comments"
import * as Pages from "@dateline/publishing/Pages"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Option from "effect/Option"
import { Api } from "./Api.ts"
import * as CommentResource from "./CommentResource.ts"
import type { Submission } from "./CommentsApi.ts"
import { commitIdOf } from "./IdempotencyKey.ts"
import { setHeader, visible } from "./internal/carrying.ts"
import { refuse } from "./internal/refusals.ts"
import { NotFound } from "./Problem.ts"
import { RateLimit } from "./RateLimit.ts"
import { StatusLinks } from "./StatusLinks.ts"

/** The article, if the public may know of it. */
const publicArticle = Effect.fnUntraced(function*(id: string) {
  const page = yield* refuse("Unavailable")(Pages.article(id))
  return Option.isSome(page) ? page.value : yield* new NotFound({})
})

const limited = Effect.gen(function*() {
  const limit = yield* RateLimit
  yield* limit.check("comments.submit", yield* HttpServerRequest).pipe(
    Effect.tapError(({ retryAfter }) => setHeader("retry-after", String(retryAfter)))
  )
})

const refuseSubmission = refuse(
  "CommentsClosed",
  "NotFound",
  "PayloadTooLarge",
  "ValidationFailed",
  "IdempotencyKeyReused",
  "Unavailable"
)

const submit = Effect.fn("Api.comments.submit")(function*(
  articleId: string,
  headers: { readonly "idempotency-key"?: string },
  payload: typeof Submission.Type
) {
  yield* limited
  const { language } = yield* publicArticle(articleId)
  const commitId = commitIdOf(headers, { operation: `comments.submit ${articleId}` })
  const submission = { language, ...payload, articleId, commitId }
  const { id, position } = yield* refuseSubmission(Comments.submit(submission))
  yield* visible(position)
  return { id, status: "pending" as const, statusUrl: yield* (yield* StatusLinks).url(id) }
})

const list = Effect.fn("Api.comments.list")(function*(article: string, paging: Pages.Paging) {
  yield* publicArticle(article)
  const page = yield* refuse("MalformedRequest", "Unavailable")(Pages.thread({ ...paging, article }))
  return { ...page, items: page.items.flatMap(CommentResource.visible) }
})

/** Handlers of the group `comments`. */
export const layer = HttpApiBuilder.group(
  Api,
  "comments",
  Effect.fnUntraced(function*(handlers) {
    const within = Effect.provideContext(
      yield* Effect.context<EventStore | ViewStore | KeyVault | Projector | StatusLinks | RateLimit>()
    )
    return handlers.handleAll({
      submit: ({ headers, params, payload }) => within(submit(params.id, headers, payload)),
      list: ({ params, query }) => within(list(params.id, query))
    })
  })
)
