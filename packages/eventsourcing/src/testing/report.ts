/** All laws that a harness has something for, and which it has nothing for. */
import * as Effect from "effect/Effect"
import type { Harness, OpenedLog } from "./Harness.ts"
import { checkLaws, type Law, type Verdict } from "./Law.ts"

/** Laws that need the same of a harness. */
export interface LawList {
  readonly laws: ReadonlyArray<Law>
  /** Whether the harness offers what they need; `log` is one that it opened, if it opens any. */
  readonly offered: (harness: Harness, log: OpenedLog | undefined) => boolean
}

export interface Report {
  /** The list's name, such as `durable`. */
  readonly list: string
  /** Whether the harness offers what the list needs. If not, its laws were not checked, and the store claims none. */
  readonly offered: boolean
  readonly verdicts: ReadonlyArray<Verdict>
}

/** Opens one log to see what it offers, and checks every law that can be checked. */
export const makeReport = (lists: { readonly [list: string]: LawList }) =>
  Effect.fnUntraced(function*(harness: Harness): Effect.fn.Return<ReadonlyArray<Report>, unknown> {
    const log = harness.open && (yield* Effect.scoped(harness.open))
    return yield* Effect.forEach(Object.entries(lists), ([list, { laws, offered }]) =>
      offered(harness, log)
        ? Effect.map(checkLaws(laws, harness), (verdicts) => ({ list, offered: true, verdicts }))
        : Effect.succeed({ list, offered: false, verdicts: [] }))
  })
