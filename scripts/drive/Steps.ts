/** Named checks, each printed as it ends: `ok - name` or `not ok - name` with the reason under it. */
import { AssertionError } from "node:assert"
import { inspect } from "node:util"

export interface Steps {
  /** Runs one check. A failed one is told and does not keep the others from running. */
  readonly step: (name: string, run: () => Promise<void> | void) => Promise<void>
  /** Prints the tally and sets the exit code: 1 when anything failed, or nothing was checked. */
  readonly finish: () => void
}

const reason = (error: unknown): string => {
  if (error instanceof AssertionError) return error.message
  return error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : inspect(error)
}

export const make = (): Steps => {
  const counts = { ok: 0, failed: 0 }
  const step: Steps["step"] = async (name, run) => {
    try {
      await run()
      counts.ok += 1
      console.log(`ok - ${name}`)
    } catch (error) {
      counts.failed += 1
      console.log(`not ok - ${name}`)
      for (const line of reason(error).slice(0, 2000).split("\n")) console.log(`  # ${line}`)
    }
  }
  const finish = (): void => {
    console.log(`# ${counts.ok} ok, ${counts.failed} not ok`)
    process.exitCode = counts.failed === 0 && counts.ok > 0 ? 0 : 1
  }
  return { step, finish }
}

/** What an earlier step was to find out; fails the present one if it did not. */
export const need = <A>(value: A | undefined, what: string): A => {
  if (value === undefined) throw new AssertionError({ message: `An earlier step did not get ${what}` })
  return value
}
