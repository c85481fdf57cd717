/** The conditions of publication for comments: which are in force, and how they change. Read from the log itself. */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import type { EventStore } from "@dateline/eventsourcing/EventStore"
import type { CorruptEvent, StoreFault } from "@dateline/eventsourcing/StoreError"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import * as Transact from "@dateline/eventsourcing/Transact"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { about, type Act, type Acted, acted, type Fault } from "./Act.ts"
import type { Actor } from "./domain/Actor.ts"
import * as DefaultPolicy from "./domain/DefaultPolicy.ts"
import * as Permissions from "./domain/Permissions.ts"
import * as PolicyModel from "./domain/Policy.ts"
import { family, type Policy } from "./domain/PolicyEvents.ts"

/** No policy was ever activated: call {@link ensure} when the program starts. */
export class NoPolicyInForce extends Data.TaggedError("NoPolicyInForce")<{}> {
  override get message(): string {
    return "No policy is in force"
  }
}

const stream = Result.getOrThrow(StreamId.make("policy", "main"))
const transact = Transact.run(PolicyModel.decider, family)
const load = Transact.stateOf(PolicyModel.decider, family)

type Read<A, E = never> = Effect.Effect<A, StoreFault | CorruptEvent | E, EventStore>
type Carried = Effect.Effect<Acted, Permissions.NotPermitted | PolicyModel.PolicyRejection | Fault, EventStore>

const state: Read<PolicyModel.PolicyState> = Effect.map(
  Effect.suspend(() => load(stream)),
  (loaded) => loaded.state
)

/** The policy in force: what readers are shown, and the reasons that moderators choose from. */
export const inForce: Read<Policy, NoPolicyInForce> = Effect.flatMap(state, (policies) => {
  const policy = PolicyModel.find(policies, policies.inForce)
  return policy === undefined ? Effect.fail(new NoPolicyInForce()) : Effect.succeed(policy)
})

/** A version of the policy, from 1, such as the one in force when a comment was decided. */
export const version = (number: number): Read<Option.Option<Policy>> =>
  Effect.map(state, (policies) => Option.fromNullishOr(PolicyModel.find(policies, number)))

/** Proposes the next version; comments are judged by the one in force until it is activated. */
export const propose: (request: Act & { readonly actor: Actor; readonly policy: Policy }) => Carried = Effect.fn(
  "Policies.propose"
)(function*(request) {
  yield* Effect.fromResult(Permissions.check(request.actor, "policy.propose"))
  const command = { _tag: "Propose", policy: request.policy } as const
  return acted(yield* transact({ stream, command, actor: request.actor, ...about(request) }))
})

/** Puts a proposed version in force. */
export const activate: (request: Act & { readonly actor: Actor; readonly version: number }) => Carried = Effect.fn(
  "Policies.activate"
)(function*(request) {
  yield* Effect.fromResult(Permissions.check(request.actor, "policy.activate"))
  const command = { _tag: "Activate", version: request.version } as const
  return acted(yield* transact({ stream, command, actor: request.actor, ...about(request) }))
})

const firstStart: Actor = { role: "rule", id: "first-start" }

/** Puts the default policy in force in a newsroom that has none yet; otherwise changes nothing. Safe to repeat. */
export const ensure: Effect.Effect<Policy, NoPolicyInForce | PolicyModel.PolicyRejection | Fault, EventStore> = Effect
  .gen(function*() {
    const { inForce: current, versions } = yield* state
    if (current === 0) {
      const step = (command: PolicyModel.PolicyCommand, name: string) =>
        transact({ stream, command, actor: firstStart, commitId: CommitId.make(`first-policy-${name}`) })
      if (versions.length === 0) yield* step({ _tag: "Propose", policy: DefaultPolicy.policy }, "proposed")
      yield* step({ _tag: "Activate", version: DefaultPolicy.policy.version }, "activated")
    }
    return yield* inForce
  })
