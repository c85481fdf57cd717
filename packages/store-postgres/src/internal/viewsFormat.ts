/** The tables that views are kept in. */
import type { SchemaPart } from "./schemaFormat.ts"

/**
 * - Numbers of views and of their indexes, and fences, are never used twice.
 * - A document is found by its `found_by`: its key in UTF-8, or a digest of one that is longer than an index can hold.
 * - The entries of an index are ordered by bytes. The index of the table takes their beginning, because it takes no more
 *   than a third of a page; entries that begin alike for so long are put in order when they are read.
 */
const first = (schema: string): ReadonlyArray<string> => [
  `CREATE TABLE ${schema}.views (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    revision bigint NOT NULL,
    build bigint NOT NULL,
    position bigint,
    fence bigint NOT NULL DEFAULT 0,
    expires_at bigint NOT NULL DEFAULT 0,
    name text COLLATE "C" NOT NULL,
    log text,
    epoch text,
    owner text COLLATE "C",
    UNIQUE (name, revision, build)
  ) WITH (fillfactor = 50)`,
  `CREATE SEQUENCE ${schema}.fences`,
  `CREATE TABLE ${schema}.live_views (
    name text COLLATE "C" PRIMARY KEY,
    view bigint NOT NULL
  )`,
  `CREATE TABLE ${schema}.view_indexes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    view bigint NOT NULL,
    name text COLLATE "C" NOT NULL,
    equal_fields text NOT NULL,
    order_fields text NOT NULL,
    UNIQUE (view, name)
  )`,
  `CREATE TABLE ${schema}.documents (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    view bigint NOT NULL,
    found_by bytea NOT NULL,
    key text COLLATE "C" NOT NULL,
    document text COLLATE "C" NOT NULL,
    UNIQUE (view, found_by)
  ) WITH (fillfactor = 90)`,
  `CREATE TABLE ${schema}.entries (
    view_index bigint NOT NULL,
    document bigint NOT NULL,
    sort bytea NOT NULL
  )`,
  `CREATE INDEX entries_in_order ON ${schema}.entries (view_index, substr(sort, 1, 2000))`
]

export const viewsFormat: SchemaPart = { name: "views", migrations: [first] }

/** What of an entry is in the index. */
export const beginning = (sort: string): string => `substr(${sort}, 1, 2000)`
