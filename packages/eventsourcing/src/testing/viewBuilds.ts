/** What the laws of leases and builds do and look at. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { Checkpoint } from "../Checkpoint.ts"
import * as Position from "../Position.ts"
import type { ClaimRequest, ViewId } from "../ViewStore.ts"
import type { Views } from "./Harness.ts"

export const at = (position: number): Checkpoint => ({ log: "log", epoch: "1", position: Position.make(position) })
export const view: ViewId = { name: "notes", revision: 1, build: 0 }
export const next: ViewId = { ...view, build: 1 }

/** Longer than any law takes, and no time at all. */
export const [long, over] = [600_000, 0]

export const write = (views: Views, id: ViewId, from: number, fence: number) =>
  views.apply([{ view: id, fence, from: at(from), to: at(from + 1), upserts: new Map([["a", from]]), deletes: [] }])

export const claim = (views: Views, owner: string, duration: number, request: Partial<ClaimRequest> = {}) =>
  views.claim(view, { owner, duration, ...request })

/** The tag of a refusal. */
export const tagOf = <A>(effect: Effect.Effect<A, { readonly _tag: string }>): Effect.Effect<string> =>
  Effect.map(
    Effect.exit(effect),
    (exit) =>
      Exit.isSuccess(exit) ? "no failure" : Option.getOrUndefined(Exit.findErrorOption(exit))?._tag ?? "a defect"
  )

export const liveOf = (views: Views) => Effect.map(views.live(view.name), Option.getOrUndefined)
