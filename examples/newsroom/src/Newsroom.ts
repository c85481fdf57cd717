/**
 * The newsroom from its first byte to its last: settings, folder, secrets, stores, views, content, socket, in this
 * order, and back. Each step needs the ones before it, and stopping undoes them in reverse.
 */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import { Projector } from "@dateline/eventsourcing/Projector"
import * as Commenters from "@dateline/publishing/Commenters"
import * as Policies from "@dateline/publishing/Policies"
import * as Projections from "@dateline/publishing/Projections"
import * as Console from "effect/Console"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { formatAddress, HttpServer } from "effect/http/HttpServer"
import * as Layer from "effect/Layer"
import type * as NetAddress from "effect/net/NetAddress"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { load as loadAssets } from "./assets/Assets.ts"
import * as ClientAddress from "./ClientAddress.ts"
import * as Config from "./Config.ts"
import * as DataFolder from "./DataFolder.ts"
import * as LogOutput from "./LogOutput.ts"
import * as RateLimit from "./RateLimit.ts"
import * as Sample from "./sample/Sample.ts"
import * as Secrets from "./Secrets.ts"
import * as ListeningServer from "./server/ListeningServer.ts"
import { PageCache } from "./server/PageCache.ts"
import * as Server from "./server/Server.ts"
import * as SignedOut from "./SignedOut.ts"
import { Site } from "./Site.ts"
import * as Stores from "./Stores.ts"
import * as Tokens from "./Tokens.ts"

/** Wrong passwords per address and minute. */
const signInAttempts = 5

/** Views that know everything that the log held at the start. */
const caughtUp = Effect.gen(function*() {
  const store = yield* EventStore
  const projector = yield* Projector
  yield* projector.caughtUp(yield* store.head)
})

/** Where readers are sent when nobody said where they come from; "every address" is none that a link could name. */
const ownAddress = (address: NetAddress.SocketAddress): string =>
  formatAddress(address).replace(/^http:\/\/(0\.0\.0\.0|\[::\]):/, "http://localhost:")

const site = Effect.fnUntraced(function*(
  settings: Config.Values,
  secrets: Secrets.Secrets,
  signedOut: SignedOut.SignedOut
) {
  const server = yield* HttpServer
  return Site.of({
    settings,
    baseUrl: Option.getOrElse(settings.baseUrl, () => ownAddress(server.address)),
    assets: yield* Effect.sync(loadAssets),
    account: secrets.account,
    commentRate: RateLimit.make(settings.rateLimit),
    signInRate: RateLimit.make(signInAttempts),
    clientAddress: ClientAddress.make(settings.trustedProxies),
    signedOut
  })
})

const showPassword = (folder: Option.Option<DataFolder.DataFolder>, secrets: Secrets.Secrets) =>
  Option.match(secrets.newPassword, {
    onNone: () => Effect.void,
    onSome: (password) =>
      Effect.andThen(
        Console.log(`Desk password for ${secrets.account.user}, shown this once: ${Redacted.value(password)}`),
        Secrets.keepAccount(folder, secrets)
      )
  })

const serve = Effect.fnUntraced(function*(
  settings: Config.Values,
  folder: Option.Option<DataFolder.DataFolder>,
  secrets: Secrets.Secrets
) {
  yield* Policies.ensure
  yield* Commenters.uphold
  if (settings.sample) yield* Sample.create
  yield* caughtUp
  const tokens = Layer.sync(Tokens.Tokens, () => Tokens.make(Redacted.value(secrets.signing)))
  const kept = PageCache.layer.pipe(Layer.provideMerge(tokens))
  const listening = ListeningServer.layer(settings).pipe(Layer.provideMerge(kept))
  const shared = Layer.effect(Site, site(settings, secrets, yield* SignedOut.load(folder)))
  const server = Server.layer.pipe(Layer.provide(shared), Layer.provideMerge(listening))
  const { address } = Context.get(yield* Layer.build(server), HttpServer)
  yield* showPassword(folder, secrets)
  yield* Console.log(`Newsroom ready: ${formatAddress(address)}/`)
  const projector = yield* Projector
  return yield* projector.stopped
})

/** Runs until it is interrupted; fails with one of the errors that each step names. */
export const run = Effect.gen(function*() {
  const settings = yield* Config.read
  const folder = settings.store === "memory"
    ? Option.none<DataFolder.DataFolder>()
    : Option.some(yield* DataFolder.open(settings.dataFolder))
  const secrets = yield* Secrets.load(settings, folder)
  const stores = Stores.layer(settings, folder, secrets)
  // One newsroom has the folder at a time, so whoever ran the views before is gone.
  const views = Projector.layer({ projections: Projections.all, lease: { takeOver: true } }).pipe(
    Layer.provideMerge(stores)
  )
  // A scope of its own: the socket closes, and requests in flight end, before the stores do.
  return yield* Effect.provide(Effect.scoped(serve(settings, folder, secrets)), views)
}).pipe(Effect.provide(LogOutput.layer))
