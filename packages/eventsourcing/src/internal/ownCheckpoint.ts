/** Whether a checkpoint is one of this log, and of a place that the log has come to. */
import * as Effect from "effect/Effect"
import { type Checkpoint, CheckpointFromElsewhere } from "../Checkpoint.ts"
import type { EventStoreDriver } from "../EventStoreDriver.ts"
import type { StoreFault } from "../StoreError.ts"

type Log = Pick<EventStoreDriver["Service"], "log" | "head">

/** The checkpoint, or the reason why its `reader` cannot go on from there. */
export const ownCheckpoint = Effect.fnUntraced(function*(
  { head: headOf, log }: Log,
  reader: string,
  checkpoint: Checkpoint
): Effect.fn.Return<Checkpoint, StoreFault | CheckpointFromElsewhere> {
  const head = yield* headOf
  if (checkpoint.log === log.id && checkpoint.epoch === log.epoch && checkpoint.position <= head) return checkpoint
  return yield* new CheckpointFromElsewhere({ reader, checkpoint, log: { ...log, head } })
})
