/** Which lanes have messages that could not be delivered, and the parking of further ones. */
import type { Any } from "../../Reactor.ts"
import type { Failed } from "./attempt.ts"
import type { Placed } from "./errand.ts"
import type { Change, Message } from "./message.ts"

export interface Parked {
  /** Whether a message must wait for an earlier one of its lane. */
  readonly holds: (lane: string) => boolean
  /** A message that was tried in vain, or that must wait. */
  readonly park: (errand: Omit<Placed<unknown>, "run">, now: number, failed?: Failed) => Change
  readonly unpark: (lane: string) => void
  readonly count: (lane: string) => number
  readonly total: () => number
}

const waiting: Failed = { attempts: 0, error: "" }

export const make = (reactor: Any, counts: Map<string, number>): Parked => {
  let total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const add = (lane: string, by: number): void => {
    const count = (counts.get(lane) ?? 0) + by
    total += by
    if (count > 0) counts.set(lane, count)
    else counts.delete(lane)
  }
  return {
    holds: (lane) => reactor.afterParked !== "pass" && counts.has(lane),
    park: ({ id, lane, place, source }, now, failed) => {
      add(lane, 1)
      const state = failed === undefined ? "held" : "parked"
      const message: Message = {
        kind: "message",
        id,
        lane,
        place,
        state,
        parkedAt: now,
        source,
        ...(failed ?? waiting)
      }
      return { _tag: "Park", message }
    },
    unpark: (lane) => add(lane, -1),
    count: (lane) => counts.get(lane) ?? 0,
    total: () => total
  }
}
