/**
 * Keeps old payloads readable for ever: one file for each version of each event, with the event as it was stored and
 * what it means today. Somebody who renames a field, or mends an upcaster too much, is told which stored events he lost.
 *
 * Without a test runner and without a file system: the caller reads the folder, and writes what is missing.
 */
import * as Result from "effect/Result"
import type * as EventFamily from "../EventFamily.ts"
import { portable, text } from "./portable.ts"

/** What a file of the folder holds, as JSON. */
export interface Fixture {
  /** The event as a store keeps it. */
  readonly raw: EventFamily.RawEvent
  /** What it is read as. Values that JSON has no form for are `{ "$date": … }` and the like. */
  readonly decoded: unknown
}

export interface Options {
  readonly families: ReadonlyArray<EventFamily.Any>
  /** The texts of the folder's files, by their paths inside it, such as `article/ArticleDrafted.v1.json`. */
  readonly files: ReadonlyMap<string, string>
  /** An event of each type, with every optional field: what a missing fixture is made from. */
  readonly samples?: ReadonlyArray<{ readonly _tag: string }>
}

export interface Report {
  /** What is wrong, a sentence each; none when every event that was ever stored is read as what it was. */
  readonly findings: ReadonlyArray<string>
  /** The texts of fixtures that are missing and can be made, by their paths. Write them, once, and commit them. */
  readonly missing: ReadonlyMap<string, string>
}

type Family = EventFamily.Any

/** Where the fixture of one version of an event is. */
export const pathOf = (category: string, type: string, version: number): string =>
  `${category}/${type}.v${version}.json`

const parse = (file: string): Fixture | undefined => {
  try {
    const value: Partial<Fixture> | null = JSON.parse(file)
    const raw = value?.raw
    return typeof raw?.type === "string" && typeof raw.payload === "string" && value && "decoded" in value
      ? value as Fixture
      : undefined
  } catch {
    return undefined
  }
}

/** The fixture of an event as it is written today; nothing when the event cannot be written. */
const record = (family: Family, sample: { readonly _tag: string }): Fixture | undefined =>
  Result.getOrUndefined(
    Result.flatMap(
      family.encode(sample),
      (raw) => Result.map(family.decode(raw), (decoded) => ({ raw, decoded: portable(decoded) }))
    )
  )

/** Whether an event of today is still written as the fixture has it. */
const drift = (family: Family, { raw }: Fixture, event: unknown): string | undefined => {
  const written = Result.getOrUndefined(family.encode(event))
  if (written === undefined) return "can be read and not be written"
  if (text(JSON.parse(written.payload)) !== text(JSON.parse(raw.payload))) {
    return `is written otherwise today (${written.payload}), in the same version: add a version, with an upcaster`
  }
  return text(written.tags) === text(raw.tags) ? undefined : `has other tags today: ${text(written.tags)}`
}

const problemOf = (
  family: Family,
  { retired, type }: EventFamily.Definition,
  version: number,
  file: string
): string | undefined => {
  const fixture = parse(file)
  if (fixture === undefined) return "is no fixture: it must be JSON with `raw` and `decoded`"
  const { decoded, raw } = fixture
  if (raw.type !== type || raw.schemaVersion !== version) return `holds ${raw.type} in version ${raw.schemaVersion}`
  const event = family.decode(raw)
  if (Result.isFailure(event)) return `can no longer be read, ${event.failure.reason}: ${event.failure.detail}`
  const actual = text(portable(event.success))
  if (actual !== text(decoded)) return `is read as something else: it was ${text(decoded)} and is ${actual}`
  return retired || version < family.currentVersion(type) ? undefined : drift(family, fixture, event.success)
}

/**
 * Compares a folder of fixtures with the families. It finds versions without a fixture, fixtures that are no longer
 * read, or read as something else, or that would be written otherwise today without a new version, and files that
 * belong to no event.
 *
 * @example
 * const { findings, missing } = EventFixtures.check({ families, files, samples })
 */
export const check = ({ families, files, samples = [] }: Options): Report => {
  const findings: Array<string> = []
  const missing = new Map<string, string>()
  const known = new Set<string>()
  const checkVersion = (family: Family, definition: EventFamily.Definition, version: number): void => {
    const path = pathOf(family.category, definition.type, version)
    known.add(path)
    const file = files.get(path)
    const problem = file === undefined
      ? absent(family, definition, version)
      : problemOf(family, definition, version, file)
    if (problem !== undefined) findings.push(`${path} ${problem}`)
  }
  const absent = (family: Family, { retired, type }: EventFamily.Definition, version: number): string => {
    const isOld = retired || version < family.currentVersion(type)
    if (isOld) return "is missing; it cannot be made, because nobody writes it any more: take one from a log"
    const sample = samples.find(({ _tag }) => _tag === type)
    if (sample === undefined) return "is missing, and there is no sample to make it from"
    const fixture = record(family, sample)
    if (fixture === undefined) return "is missing, and its sample cannot be written"
    missing.set(pathOf(family.category, type, version), `${JSON.stringify(fixture, undefined, 2)}\n`)
    return "is missing"
  }
  for (const family of families) {
    for (const definition of family.definitions) {
      for (let version = 1; version <= family.currentVersion(definition.type); version++) {
        checkVersion(family, definition, version)
      }
    }
  }
  for (const path of files.keys()) {
    if (!known.has(path)) findings.push(`${path} belongs to no event: one that was ever stored is retired, not removed`)
  }
  return { findings, missing }
}
