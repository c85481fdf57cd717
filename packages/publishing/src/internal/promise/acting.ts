/** Turns what a program sends into what the newsroom's functions take: who acts, under which commit id. */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import * as CommitIds from "@dateline/eventsourcing/CommitIds"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Act } from "../../Act.ts"
import type { Actor } from "../../domain/Actor.ts"
import { invalidField, type InvalidInput } from "../../InvalidInput.ts"
import type { Command, CommandOnVersion } from "./requests.ts"

const commitIdOf = ({ commitId }: Command): Effect.Effect<CommitId.CommitId, InvalidInput> =>
  commitId === undefined
    ? CommitIds.next
    : Effect.fromResult(Result.mapError(CommitId.parse(commitId), () => invalidField("commitId", "malformed")))

/** The request with a commit id. */
export const withCommitId = <Request extends Command>(
  request: Request
): Effect.Effect<Omit<Request, "commitId"> & Act, InvalidInput> =>
  Effect.map(commitIdOf(request), (commitId) => ({ ...request, commitId }))

/** The request with a commit id and an actor. */
export const by = (usual: Actor) => <Request extends CommandOnVersion>(request: Request) =>
  Effect.map(withCommitId(request), (act) => ({ ...act, actor: request.actor ?? usual }))

/** What a command answers. */
export interface Committed {
  readonly id: string
  /** The version of the article or comment after the command: 1 for the first. */
  readonly version: number
  /** The place of the command's last event in the log: give it to `subscribe` to go on from there. */
  readonly position: number
  /** Whether the command had been carried out before, so that nothing was written now. */
  readonly repeated: boolean
}
