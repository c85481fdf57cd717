/** Carries out the contract's operations on articles. */
import type { EventStore } from "@dateline/eventsourcing/EventStore"
import type { Projector } from "@dateline/eventsourcing/Projector"
import type { ViewStore } from "@dateline/eventsourcing/ViewStore"
import type { Acted } from "@dateline/publishing/Act"
import type * as ArticleInput from "@dateline/publishing/ArticleInput"
import * as Articles from "@dateline/publishing/Articles"
import * as Pages from "@dateline/publishing/Pages"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Option from "effect/Option"
import { Api, basePath } from "./Api.ts"
import * as ArticleResource from "./ArticleResource.ts"
import type { Draft } from "./ArticlesApi.ts"
import { Principal } from "./Authorization.ts"
import { commitIdOf } from "./IdempotencyKey.ts"
import { expectedVersion } from "./IfMatch.ts"
import { setHeader, setVersion, visible } from "./internal/carrying.ts"
import { refuse } from "./internal/refusals.ts"
import { NotFound, PreconditionFailed, type StaleVersion } from "./Problem.ts"

interface Headers {
  readonly "idempotency-key"?: string
  readonly "if-match"?: string
}

const answer = Effect.fnUntraced(function*({ id, position, version }: Acted) {
  yield* visible(position)
  yield* setVersion(version)
  return { id, version }
})

const refuseWrite = refuse(
  "Forbidden",
  "StaleVersion",
  "PayloadTooLarge",
  "ValidationFailed",
  "IdempotencyKeyReused",
  "Unavailable"
)

const draft = Effect.fn("Api.articles.draft")(function*(
  { headers, payload }: { readonly headers: Headers; readonly payload: typeof Draft.Type }
) {
  const actor = yield* Principal
  const commitId = commitIdOf(headers, { principal: actor, operation: "articles.draft" })
  const acted = yield* refuseWrite(Articles.draft({ ...payload, actor, commitId }))
  yield* setHeader("location", `${basePath}/articles/${acted.id}`)
  return yield* answer(acted)
})

const refuseCommand = refuse(
  "Forbidden",
  "NotFound",
  "StaleVersion",
  "WrongState",
  "PayloadTooLarge",
  "ValidationFailed",
  "IdempotencyKeyReused",
  "Unavailable"
)

/** The article is not at the version that was expected. One that has no version at all does not exist. */
const stale = (problem: StaleVersion, ifMatch: string | undefined) => {
  const { currentVersion } = problem
  if (currentVersion === 0) return new NotFound({})
  return ifMatch === undefined ? problem : new PreconditionFailed({ currentVersion })
}

/** A command to the article that the address names, on condition of `If-Match`. */
const command = <Input extends object>(
  name: string,
  act: (request: Articles.ArticleAct & Input) => ReturnType<typeof Articles.publish>
) =>
  Effect.fn(`Api.articles.${name}`)(function*(id: string, headers: Headers, input: Input) {
    const actor = yield* Principal
    const commitId = commitIdOf(headers, { principal: actor, operation: `articles.${name} ${id}` })
    const ifMatch = headers["if-match"]
    const acted = yield* act({ ...input, id, actor, commitId, ...expectedVersion(ifMatch) }).pipe(
      refuseCommand,
      Effect.catchTag("StaleVersion", (problem) => Effect.fail(stale(problem, ifMatch)))
    )
    return yield* answer(acted)
  })

const publish = command<object>("publish", Articles.publish)
const typo = command<ArticleInput.Typo>("typo", Articles.fixTypo)
const correct = command<ArticleInput.Correction>("correct", Articles.correct)
const retract = command<ArticleInput.Retraction>("retract", Articles.retract)

const get = Effect.fn("Api.articles.get")(function*(id: string) {
  const page = yield* refuse("Unavailable")(Pages.article(id))
  if (Option.isNone(page)) return yield* new NotFound({})
  yield* setVersion(page.value.version)
  return ArticleResource.article(page.value)
})

const list = Effect.fn("Api.articles.list")(function*(query: Pages.Paging & Pages.ArticleFilter) {
  const page = yield* refuse("MalformedRequest", "Unavailable")(Pages.articles(query))
  return { ...page, items: page.items.map(ArticleResource.summary) }
})

/** Handlers of the group `articles`. */
export const layer = HttpApiBuilder.group(
  Api,
  "articles",
  Effect.fnUntraced(function*(handlers) {
    const within = Effect.provideContext(yield* Effect.context<EventStore | ViewStore | Projector>())
    return handlers.handleAll({
      draft: (request) => within(draft(request)),
      publish: ({ headers, params }) => within(publish(params.id, headers, {})),
      typo: ({ headers, params, payload }) => within(typo(params.id, headers, payload)),
      correct: ({ headers, params, payload }) => within(correct(params.id, headers, payload)),
      retract: ({ headers, params, payload }) => within(retract(params.id, headers, payload)),
      get: ({ params }) => within(get(params.id)),
      list: ({ query }) => within(list(query))
    })
  })
)
