/** The server of a test file, and a schema of its own for each test. */
import { describe } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { randomUUID } from "node:crypto"
import { afterAll, beforeAll } from "vitest"
import { missing, type OwnServer, type Server, startServer } from "../../../../scripts/postgres/Server.ts"
import type { Address } from "../../src/PostgresConnection.ts"

let server: Server | undefined

const running = (): Server => {
  if (server === undefined) throw new Error("the server has not been started")
  return server
}

/** A suite that needs a server; one that cannot have it is skipped and says what is missing. */
export const describePostgres = (name: string, body: () => void): void => {
  const title = missing === undefined ? name : `${name} (not run: ${missing})`
  describe.skipIf(missing !== undefined)(title, () => {
    beforeAll(async () => {
      server ??= await startServer()
    })
    afterAll(async () => {
      await server?.close()
      server = undefined
    })
    body()
  })
}

export const urlOf = (): string => running().url

/** Nothing when the server is another's, which is not to be hurt. */
export const ownServer = (): OwnServer | undefined => running().own

/** Where a store finds a schema that nobody has used. */
export const newPlace: Effect.Effect<Address & { readonly url: string; readonly schema: string }> = Effect.sync(() => ({
  url: urlOf(),
  schema: `test ${randomUUID()}`
}))
