/**
 * The log on standard output. Lines are gathered while one turn of the event loop lasts and written together: with a
 * write for each, a busy newsroom would do little else.
 */
import * as Context from "effect/Context"
import * as Logger from "effect/Logger"

let waiting = ""

const flush = (): void => {
  const text = waiting
  waiting = ""
  if (text !== "") process.stdout.write(text)
}

const write = (line: string): void => {
  if (waiting === "") setImmediate(flush)
  waiting += `${line}\n`
}

// The last turn has no other after it.
process.once("exit", flush)

/** Takes a line of the log, given without its end. */
export const LogOutput = Context.Reference<(line: string) => void>("newsroom/LogOutput", { defaultValue: () => write })

/** What the program has to say goes there too. */
export const layer = Logger.layer([Logger.map(Logger.formatLogFmt, write)])
