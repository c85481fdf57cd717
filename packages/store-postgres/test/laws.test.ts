import type { Harness, Law } from "@dateline/eventsourcing/testing"
import { Differential, laws, openVault } from "@dateline/eventsourcing/testing"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as PostgresErasureLedger from "../src/PostgresErasureLedger.ts"
import * as PostgresEventStore from "../src/PostgresEventStore.ts"
import * as PostgresKeyVault from "../src/PostgresKeyVault.ts"
import * as PostgresViewStore from "../src/PostgresViewStore.ts"
import { describePostgres, newPlace } from "./support/database.ts"
import { holdCommits } from "./support/hold.ts"
import { openProxy } from "./support/proxy.ts"
import { spawnLog } from "./support/spawnLog.ts"
import { execute } from "./support/statements.ts"

/** How many processes are killed while commits are in flight: `DATELINE_KILLS=1000` for a longer run. */
const kills = Number(process.env["DATELINE_KILLS"] ?? 5)

const harness: Harness = {
  sizes: { kills, patience: 60_000 + kills * 2000 },
  open: Effect.gen(function*() {
    const place = yield* newPlace
    const first = yield* Effect.acquireRelease(Scope.make(), (scope) => Scope.close(scope, Exit.void))
    const driver = yield* Scope.provide(PostgresEventStore.make(place), first)
    return {
      driver,
      connect: PostgresEventStore.make(place),
      reopen: Effect.andThen(Scope.close(first, Exit.void), PostgresEventStore.make(place)),
      spawn: spawnLog(place),
      hold: yield* Effect.map(Effect.scope, (scope) => Scope.provide(holdCommits(place), scope)),
      damage: {
        flip: ({ position }) =>
          execute(
            place.url,
            `UPDATE "${place.schema}".events SET payload = overlay(payload PLACING '#' FROM 3 FOR 1) WHERE place = ${position}`
          ),
        tear: Effect.fail("PostgreSQL itself takes back what a power cut has torn")
      }
    }
  }),
  views: Effect.gen(function*() {
    const place = yield* newPlace
    // The log in the same schema, as a newsroom has it.
    yield* PostgresEventStore.make(place)
    return { views: yield* PostgresViewStore.make(place), connect: PostgresViewStore.make(place) }
  }),
  vault: openVault(Effect.gen(function*() {
    const [keys, ledger] = [yield* newPlace, yield* newPlace]
    const connect = Effect.all({ storage: PostgresKeyVault.storage(keys), ledger: PostgresErasureLedger.make(ledger) })
    return { ...yield* connect, connect }
  }))
}

/** A log at the end of a line that loses answers. */
const lossy: Harness = {
  open: Effect.gen(function*() {
    const place = yield* newPlace
    const proxy = yield* openProxy(place.url)
    const driver = yield* PostgresEventStore.make({ ...place, url: proxy.url, listen: false })
    return { driver, connect: PostgresEventStore.make(place), cut: Effect.sync(proxy.loseNextAnswer) }
  })
}

const check = (list: ReadonlyArray<Law>, against: Harness) => {
  for (const law of list) it.live(law.name, () => law.check(against), 60_000 + kills * 2000)
}

const [changedByte] = laws.damage

describePostgres("the PostgreSQL stores keep the laws", () => {
  check([...laws.core, ...laws.model, ...laws.durable, ...laws.queries], harness)
  check([...laws.processes, ...laws.kill, changedByte!], harness)
  check(laws.cut, lossy)
  check([...laws.subscriptions, ...laws.views, ...laws.followers, ...laws.vault], harness)

  it.live("the log answers to random programs as the log in memory does", () =>
    Effect.gen(function*() {
      const open = Effect.flatMap(newPlace, PostgresEventStore.make)
      assert.isUndefined(yield* Differential.find({ open, programs: 40, seed: 100 }))
    }), 120_000)
})
