/** Writes documents and, with each of them, its entries in the view's indexes: a statement for each table, not for each document. */
import type { Json } from "@dateline/eventsourcing/Projection"
import * as SortKey from "@dateline/eventsourcing/SortKey"
import type { ViewId } from "@dateline/eventsourcing/ViewStore"
import { DamagedDocument } from "@dateline/eventsourcing/ViewStoreError"
import * as Effect from "effect/Effect"
import type { SqlError } from "effect/sql/SqlError"
import { createHash } from "node:crypto"
import type { Run } from "./connection.ts"
import * as Parameters from "./parameters.ts"
import { original } from "./text.ts"
import { beginning } from "./viewsFormat.ts"
import type { StoredIndex } from "./viewTables.ts"

/** Longer keys are found by their digest, after a byte that is in no UTF-8. */
const longestKey = 500

/** What a document is found by. */
export const foundBy = (key: string): Uint8Array => {
  const bytes = Buffer.from(key, "utf8")
  if (bytes.length <= longestKey) return bytes
  return Buffer.concat([Buffer.of(0xff), createHash("sha256").update(bytes).digest()])
}

/** A document as it was written. Fails with {@link DamagedDocument} when something has happened to the table since. */
export const parseDocument = (view: ViewId, key: string, text: string): Effect.Effect<Json, DamagedDocument> =>
  Effect.try({ try: (): Json => JSON.parse(text), catch: () => new DamagedDocument({ view, key }) })

/** A view with the indexes that its documents are in. */
export interface IndexedView {
  readonly id: number
  readonly name: ViewId
  readonly indexes: ReadonlyArray<StoredIndex>
}

interface Known {
  readonly id: number
  readonly text: string
}

const findKnown = (run: Run, schema: string, view: number, keys: ReadonlyArray<string>) =>
  Effect.map(
    run(
      `SELECT key, id::float8, document FROM ${schema}.documents WHERE view = $1 AND found_by = ANY ($2)`,
      [Parameters.whole(view), Parameters.manyBytes(keys.map(foundBy))]
    ),
    (rows) =>
      new Map(rows.map(([key, id, text]): [string, Known] => [
        original(key as string), // the columns are ours
        { id: id as number, text: original(text as string) }
      ]))
  )

const moved = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a === undefined || b === undefined ? a !== b : Buffer.compare(a, b) !== 0

/** Entries to remove and to add; the lists of each belong together. */
class Moves {
  readonly index: Array<number> = []
  readonly sort: Array<Uint8Array> = []
  readonly document: Array<number> = []
  add(index: number, sort: Uint8Array, document: number): void {
    this.index.push(index)
    this.sort.push(sort)
    this.document.push(document)
  }
}

const removeEntries = (run: Run, schema: string, gone: Moves) =>
  gone.index.length === 0 ? Effect.void : run(
    `DELETE FROM ${schema}.entries e USING unnest($1::float8[]::bigint[], $2::bytea[]) g(view_index, sort)
      WHERE e.view_index = g.view_index AND ${beginning("e.sort")} = ${beginning("g.sort")} AND e.sort = g.sort`,
    [Parameters.wholes(gone.index), Parameters.manyBytes(gone.sort)]
  )

const addEntries = (run: Run, schema: string, fresh: Moves) =>
  fresh.index.length === 0 ? Effect.void : run(
    `INSERT INTO ${schema}.entries (view_index, sort, document)
      SELECT * FROM unnest($1::float8[]::bigint[], $2::bytea[], $3::float8[]::bigint[])`,
    [Parameters.wholes(fresh.index), Parameters.manyBytes(fresh.sort), Parameters.wholes(fresh.document)]
  )

