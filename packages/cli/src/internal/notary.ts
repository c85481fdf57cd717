/** `dateline notary`: signed heads of the log, and holding the log against them. */
import { EventStoreDriver } from "@dateline/eventsourcing/EventStoreDriver"
import * as Notary from "@dateline/eventsourcing/Notary"
import { ViewStore } from "@dateline/eventsourcing/ViewStore"
import * as SqliteViewStore from "@dateline/store-sqlite/SqliteViewStore"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Config from "effect/Config"
import * as Console from "effect/Console"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as fs from "node:fs"
import { dataFlag, openLog } from "./dataFolder.ts"

/** The file of heads cannot be read. */
export class NoHeads extends Data.TaggedError("NoHeads")<{ readonly filename: string; readonly line: number }> {
  override get message(): string {
    return this.line === 0
      ? `${this.filename} cannot be read: give the file in which heads were kept, one in a line`
      : `Line ${this.line} of ${this.filename} is not a head of a log`
  }
}

const Head = Schema.fromJsonString(Schema.Struct({
  log: Schema.String,
  epoch: Schema.String,
  position: Schema.Int,
  commits: Schema.Int,
  chain: Schema.String,
  at: Schema.Int,
  key: Schema.String,
  signature: Schema.String
}))

/** The stores of the folder. A server may be running on it. */
const stores = Effect.fnUntraced(function*(data: string) {
  const { driver, filename } = yield* openLog(data)
  const views = yield* SqliteViewStore.make({ filename })
  return Context.make(EventStoreDriver, driver).pipe(Context.add(ViewStore, views))
})

const keys = Command.make(
  "keys",
  {},
  () =>
    Effect.flatMap(
      Notary.makeKeys,
      ({ key, secret }) => Console.log(`DATELINE_NOTARY_SECRET=${secret}\npublic key: ${key}`)
    )
).pipe(
  Command.withDescription("Make a new key pair: the secret is for whoever signs, the public key for whoever verifies")
)

const sign = Command.make("sign", { data: dataFlag }, ({ data }) =>
  Effect.gen(function*() {
    const secret = yield* Config.Redacted("DATELINE_NOTARY_SECRET")
    const signer = yield* Notary.signer(Redacted.value(secret))
    const head = yield* Effect.provide(Notary.extend(signer), yield* stores(data))
    yield* Option.match(head, {
      onNone: () => Console.error("Nothing was committed since the last head"),
      onSome: (signed) => Console.log(JSON.stringify(signed))
    })
  }).pipe(Effect.scoped)).pipe(
    Command.withDescription("Check what was committed since, and print a signed head; keep a copy elsewhere")
  )

const parse = Effect.fnUntraced(function*(filename: string) {
  const text = yield* Effect.try({
    try: () => fs.readFileSync(filename, "utf8"),
    catch: () => new NoHeads({ filename, line: 0 })
  })
  const lines = text.split("\n").map((line, place) => [line.trim(), place + 1] as const).filter(([line]) => line !== "")
  return yield* Effect.forEach(
    lines,
    ([line, place]) =>
      Effect.mapError(Schema.decodeUnknownEffect(Head)(line), () => new NoHeads({ filename, line: place }))
  )
})

const headsFlag = Flag.String("heads").pipe(
  Flag.withMetavar("file"),
  Flag.withDescription("Heads that were kept elsewhere, one in a line; those in the data folder unless told otherwise"),
  Flag.optional
)
const trustedFlag = Flag.String("trust").pipe(
  Flag.withMetavar("key"),
  Flag.withDescription("A public key that is trusted")
)

const verify = Command.make(
  "verify",
  { data: dataFlag, heads: headsFlag, trust: trustedFlag },
  (options) =>
    Effect.gen(function*() {
      const services = yield* stores(options.data)
      const heads = yield* Option.match(options.heads, {
        onNone: () => Effect.provide(Notary.heads, services),
        onSome: (filename) => parse(filename)
      })
      const reached = yield* Effect.provide(Notary.verify({ heads, trusted: [options.trust] }), services)
      const head = yield* Context.get(services, EventStoreDriver).head
      const hold = heads.length === 1 ? "One head holds" : `${heads.length} heads hold`
      yield* Console.log(`${hold}: the log is what was signed, up to position ${reached} of ${head}`)
    }).pipe(Effect.scoped)
).pipe(Command.withDescription("Hold the log against signed heads; exit 1 names what does not hold"))

export const notary = Command.make("notary").pipe(
  Command.withDescription("Signed heads, by which somebody outside can tell whether the past was changed"),
  Command.withSubcommands([keys, sign, verify])
)
