/** Who may write a view, and until when. Every function belongs inside a transaction of its caller's. */
import type { ClaimRequest, ViewId } from "@dateline/eventsourcing/ViewStore"
import { LeaseHeld } from "@dateline/eventsourcing/ViewStoreError"
import type Database from "better-sqlite3"
import { prepare } from "./steady.ts"

interface ClaimRow {
  readonly fence: number
  /** Nobody, once it was released. */
  readonly owner: string | null
  readonly until: number
}

/** Times are the machine's: every process that can write the file has the same. */
export const make = (database: Database.Database) => {
  const find = prepare<[number], ClaimRow>(
    database,
    "SELECT fence, owner, expires_at AS until FROM claims WHERE view = ?"
  )
  // Replacing the row draws a new fence.
  const replace = prepare<[number, string | null, number]>(
    database,
    "REPLACE INTO claims (view, owner, expires_at) VALUES (?, ?, ?)"
  )
  const extend = prepare<[number, number]>(database, "UPDATE claims SET expires_at = ? WHERE fence = ?")
  const remove = prepare<[number]>(database, "DELETE FROM claims WHERE view = ?")

  const held = (row: ClaimRow | undefined, { owner, takeOver }: ClaimRequest, now: number): boolean =>
    row !== undefined && row.owner !== null && row.owner !== owner && row.until > now && takeOver !== true

  return {
    fenceOf: (view: number): number => find.get(view)?.fence ?? 0,
    /** Why the claim cannot be had now; asked without a lock first, because waiting writers ask often. */
    refusal: (view: number, id: ViewId, request: ClaimRequest, now: number): LeaseHeld | undefined => {
      const row = find.get(view)
      return held(row, request, now)
        ? new LeaseHeld({ view: id, owner: row!.owner!, until: row!.until }) // held by somebody
        : undefined
    },
    grant: (view: number, { duration, owner }: ClaimRequest, now: number): number => {
      const row = find.get(view)
      if (row?.owner !== owner) return Number(replace.run(view, owner, now + duration).lastInsertRowid)
      extend.run(now + duration, row.fence)
      return row.fence
    },
    release: (view: number, owner: string): void => {
      if (find.get(view)?.owner === owner) replace.run(view, null, 0)
    },
    /** Whoever has it is refused from now on. */
    revoke: (view: number): void => {
      replace.run(view, null, 0)
    },
    remove: (view: number): void => {
      remove.run(view)
    }
  }
}
