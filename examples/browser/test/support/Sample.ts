/** The sample as it is in its files. */
import * as Result from "effect/Result"
import { readFileSync } from "node:fs"
import * as ExportedLog from "../../src/ExportedLog.ts"
import * as ReaderKeys from "../../src/ReaderKeys.ts"

const file = (name: string): string => readFileSync(new URL(`../../sample/${name}`, import.meta.url), "utf8")

export const log = file("log.jsonl")
export const keys = file("keys.json")
export const readLog = () => Result.getOrThrow(ExportedLog.read(log))
export const readKeys = (): ReaderKeys.Keys => ReaderKeys.read(keys)!
