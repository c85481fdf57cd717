/** The file that events and views are kept in. */
import { applicationId, type FileFormat } from "./fileFormat.ts"

/**
 * - A log's events occupy the places from `(log id - 1) * 2^40 + 1` on, so that several logs can share the file and each
 *   event is still found by one integer. In the first log the place is the position.
 * - `logs.head` is the counter of positions: it only grows, so a position is never given twice.
 * - A commit stands at the place of its first event, and an event knows its distance from there.
 * - The index by kind ends with the place, as every index of a table with integer places does.
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
    epoch TEXT NOT NULL,
    head INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    log INTEGER NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (log, name)
  ) STRICT;

  CREATE TABLE kinds (
    id INTEGER PRIMARY KEY,
    log INTEGER NOT NULL,
    category TEXT NOT NULL,
    type TEXT NOT NULL,
    UNIQUE (log, category, type)
  ) STRICT;

  CREATE TABLE commits (
    place INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    id TEXT NOT NULL,
    digest BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    metadata TEXT NOT NULL,
    size INTEGER NOT NULL,
    UNIQUE (stream, id)
  ) STRICT;

  CREATE TABLE events (
    place INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    version INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    place_in_commit INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    payload TEXT NOT NULL,
    tags TEXT,
    UNIQUE (stream, version)
  ) STRICT;
  CREATE INDEX events_by_kind ON events (kind);

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

export const storeFormat: FileFormat = {
  applicationId: applicationId("DtLn"),
  holds: "events and views",
  migrations: [first]
}

/** Positions that one log may have, more than a file can hold. */
export const placesPerLog = 2 ** 40
