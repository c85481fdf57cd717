import { Origin } from "@dateline/eventsourcing/Origin"
import { StoreFault } from "@dateline/eventsourcing/StoreError"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServer from "effect/http/HttpServer"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import { afterAll, beforeEach, describe, expect, it } from "vitest"
import { load } from "../../src/assets/Assets.ts"
import * as ClientAddress from "../../src/ClientAddress.ts"
import * as Config from "../../src/Config.ts"
import { LogOutput } from "../../src/LogOutput.ts"
import * as RateLimit from "../../src/RateLimit.ts"
import { Sessions } from "../../src/server/desk/Sessions.ts"
import * as Gateway from "../../src/server/Gateway.ts"
import { Refusal } from "../../src/server/Refusal.ts"
import * as Routes from "../../src/server/Routes.ts"
import * as SignedOut from "../../src/SignedOut.ts"
import { Site } from "../../src/Site.ts"
import * as Stores from "../../src/Stores.ts"
import * as Tokens from "../../src/Tokens.ts"

const private_ = "fatima@example.org"

const faults = Layer.mergeAll(
  Routes.at("/fr/defect", { GET: () => Effect.die(new Error(`no such person: ${private_}`)) }),
  Routes.at("/fr/origin", {
    GET: () => Effect.map(Origin, ({ correlationId }) => HttpServerResponse.text(String(correlationId)))
  }),
  Routes.at("/fr/unknown", { GET: () => Effect.fail({ _tag: "Unheard", email: private_ }) }),
  Routes.at("/fr/store", {
    GET: () => Effect.fail(new StoreFault({ operation: "commit", cause: new Error(private_), retryable: true }))
  }),
  Routes.at("/fr/killed", {
    GET: () => Effect.fail(new Refusal({ status: 410, notice: "Retiré sur ordre de l'agence" }))
  })
)

const site = Layer.effect(
  Site,
  Effect.gen(function*() {
    const settings = yield* Config.read
    const account = { user: "admin", passwordHash: "", generation: "" }
    const rate = RateLimit.make(10)
    const rates = { commentRate: rate, signInRate: rate }
    const signedOut = yield* SignedOut.load(Option.none())
    const known = { account, clientAddress: ClientAddress.make([]), signedOut }
    return Site.of({ settings, baseUrl: "http://localhost", assets: load(), ...known, ...rates })
  }).pipe(Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env: {} })), Effect.orDie)
)

const shared = Sessions.layer.pipe(
  Layer.provideMerge(Layer.mergeAll(site, Layer.sync(Tokens.Tokens, () => Tokens.make("a secret of the newsroom"))))
)

const lines: Array<string> = []
const keep = (line: string): void => void lines.push(line)
const logger = Layer.merge(Logger.layer([Logger.map(Logger.formatLogFmt, keep)]), Layer.succeed(LogOutput, keep))

const { dispose, handler } = HttpRouter.toWebHandler(
  faults.pipe(
    Layer.provideMerge(Gateway.layer),
    Layer.provide([shared, Stores.memory, HttpServer.layerServices]),
    Layer.provideMerge(logger)
  ),
  { disableLogger: true }
)

const get = async (path: string) => {
  const response = await handler(new Request(`http://localhost${path}`))
  return { response, text: await response.text(), log: lines.join("\n") }
}

beforeEach(() => {
  lines.length = 0
})

afterAll(dispose)

describe("a fault of ours", () => {
  it.each([["/fr/defect", 500], ["/fr/unknown", 500], ["/fr/store", 503]])(
    "at %s is answered with %i, in the page's language, and a number that the log has too",
    async (path, status) => {
      const { log, response, text } = await get(path)
      const id = response.headers.get("x-correlation-id") ?? "none"
      expect(response.status).toBe(status)
      expect(text).toContain("<html lang=\"fr")
      expect(id).toMatch(/^[0-9a-f-]{36}$/)
      expect(log).toContain(`id=${id}`)
      expect(log).toContain(`route=${path} status=${status}`)
    }
  )

  it("says nothing of what it was about, neither to the reader nor in the log", async () => {
    const answers = [await get("/fr/defect"), await get("/fr/unknown"), await get("/fr/store")]
    for (const { log, text } of answers) {
      expect(text).not.toContain(private_)
      expect(text).not.toMatch(/\.ts:\d+/)
      expect(log).not.toContain(private_)
    }
  })

  it("has the security headers like any answer", async () => {
    const { response } = await get("/fr/defect")
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'")
  })
})

describe("whatever a request commits", () => {
  it("says which request it was, and the log's line of the request says the same", async () => {
    const { log, text } = await get("/fr/origin")
    expect(text).toMatch(/^[0-9a-f-]{36}$/)
    expect(log).toContain(`route=/fr/origin status=200`)
    expect(log).toContain(`id=${text}`)
  })
})

describe("what is gone for good", () => {
  it("is answered with 410 and the public notice", async () => {
    const { response, text } = await get("/fr/killed")
    expect([response.status, text.includes("Retiré sur ordre")]).toEqual([410, true])
  })
})
