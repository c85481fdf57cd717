/** The conditions of publication for comments, in versions; one of them is in force. */
import type { Decider } from "@dateline/eventsourcing/Decider"
import * as Data from "effect/Data"
import * as Result from "effect/Result"
import type { Policy, PolicyEvent } from "./PolicyEvents.ts"

export interface PolicyState {
  /** All versions ever proposed, in order: version 1 is the first. */
  readonly versions: ReadonlyArray<Policy>
  /** The version in force; 0 before any was activated. */
  readonly inForce: number
}

/** Proposes the next version. */
export interface Propose {
  readonly _tag: "Propose"
  readonly policy: Policy
}

/** Puts a proposed version in force; an older one too. */
export interface Activate {
  readonly _tag: "Activate"
  readonly version: number
}

export type PolicyCommand = Propose | Activate

/** A proposal takes the next number, whatever was in force. */
export class NotTheNextVersion extends Data.TaggedError("NotTheNextVersion")<{
  readonly version: number
  readonly next: number
}> {
  override get message(): string {
    return `The next version of the policy is ${this.next}, not ${this.version}`
  }
}

/** No such version was ever proposed. */
export class UnknownPolicyVersion extends Data.TaggedError("UnknownPolicyVersion")<{ readonly version: number }> {
  override get message(): string {
    return `There is no version ${this.version} of the policy`
  }
}

export type PolicyRejection = NotTheNextVersion | UnknownPolicyVersion

/** The policy of a version, if it was ever proposed. */
export const find = (state: PolicyState, version: number): Policy | undefined =>
  state.versions.find((policy) => policy.version === version)

/** The fields in one order, so that equal policies have equal text. */
const versionOf = ({ codes, conditions, version }: Policy): Policy => ({ version, conditions, codes })

const decide = (
  command: PolicyCommand,
  state: PolicyState
): Result.Result<ReadonlyArray<PolicyEvent>, PolicyRejection> => {
  switch (command._tag) {
    case "Propose": {
      const { version } = command.policy
      if (JSON.stringify(find(state, version)) === JSON.stringify(versionOf(command.policy))) return Result.succeed([])
      const next = state.versions.length + 1
      return version === next
        ? Result.succeed([{ _tag: "PolicyProposed", ...versionOf(command.policy) }])
        : Result.fail(new NotTheNextVersion({ version, next }))
    }
    case "Activate": {
      const { version } = command
      if (find(state, version) === undefined) return Result.fail(new UnknownPolicyVersion({ version }))
      return Result.succeed(state.inForce === version ? [] : [{ _tag: "PolicyActivated", version }])
    }
  }
}

/** The model of `policy-{site}` streams. */
export const decider: Decider<PolicyState, PolicyCommand, PolicyEvent, PolicyRejection> = {
  initial: { versions: [], inForce: 0 },
  decide,
  evolve: (state, { event }) => {
    if (event._tag === "PolicyActivated") return { ...state, inForce: event.version }
    return { ...state, versions: [...state.versions, versionOf(event)] }
  }
}
