/** The newsroom as a program: runs it until a signal, and says in one sentence why it ended. */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Newsroom from "./Newsroom.ts"

/** One sentence for whoever started it; the stack would say nothing more about a port in use. */
const sentence = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  const text = error instanceof Error ? error.message : String(error)
  return text.split("\n")[0]!.trim()
}

/** Stopped by a signal is a success; whatever else ended it is told in one sentence. */
const exitCode = (exit: Exit.Exit<unknown, unknown>): number => {
  if (Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause)) return 0
  process.stderr.write(`${sentence(exit.cause)}\n`)
  return 1
}

// Whoever reads the log may go away before the newsroom does.
process.stdout.on("error", () => {})

NodeRuntime.runMain(Effect.scoped(Newsroom.run), {
  disableErrorReporting: true,
  teardown: (exit, onExit) => onExit(exitCode(exit))
})
