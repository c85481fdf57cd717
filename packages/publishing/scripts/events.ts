/**
 * Writes the catalogue of the newsroom's events, `docs/events.md`, from the schemas by which they are written and read. Run
 * with `node --conditions=source`.
 *
 *     scripts/events.ts           writes the page if it is out of date
 *     scripts/events.ts --check   fails if it is out of date, or if an event or a field is not described; writes nothing
 *     scripts/events.ts --json    prints the catalogue as JSON
 */
import * as EventCatalogue from "@dateline/eventsourcing/EventCatalogue"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { families } from "../src/Events.ts"

const file = join(import.meta.dirname, "../../../docs/events.md")

const introduction = `# The newsroom's events

What can happen to articles, comments, policies and commenters, as it is stored. Names and fields are the storage format: they are
never renamed ([versions of events](versioning.md) says what is done instead). Beside its fields every stored event has its stream, version,
position, time, actor and tags. This page is written by
a script (\`pnpm format\`) from the schemas that the events are written and read with.

Types are those of JSON. A field that is _sealed_ holds personal data, encrypted under its subject's key
([what is kept about people](privacy.md)).

`

const catalogue = EventCatalogue.make(families)
const page = introduction + EventCatalogue.toMarkdown(catalogue)
const undocumented = EventCatalogue.undocumented(catalogue)
const current = () => {
  try {
    return readFileSync(file, "utf8") === page
  } catch {
    return false
  }
}

if (process.argv.includes("--json")) console.log(JSON.stringify(catalogue, undefined, 2))
else if (process.argv.includes("--check")) {
  for (const name of undocumented) console.log(`Not described: ${name}`)
  if (!current()) console.log("Out of date: docs/events.md (pnpm format writes it)")
  process.exitCode = undocumented.length > 0 || !current() ? 1 : 0
} else if (!current()) {
  writeFileSync(file, page)
  console.log("Written: docs/events.md")
}
