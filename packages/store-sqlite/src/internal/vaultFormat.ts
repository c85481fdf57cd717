/** The file that data keys are kept in. */
import { applicationId, type FileFormat } from "./fileFormat.ts"

/**
 * - `master_key` has one row: a box that only the master key opens which the keys are wrapped with.
 * - A subject without a wrapped key was forgotten: its row stays, so that it never gets another.
 */
const first = `
  CREATE TABLE master_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    box BLOB NOT NULL
  ) STRICT;

  CREATE TABLE keys (
    subject TEXT PRIMARY KEY,
    wrapped BLOB
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE lookups (
    lookup TEXT PRIMARY KEY,
    subject TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX lookups_by_subject ON lookups (subject);
`

export const vaultFormat: FileFormat = {
  applicationId: applicationId("DtKy"),
  holds: "data keys",
  migrations: [first]
}
