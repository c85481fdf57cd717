/** The file that events and views are kept in. */
import { applicationId, type FileFormat } from "./fileFormat.ts"

/**
 * - A log's events occupy the places from `(log id - 1) * 2^40 + 1` on, so that several logs can share the file and each
 *   event is still found by one integer. In the first log the place is the position. The log's head is its last place:
 *   there is no counter to write. Whoever takes events away must leave the last one, or its position is given again.
 * - What is known of a commit stands in the row of its first event; later events know their distance from there. So a
 *   commit of one event is one row in one table.
 * - A stream is known by the place of its first event, in whose row its name stands; the name is unique in its log, which
 *   is what is left of a place without its last 40 bits.
 * - A commit's digest says nothing of its place, its time and its metadata, which a repeat may have others of; so they have
 *   a checksum of their own.
 * - The index by commit id begins with the id: ids that are ordered by time are added at its end, which costs half of
 *   what adding them all over the index does.
 * - No index by type: every commit would pay for it, and a page of events is searched in about a millisecond.
 * - The version of a stream is not stored a second time: the unique index on (stream, version) ends with it.
 * - Numbers of views and of their indexes are not used twice, because what a dropped one leaves is removed bit by bit:
 *   `leftovers` names it until it is gone (each index, and 0 for the documents). Nor is a fence, so that whoever had the
 *   claim is refused for ever.
 */
const first = `
  CREATE TABLE logs (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    uuid TEXT NOT NULL,
    epoch TEXT NOT NULL
  ) STRICT;

  CREATE TABLE kinds (
    id INTEGER PRIMARY KEY,
    log INTEGER NOT NULL,
    category TEXT NOT NULL,
    type TEXT NOT NULL,
    UNIQUE (log, category, type)
  ) STRICT;

  CREATE TABLE events (
    place INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    version INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    place_in_commit INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    stream_name TEXT,
    tags TEXT,
    commit_id TEXT,
    commit_size INTEGER,
    recorded_at INTEGER,
    digest TEXT,
    metadata TEXT,
    payload TEXT NOT NULL,
    UNIQUE (stream, version)
  ) STRICT;
  CREATE UNIQUE INDEX streams ON events (stream_name, (place - 1) >> 40) WHERE stream_name IS NOT NULL;
  CREATE UNIQUE INDEX commits ON events (commit_id, stream) WHERE commit_id IS NOT NULL;

  CREATE TABLE tags (
    tag TEXT NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (tag, place)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE views (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    revision INTEGER NOT NULL,
    build INTEGER NOT NULL,
    log TEXT,
    epoch TEXT,
    position INTEGER,
    UNIQUE (name, revision, build)
  ) STRICT;

  CREATE TABLE live_views (
    name TEXT PRIMARY KEY,
    view INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE claims (
    fence INTEGER PRIMARY KEY AUTOINCREMENT,
    view INTEGER NOT NULL UNIQUE,
    owner TEXT,
    expires_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE view_indexes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    view INTEGER NOT NULL,
    name TEXT NOT NULL,
    equal_fields TEXT NOT NULL,
    order_fields TEXT NOT NULL,
    UNIQUE (view, name)
  ) STRICT;

  CREATE TABLE leftovers (
    view INTEGER NOT NULL,
    view_index INTEGER NOT NULL,
    PRIMARY KEY (view, view_index)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    view INTEGER NOT NULL,
    key TEXT NOT NULL,
    document TEXT NOT NULL,
    UNIQUE (view, key)
  ) STRICT;

  CREATE TABLE entries (
    view_index INTEGER NOT NULL,
    sort BLOB NOT NULL,
    document INTEGER NOT NULL,
    PRIMARY KEY (view_index, sort)
  ) STRICT, WITHOUT ROWID;
`

/** Rows that were there before have none, and are taken as they are. */
const checksums = "ALTER TABLE events ADD COLUMN checksum INTEGER"

export const storeFormat: FileFormat = {
  applicationId: applicationId("DtLn"),
  holds: "events and views",
  migrations: [first, checksums]
}

/** Positions that one log may have, more than a file can hold. */
export const placesPerLog = 2 ** 40

/** What a stream is known by, from its name and the log's number less one. */
export const streamByName = "(SELECT s.place FROM events s WHERE s.stream_name = ? AND (s.place - 1) >> 40 = ?)"
