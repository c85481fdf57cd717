/**
 * How far a consumer has read, and in which log: a position alone would be accepted by another log, or by a restored
 * one that has since gone a different way.
 */
import * as Data from "effect/Data"
import * as Result from "effect/Result"
import * as Position from "./Position.ts"

export interface Checkpoint {
  /** The log's permanent id. */
  readonly log: string
  /** Changes when the log is restored from a backup. */
  readonly epoch: string
  /** Everything up to and including this position has been read. */
  readonly position: Position.Position
}

/** A checkpoint of another log, of this one before it was restored, or of a place that the log has not come to. */
export class CheckpointFromElsewhere extends Data.TaggedError("CheckpointFromElsewhere")<{
  /** Whose checkpoint it is, in words: "the view threads", "a subscription". */
  readonly reader: string
  readonly checkpoint: Checkpoint
  readonly log: { readonly id: string; readonly epoch: string; readonly head: number }
}> {
  override get message(): string {
    const { checkpoint, log, reader } = this
    return `${reader.charAt(0).toUpperCase()}${
      reader.slice(1)
    } is at position ${checkpoint.position} of log ${checkpoint.log} (epoch ` +
      `${checkpoint.epoch}); this log is ${log.id} (epoch ${log.epoch}) and ends at ${log.head}. Begin it anew`
  }
}

/** The text is not a checkpoint. */
export class InvalidCheckpoint extends Error {
  readonly _tag = "InvalidCheckpoint"
  constructor(text: string) {
    super(`"${text.slice(0, 80)}" is not a checkpoint: it must be log.epoch.position`)
  }
}

/** The text form, for the wire: `log.epoch.position`. */
export const format = (checkpoint: Checkpoint): string => `${checkpoint.log}.${checkpoint.epoch}.${checkpoint.position}`

/** Reads the text form. Fails with {@link InvalidCheckpoint}. */
export const parse = (text: string): Result.Result<Checkpoint, InvalidCheckpoint> => {
  const match = /^([\w-]{1,64})\.([\w-]{1,64})\.(0|[1-9]\d{0,15})$/.exec(text)
  const position = Number(match?.[3])
  return match && Position.isPosition(position)
    ? Result.succeed({ log: match[1]!, epoch: match[2]!, position })
    : Result.fail(new InvalidCheckpoint(text))
}
