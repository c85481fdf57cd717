/** Lines on standard output, no faster than they are read. */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"

/** Whoever read the output has read enough, as `head` does. */
export class ReaderGone extends Data.TaggedError("ReaderGone") {}

const isGone = (error: Error): boolean =>
  "code" in error && (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED")

/** Writes lines and waits until they are out. Fails with {@link ReaderGone} when nobody reads any more. */
export const writeLines = (lines: ReadonlyArray<string>): Effect.Effect<void, ReaderGone> =>
  lines.length === 0 ? Effect.void : Effect.callback((resume) => {
    const { stdout } = process
    // The stream tells its listeners as well as the callback; without one of them the program would end in an exception.
    const heard = (): void => undefined
    stdout.once("error", heard)
    stdout.write(`${lines.join("\n")}\n`, (error) => {
      if (!error) stdout.off("error", heard)
      resume(!error ? Effect.void : isGone(error) ? Effect.fail(new ReaderGone()) : Effect.die(error))
    })
  })
