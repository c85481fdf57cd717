/** The tables that data keys, and the ledger of erasures, are kept in. */
import type { SchemaPart } from "./schemaFormat.ts"

const keys = (schema: string): ReadonlyArray<string> => [
  `CREATE TABLE ${schema}.keys (
    name text COLLATE "C" PRIMARY KEY,
    text text NOT NULL
  )`
]

export const keysFormat: SchemaPart = { name: "data keys", migrations: [keys] }

/** Places count from 0. */
const erasures = (schema: string): ReadonlyArray<string> => [
  `CREATE TABLE ${schema}.erasures (
    place integer PRIMARY KEY,
    record text NOT NULL
  )`
]

export const ledgerFormat: SchemaPart = { name: "ledger of erasures", migrations: [erasures] }
