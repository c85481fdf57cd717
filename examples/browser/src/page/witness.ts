/** What a test asks a browser: the fingerprint of a log, and the laws. Not part of the page. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as ExportedLog from "../ExportedLog.ts"
import { fingerprint } from "../Fingerprint.ts"
import * as MemoryLaws from "../MemoryLaws.ts"
import * as ReaderKeys from "../ReaderKeys.ts"

const witness = {
  fingerprint: (log: string, keys: string) =>
    Effect.runPromise(fingerprint(Result.getOrThrow(ExportedLog.read(log)), ReaderKeys.read(keys)!)),
  verdicts: () => Effect.runPromise(MemoryLaws.verdicts)
}

export type Witness = typeof witness

Object.assign(globalThis, { witness })