/** The documents that are not as they are wanted, with what they are stored as afterwards. */
const writeTexts = (run: Run, schema: string, view: number, texts: ReadonlyMap<string, string>) =>
  Effect.map(
    run(
      `INSERT INTO ${schema}.documents (view, found_by, key, document)
        SELECT $1, w.found_by, w.key, w.document FROM unnest($2::bytea[], $3::text[], $4::text[]) w(found_by, key, document)
        ON CONFLICT (view, found_by) DO UPDATE SET document = excluded.document
        RETURNING key, id::float8`,
      [
        Parameters.whole(view),
        Parameters.manyBytes([...texts.keys()].map(foundBy)),
        Parameters.texts([...texts.keys()]),
        Parameters.texts([...texts.values()])
      ]
    ),
    (rows) => new Map(rows.map(([key, id]): [string, number] => [original(key as string), id as number])) // as returned
  )

/** Writes documents that are new or have changed, and moves their entries: most updates leave a document where it stands. */
export const upsert = Effect.fnUntraced(function*(
  run: Run,
  schema: string,
  { id, indexes, name }: IndexedView,
  upserts: ReadonlyMap<string, Json>
): Effect.fn.Return<void, SqlError | DamagedDocument> {
  if (upserts.size === 0) return
  const known = yield* findKnown(run, schema, id, [...upserts.keys()])
  const texts = new Map<string, string>()
  for (const [key, document] of upserts) {
    const text = JSON.stringify(document)
    if (known.get(key)?.text !== text) texts.set(key, text)
  }
  if (texts.size === 0) return
  const ids = yield* writeTexts(run, schema, id, texts)
  if (indexes.length === 0) return
  const [gone, fresh] = [new Moves(), new Moves()]
  for (const key of texts.keys()) {
    const before = known.get(key)
    const old = before && (yield* parseDocument(name, key, before.text))
    for (const index of indexes) {
      const from = old === undefined ? undefined : SortKey.ofDocument(index, key, old)
      const to = SortKey.ofDocument(index, key, upserts.get(key)!) // its keys are among them
      if (!moved(from, to)) continue
      if (from) gone.add(index.id, from, 0)
      if (to) fresh.add(index.id, to, ids.get(key)!) // every one that was written is returned
    }
  }
  yield* removeEntries(run, schema, gone)
  yield* addEntries(run, schema, fresh)
})

export const remove = Effect.fnUntraced(function*(
  run: Run,
  schema: string,
  { id, indexes, name }: IndexedView,
  keys: ReadonlyArray<string>
): Effect.fn.Return<void, SqlError | DamagedDocument> {
  if (keys.length === 0) return
  const known = yield* findKnown(run, schema, id, keys)
  const gone = new Moves()
  for (const [key, { text }] of known) {
    if (indexes.length === 0) break
    const document = yield* parseDocument(name, key, text)
    for (const index of indexes) {
      const sort = SortKey.ofDocument(index, key, document)
      if (sort) gone.add(index.id, sort, 0)
    }
  }
  yield* removeEntries(run, schema, gone)
  yield* run(`DELETE FROM ${schema}.documents WHERE id = ANY ($1::float8[]::bigint[])`, [
    Parameters.wholes([...known.values()].map((row) => row.id))
  ])
})

/** Documents that are put into a new index at once. */
const page = 1000

/** Puts every document of the view into a new index. */
export const fill = Effect.fnUntraced(function*(
  run: Run,
  schema: string,
  { id: view, name }: Omit<IndexedView, "indexes">,
  index: StoredIndex
): Effect.fn.Return<void, SqlError | DamagedDocument> {
  for (let last = 0, size: number = page; size === page;) {
    const rows = yield* run(
      `SELECT id::float8, key, document FROM ${schema}.documents WHERE view = $1 AND id > $2 ORDER BY id LIMIT ${page}`,
      [Parameters.whole(view), Parameters.whole(last)]
    )
    const fresh = new Moves()
    for (const row of rows) {
      const [id, storedKey, text] = row as [number, string, string] // as selected
      const key = original(storedKey)
      const sort = SortKey.ofDocument(index, key, yield* parseDocument(name, key, original(text)))
      if (sort) fresh.add(index.id, sort, id)
      last = id
    }
    yield* addEntries(run, schema, fresh)
    size = rows.length
  }
})
