/** What every route of the running newsroom shares. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Assets } from "./assets/Assets.ts"
import type { ClientAddress } from "./ClientAddress.ts"
import type { Values } from "./Config.ts"
import type { Language } from "./language/Catalogue.ts"
import type { RateLimit } from "./RateLimit.ts"
import type { Secrets } from "./Secrets.ts"
import type { SignedOut } from "./SignedOut.ts"
import type { Alternate, Frame } from "./site/Models.ts"

export class Site extends Context.Service<Site, {
  readonly settings: Values
  /** Where readers reach the newsroom, without a slash at its end. */
  readonly baseUrl: string
  readonly assets: Assets
  readonly account: Secrets["account"]
  readonly commentRate: RateLimit
  readonly signInRate: RateLimit
  /** By which the limits know a client. */
  readonly clientAddress: ClientAddress
  readonly signedOut: SignedOut
}>()("newsroom/Site") {
  /** Whether readers come by https, so that cookies may insist on it. */
  static readonly isSecure = (site: Site["Service"]): boolean => site.baseUrl.startsWith("https:")
}

/** What a public page says about itself. */
export const frame = (page: {
  readonly language: Language
  readonly path: string
  readonly alternates?: ReadonlyArray<Alternate>
}): Effect.Effect<Frame, never, Site> =>
  Effect.gen(function*() {
    const { assets, baseUrl } = yield* Site
    const now = yield* Clock.currentTimeMillis
    return { alternates: [], ...page, baseUrl, now, assets: assets.links }
  })
