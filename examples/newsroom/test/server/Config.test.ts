import { describe, expect, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import * as Config from "../../src/Config.ts"

const read = (env: Record<string, string>) =>
  Config.read.pipe(Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env })))

const sentence = (env: Record<string, string>) =>
  read(env).pipe(Effect.match({ onFailure: ({ message }) => message, onSuccess: () => "accepted" }))

const fileAt = (path: string) => readFileSync(join(import.meta.dirname, path), "utf8")

describe("the environment", () => {
  it("is told in the README, every variable, and nothing else is", () => {
    const read = fileAt("../../src/Config.ts").match(/"(?:HOST|PORT|DATELINE_\w+)"/g)?.map((name) => name.slice(1, -1))
    const table = fileAt("../../../../README.md").split("Settings are environment variables:")[1]?.split("\n##")[0]
    const told = table?.match(/(?<=`)(?:HOST|PORT|DATELINE_\w+)(?=`)/g)
    expect(new Set(told)).toEqual(new Set(read?.filter((name) => name !== "DATELINE_LOG")))
  })

  it.effect("may be empty", () =>
    Effect.gen(function*() {
      const settings = yield* read({})
      expect(settings).toMatchObject({
        host: "127.0.0.1",
        port: 3000,
        dataFolder: "./data",
        store: "sqlite",
        deskUser: "admin",
        sample: true,
        language: "ar",
        formMinSeconds: 2
      })
      expect(Option.isNone(settings.apiToken)).toBe(true)
    }))

  it.effect("is read where it says something, and an empty variable says nothing", () =>
    Effect.gen(function*() {
      const settings = yield* read({
        PORT: "0",
        DATELINE_SAMPLE: "off",
        DATELINE_LANGUAGE: "",
        DATELINE_BASE_URL: "https://Example.org/"
      })
      expect(settings).toMatchObject({
        port: 0,
        sample: false,
        language: "ar",
        baseUrl: Option.some("https://example.org")
      })
    }))

  it.each([
    [{ PORT: "abc" }, "PORT must be a whole number from 0 to 65535"],
    [
      { DATELINE_TRUSTED_PROXIES: "10.0.0.0/8, proxy" },
      "DATELINE_TRUSTED_PROXIES must be IP addresses or networks with commas between them"
    ],
    [{ PORT: "65536" }, "PORT must be a whole number from 0 to 65535"],
    [{ PORT: "0x50" }, "PORT must be a whole number from 0 to 65535"],
    [{ PORT: "-1" }, "PORT must be a whole number from 0 to 65535"],
    [{ HOST: "no host" }, "HOST must be a host name or an IP address"],
    [{ DATELINE_STORE: "mongo" }, "DATELINE_STORE must be sqlite or memory"],
    [{ DATELINE_SAMPLE: "yes" }, "DATELINE_SAMPLE must be on or off"],
    [{ DATELINE_LANGUAGE: "es" }, "DATELINE_LANGUAGE must be ar, fr or en"],
    [{ DATELINE_FORM_MIN_SECONDS: "soon" }, "DATELINE_FORM_MIN_SECONDS must be a whole number from 0 to 3600"],
    [{ DATELINE_RATE_LIMIT: "0" }, "DATELINE_RATE_LIMIT must be a whole number from 1 to 1000000"],
    [{ DATELINE_API_TOKEN: "short" }, "DATELINE_API_TOKEN must be a token of at least 16 characters"],
    [{ DATELINE_SECRET: "short" }, "DATELINE_SECRET must be a secret of at least 16 characters"],
    [{ DATELINE_MASTER_KEY: "short" }, "DATELINE_MASTER_KEY must be 32 bytes in hexadecimal or base64"],
    [
      { DATELINE_BASE_URL: "example.org" },
      "DATELINE_BASE_URL must be an http or https address without a path, such as https://example.org"
    ],
    [
      { DATELINE_BASE_URL: "https://example.org/news" },
      "DATELINE_BASE_URL must be an http or https address without a path, such as https://example.org"
    ],
    [
      { DATELINE_DATABASE_URL: "postgres://x", DATELINE_STORE: "memory" },
      "DATELINE_STORE must be unset beside DATELINE_DATABASE_URL"
    ],
    [
      { DATELINE_DATABASE_URL: "mysql://x" },
      "DATELINE_DATABASE_URL must be the address of a PostgreSQL database, such as postgres://user@host/database"
    ]
  ])(
    "%j is refused in one sentence",
    (env, expected) =>
      Effect.runPromise(Effect.map(sentence(env as Record<string, string>), (text) => expect(text).toBe(expected)))
  )

  it.effect("is not repeated in the sentence, because it may be a secret", () =>
    Effect.map(sentence({ DATELINE_API_TOKEN: "hunter2" }), (text) => expect(text).not.toContain("hunter2")))
})
