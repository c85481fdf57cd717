#!/usr/bin/env node
/** The `dateline` program: what goes wrong is one sentence on standard error, and exit code 1. */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Cause from "effect/Cause"
import * as CliError from "effect/cli/CliError"
import * as CliOutput from "effect/cli/CliOutput"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { command } from "./Dateline.ts"

const version = "0.1.0"

const sentence = (error: unknown): string => error instanceof Error ? error.message : String(error)

/** Errors of the command line itself have been explained by then. */
const tell = (cause: Cause.Cause<unknown>): Effect.Effect<void> => {
  const error = Cause.squash(cause)
  return Cause.hasInterruptsOnly(cause) || CliError.isCliError(error) ? Effect.void : Console.error(sentence(error))
}

/** What is wrong with the command line, without the pages of help that were not asked for. */
const presenter = CliOutput.layerPresenter({
  present: (event) =>
    event._tag === "InvalidInvocation"
      ? Effect.forEach(event.errors, ({ message }) =>
        Console.error(`${message.replaceAll(/\s*\n\s*/g, " ")} (see --help)`), { discard: true })
      : CliOutput.defaultPresenter.present(event)
})

const program = Command.run(command, { version }).pipe(
  Effect.tapCause(tell),
  Effect.provide([NodeServices.layer, presenter])
)

NodeRuntime.runMain(program, { disableErrorReporting: true })
