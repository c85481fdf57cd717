/** The files that data keys, and the ledger of erasures, are kept in. */
import { applicationId, type FileFormat } from "./fileFormat.ts"

const keys = `
  CREATE TABLE entries (
    name TEXT PRIMARY KEY,
    text TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`

export const keysFormat: FileFormat = {
  applicationId: applicationId("DtKy"),
  holds: "data keys",
  migrations: [keys]
}

/** Places count from 0. */
const erasures = `
  CREATE TABLE records (
    place INTEGER PRIMARY KEY,
    record TEXT NOT NULL
  ) STRICT;
`

export const ledgerFormat: FileFormat = {
  applicationId: applicationId("DtEr"),
  holds: "a ledger of erasures",
  migrations: [erasures]
}
