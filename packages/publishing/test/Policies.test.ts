import { EventStore } from "@dateline/eventsourcing/EventStore"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { roles } from "../src/domain/Actor.ts"
import { policy } from "../src/domain/DefaultPolicy.ts"
import * as Permissions from "../src/domain/Permissions.ts"
import * as Policies from "../src/Policies.ts"
import { as, eventCount, fresh, inNewsroom, layerStores } from "./newsroom.ts"

const chief = as("chief-editor")
const propose = (version: number, actor = chief) =>
  Policies.propose({ actor, commitId: fresh(), policy: { ...policy, version } })
const activate = (version: number, actor = chief) => Policies.activate({ actor, commitId: fresh(), version })

describe("a newsroom without a policy", () => {
  it.effect("says so", () =>
    Effect.gen(function*() {
      expect((yield* Effect.flip(Policies.inForce))._tag).toBe("NoPolicyInForce")
    }).pipe(Effect.provide(layerStores)))

  it.effect("starts with the default one, and starting again changes nothing", () =>
    Effect.gen(function*() {
      expect(yield* Policies.ensure).toEqual(policy)
      expect(yield* Policies.ensure).toEqual(policy)
      expect(yield* eventCount).toBe(2)
    }).pipe(Effect.provide(layerStores)))

  it.effect("starts with one policy when two servers start at the same moment", () =>
    Effect.gen(function*() {
      const both = yield* Effect.all([Policies.ensure, Policies.ensure], { concurrency: 2 })
      expect(both).toEqual([policy, policy])
      expect(yield* eventCount).toBe(2)
    }).pipe(Effect.provide(layerStores)))

  it.effect("completes a start that was interrupted between proposal and activation", () =>
    Effect.gen(function*() {
      const store = yield* EventStore
      let commits = 0
      const failing = EventStore.of({
        ...store,
        commit: (request) => ++commits > 1 ? Effect.die("killed") : store.commit(request)
      })
      yield* Effect.exit(Effect.provideService(Policies.ensure, EventStore, failing))
      expect(yield* eventCount).toBe(1)
      expect(yield* Policies.ensure).toEqual(policy)
    }).pipe(Effect.provide(layerStores)))
})

describe("a new version", () => {
  it.effect("is in force once it is activated, and earlier ones can still be read", () =>
    inNewsroom(Effect.gen(function*() {
      yield* propose(2)
      expect((yield* Policies.inForce).version).toBe(1)
      yield* activate(2)
      expect((yield* Policies.inForce).version).toBe(2)
      expect(Option.getOrThrow(yield* Policies.version(1))).toEqual(policy)
      expect(Option.isNone(yield* Policies.version(3))).toBe(true)
    })))

  it.effect("keeps a later start from bringing the default back", () =>
    inNewsroom(Effect.gen(function*() {
      yield* propose(2)
      yield* activate(2)
      expect((yield* Policies.ensure).version).toBe(2)
    })))

  it.effect("must be the next one, and proposed before it is activated", () =>
    inNewsroom(Effect.gen(function*() {
      expect((yield* Effect.flip(propose(3)))._tag).toBe("NotTheNextVersion")
      expect((yield* Effect.flip(activate(2)))._tag).toBe("UnknownPolicyVersion")
    })))

  for (const [action, act] of [["policy.propose", propose], ["policy.activate", activate]] as const) {
    it.effect(`asks the table of permissions for ${action}`, () =>
      inNewsroom(Effect.gen(function*() {
        for (const role of roles) {
          const result = yield* Effect.result(act(1, as(role)))
          if (Permissions.allows(role, action)) expect(result._tag).toBe("Success")
          else expect(result).toMatchObject({ failure: { _tag: "NotPermitted", role, action } })
        }
      })))
  }
})
