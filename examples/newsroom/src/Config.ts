/**
 * Everything the environment may say, read once at start. A wrong value ends the start with one sentence that names the
 * variable and what it must be; the sentence never repeats a value, because some of them are secrets.
 */
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { isNetwork } from "./ClientAddress.ts"
import type { Language } from "./language/Catalogue.ts"

/** A variable of the environment has a value that the newsroom cannot use. */
export class InvalidSetting extends Data.TaggedError("InvalidSetting")<{
  readonly name: string
  /** Ends the sentence "NAME must be …". */
  readonly expectation: string
}> {
  override get message(): string {
    return `${this.name} must be ${this.expectation}`
  }
}

export interface Values {
  /** Address to listen on. */
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  readonly dataFolder: string
  readonly store: "sqlite" | "memory"
  /** The PostgreSQL that keeps events and views; none: the data folder does. */
  readonly databaseUrl: Option.Option<Redacted.Redacted<string>>
  /** Where readers reach the site, without a slash at its end; none: the address it listens on. */
  readonly baseUrl: Option.Option<string>
  /** Signs tokens and cookies; none: kept in the data folder. */
  readonly secret: Option.Option<Redacted.Redacted<string>>
  /** 32 bytes in hexadecimal or base64 that wrap the data keys; none: kept in the data folder. */
  readonly masterKey: Option.Option<Redacted.Redacted<string>>
  /** The one that it replaces, until every data key is wrapped anew. */
  readonly previousMasterKey: Option.Option<Redacted.Redacted<string>>
  readonly deskUser: string
  /** None: the one from an earlier start, or else a random one. */
  readonly deskPassword: Option.Option<Redacted.Redacted<string>>
  /** None: the API reads and takes comments, and does nothing else. */
  readonly apiToken: Option.Option<Redacted.Redacted<string>>
  readonly sample: boolean
  /** The language at `/`. */
  readonly language: Language
  /** A comment form filled in faster than this many seconds was not filled in by a person. */
  readonly formMinSeconds: number
  /** Comments per address and minute. */
  readonly rateLimit: number
  /** Addresses and networks of proxies whose `X-Forwarded-For` tells who the client is; usually none. */
  readonly trustedProxies: ReadonlyArray<string>
}

/** What the newsroom was started with. */
export class Settings extends Context.Service<Settings, Values>()("newsroom/Settings") {}

const whole = (minimum: number, maximum: number) =>
  Schema.String.check(Schema.isPattern(/^\d{1,9}$/)).pipe(
    Schema.decodeTo(Schema.Number, SchemaTransformation.numberFromString),
    Schema.check(Schema.isBetween({ minimum, maximum }))
  )

const httpOrigin = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && url.pathname === "/" &&
    url.search === "" && url.hash === "" && url.username === ""
}

const baseUrl = Schema.String.check(Schema.makeFilter(httpOrigin))
const secret = (minimum: number) => Schema.RedactedFromValue(Schema.String.check(Schema.isMinLength(minimum)))
const key = Schema.RedactedFromValue(
  Schema.String.check(Schema.isPattern(/^([0-9a-fA-F]{64}|[\w+/-]{43}=?)$/))
)
const isDatabase = (text: string): boolean => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)
const database = Schema.RedactedFromValue(Schema.String.check(Schema.makeFilter(isDatabase)))
const host = Schema.String.check(Schema.isPattern(/^[\w.:%-]{1,255}$/))
const user = Schema.String.check(Schema.isPattern(/^[\w.@-]{1,64}$/))
const listed = (text: string): ReadonlyArray<string> => text.split(",").map((one) => one.trim())
const networks = Schema.String.check(Schema.makeFilter((text) => listed(text).every(isNetwork)))
const onOff = Schema.Literals(["on", "off"])

/** Reads one variable. An empty one counts as absent. */
const required = <A>(name: string, codec: Schema.ConstraintCodec<A, unknown>, expectation: string, fallback: A) =>
  Config.schema(codec, name).pipe(Config.withDefault(fallback), explain(name, expectation))

const optional = <A>(name: string, codec: Schema.ConstraintCodec<A, unknown>, expectation: string) =>
  Config.option(Config.schema(codec, name)).pipe(explain(name, expectation))

const explain = (name: string, expectation: string) => <A>(config: Effect.Effect<A, Config.ConfigError>) =>
  Effect.mapError(config, () => new InvalidSetting({ name, expectation }))

/** Stores that have a name in this environment and no adapter in this build. */
const absent = (name: string, store: string) =>
  Effect.flatMap(Config.option(Config.String(name)).pipe(explain(name, "text")), (value) =>
    Option.isNone(value)
      ? Effect.void
      : new InvalidSetting({ name, expectation: `unset: this newsroom has no ${store} store` }))

const readEach: Effect.Effect<Values, InvalidSetting> = Effect.gen(function*() {
  yield* absent("DATELINE_LOG", "NATS")
  return {
    host: yield* required("HOST", host, "a host name or an IP address", "127.0.0.1"),
    port: yield* required("PORT", whole(0, 65_535), "a whole number from 0 to 65535", 3000),
    dataFolder: yield* required("DATELINE_DATA", Schema.NonEmptyString, "the path of a folder", "./data"),
    store: yield* required("DATELINE_STORE", Schema.Literals(["sqlite", "memory"]), "sqlite or memory", "sqlite"),
    databaseUrl: yield* optional(
      "DATELINE_DATABASE_URL",
      database,
      "the address of a PostgreSQL database, such as postgres://user@host/database"
    ),
    baseUrl: Option.map(
      yield* optional(
        "DATELINE_BASE_URL",
        baseUrl,
        "an http or https address without a path, such as https://example.org"
      ),
      (text) => new URL(text).origin
    ),
    secret: yield* optional("DATELINE_SECRET", secret(16), "a secret of at least 16 characters"),
    masterKey: yield* optional("DATELINE_MASTER_KEY", key, "32 bytes in hexadecimal or base64"),
    previousMasterKey: yield* optional("DATELINE_MASTER_KEY_PREVIOUS", key, "32 bytes in hexadecimal or base64"),
    deskUser: yield* required("DATELINE_DESK_USER", user, "1 to 64 letters, digits and . _ @ -", "admin"),
    deskPassword: yield* optional("DATELINE_DESK_PASSWORD", secret(1), "a password"),
    apiToken: yield* optional("DATELINE_API_TOKEN", secret(16), "a token of at least 16 characters"),
    sample: (yield* required("DATELINE_SAMPLE", onOff, "on or off", "on")) === "on",
    language: yield* required("DATELINE_LANGUAGE", Schema.Literals(["ar", "fr", "en"]), "ar, fr or en", "ar"),
    formMinSeconds: yield* required("DATELINE_FORM_MIN_SECONDS", whole(0, 3600), "a whole number from 0 to 3600", 2),
    rateLimit: yield* required("DATELINE_RATE_LIMIT", whole(1, 1_000_000), "a whole number from 1 to 1000000", 10),
    trustedProxies: Option.match(
      yield* optional("DATELINE_TRUSTED_PROXIES", networks, "IP addresses or networks with commas between them"),
      { onNone: () => [], onSome: listed }
    )
  }
})

/** Reads the environment. Fails with {@link InvalidSetting} for the first variable with a wrong value. */
export const read: Effect.Effect<Values, InvalidSetting> = Effect.gen(function*() {
  const values = yield* readEach
  if (values.store === "memory" && Option.isSome(values.databaseUrl)) {
    return yield* new InvalidSetting({ name: "DATELINE_STORE", expectation: "unset beside DATELINE_DATABASE_URL" })
  }
  return values
})
