/** The tables that events are kept in. */
import { commitFunction } from "./commitFunction.ts"
import type { SchemaPart } from "./schemaFormat.ts"
import { lastSelectedFunction } from "./selectFunctions.ts"

/**
 * - A log's events occupy the places from `(log id - 1) * 2^40 + 1` on, so that several logs can share the tables and each
 *   event is still found by one integer. In the first log the place is the position.
 * - `logs.head` is the last position. Whoever appends locks this row until the transaction ends, so events become visible
 *   in the order of their positions, without a gap: a sequence would let a reader pass by one that commits later.
 * - What is known of a commit stands in the row of its first event; later events know their distance from there.
 * - A stream is known by the place of its first event. Names, types and tags are found by a digest, because they may be
 *   longer than what an index can hold.
 * - The index by commit id begins with the id: ids that are ordered by time are added at its end.
 * - The version of a stream is kept in `streams`, whose rows are updated in place; the unique index on (stream, version) is
 *   what cannot be wrong.
 */
const first = (schema: string): ReadonlyArray<string> => [
  `CREATE TABLE ${schema}.logs (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    uuid text NOT NULL,
    epoch text NOT NULL,
    head bigint NOT NULL
  ) WITH (fillfactor = 10)`,
  `CREATE TABLE ${schema}.kinds (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    log integer NOT NULL,
    category text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    key bytea NOT NULL,
    UNIQUE (log, key)
  )`,
  `CREATE TABLE ${schema}.streams (
    id bigint PRIMARY KEY,
    version bigint NOT NULL,
    log integer NOT NULL,
    name text COLLATE "C" NOT NULL,
    key bytea NOT NULL,
    UNIQUE (log, key)
  ) WITH (fillfactor = 80)`,
  `CREATE TABLE ${schema}.events (
    place bigint PRIMARY KEY,
    stream bigint NOT NULL,
    version bigint NOT NULL,
    schema_version bigint NOT NULL,
    kind integer NOT NULL,
    place_in_commit integer NOT NULL,
    recorded_at bigint,
    commit_size integer,
    commit_id text COLLATE "C",
    digest text COLLATE "C",
    metadata text COLLATE "C",
    tags text[] COLLATE "C",
    payload text COLLATE "C" NOT NULL,
    UNIQUE (stream, version)
  )`,
  `CREATE UNIQUE INDEX commits ON ${schema}.events (commit_id, stream) WHERE commit_id IS NOT NULL`,
  `CREATE TABLE ${schema}.tags (
    key bytea NOT NULL,
    place bigint NOT NULL,
    PRIMARY KEY (key, place)
  )`,
  lastSelectedFunction(schema),
  commitFunction(schema)
]

export const eventsFormat: SchemaPart = { name: "events", migrations: [first] }

/** Positions that one log may have. */
export const placesPerLog = 2 ** 40
