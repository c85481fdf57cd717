/** All routes behind the gateway, on the socket. */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as HttpRouter from "effect/http/HttpRouter"
import * as Layer from "effect/Layer"
import * as ApiRoutes from "./ApiRoutes.ts"
import * as ArticleRoutes from "./ArticleRoutes.ts"
import * as AssetRoutes from "./AssetRoutes.ts"
import * as CommentRoutes from "./CommentRoutes.ts"
import * as DeskArticleRoutes from "./desk/ArticleRoutes.ts"
import * as EditorRoutes from "./desk/EditorRoutes.ts"
import * as QueueRoutes from "./desk/QueueRoutes.ts"
import { Sessions } from "./desk/Sessions.ts"
import * as SignInRoutes from "./desk/SignInRoutes.ts"
import * as FeedRoutes from "./FeedRoutes.ts"
import * as Gateway from "./Gateway.ts"
import * as HealthRoutes from "./HealthRoutes.ts"
import * as SitemapRoutes from "./SitemapRoutes.ts"
import * as SiteRoutes from "./SiteRoutes.ts"
import * as StatusRoutes from "./StatusRoutes.ts"

/** An Arabic slug of sixty letters is much longer than most parameters. */
const routerConfig = { caseSensitive: true, ignoreDuplicateSlashes: false, maxParamLength: 1000 } as const

const routes = Layer.mergeAll(
  HealthRoutes.layer,
  AssetRoutes.layer,
  SiteRoutes.layer,
  ArticleRoutes.layer,
  CommentRoutes.layer,
  StatusRoutes.layer,
  FeedRoutes.layer,
  SitemapRoutes.layer,
  ApiRoutes.layer,
  SignInRoutes.layer,
  QueueRoutes.layer,
  DeskArticleRoutes.layer,
  EditorRoutes.layer
)

/** What is added to the router first is outermost: the gateway sees every answer, those of the API too. */
const guarded = Layer.provideMerge(routes, Gateway.layer)

export const layer = HttpRouter.serve(guarded, {
  disableListenLog: true,
  disableLogger: true,
  routerConfig
}).pipe(Layer.provide(Sessions.layer), Layer.provide(NodeHttpServer.layerHttpServices))
