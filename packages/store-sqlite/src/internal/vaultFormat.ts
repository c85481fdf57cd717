/** The file that data keys are kept in. */
import { applicationId, type FileFormat } from "./fileFormat.ts"

/** A subject without a wrapped key was forgotten: its row stays, so that it never gets another. */
const first = `
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
