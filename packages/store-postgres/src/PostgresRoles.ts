/**
 * Who may do what, as statements for whoever owns the schema: the owner makes and changes tables, a writer appends and can
 * neither change nor remove an event, a reader reads, and a reader of views sees no event at all.
 */
import { quoted } from "./internal/connection.ts"

export interface Options {
  /** The schema of the tables; `dateline` unless told otherwise. */
  readonly schema?: string
  /** A role that exists. The program that appends and keeps views connects as it, or as a member of it. */
  readonly writer?: string
  /** A role that exists and may read everything, such as that of a program that makes backups. */
  readonly reader?: string
  /** A role that exists and may read the documents of views, such as that of a reporting tool. */
  readonly viewReader?: string
}

const writerOf = (schema: string, role: string): ReadonlyArray<string> => [
  `GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
  `GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${role}`,
  `GRANT INSERT ON ${schema}.logs, ${schema}.kinds, ${schema}.streams, ${schema}.events, ${schema}.tags TO ${role}`,
  `GRANT UPDATE (head) ON ${schema}.logs TO ${role}`,
  `GRANT UPDATE (version) ON ${schema}.streams TO ${role}`
]

const viewWriterOf = (schema: string, role: string): ReadonlyArray<string> => [
  `GRANT INSERT, UPDATE, DELETE ON ${schema}.views, ${schema}.live_views, ${schema}.view_indexes, ${schema}.documents,
    ${schema}.entries TO ${role}`,
  `GRANT USAGE ON SEQUENCE ${schema}.fences TO ${role}`
]

const readerOf = (schema: string, role: string): ReadonlyArray<string> => [
  `GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
  `GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${role}`
]

const viewReaderOf = (schema: string, role: string): ReadonlyArray<string> => [
  `GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
  `GRANT SELECT ON ${schema}.formats, ${schema}.views, ${schema}.live_views, ${schema}.view_indexes, ${schema}.documents,
    ${schema}.entries TO ${role}`
]

/**
 * The statements, one after another, for a schema that has events and views. To be run by its owner once the tables are
 * there, and again after a new version of Dateline has changed them.
 */
export const grants = ({ reader, schema = "dateline", viewReader, writer }: Options): ReadonlyArray<string> => {
  const name = quoted(schema)
  return [
    ...(writer === undefined ? [] : [...writerOf(name, quoted(writer)), ...viewWriterOf(name, quoted(writer))]),
    ...(reader === undefined ? [] : readerOf(name, quoted(reader))),
    ...(viewReader === undefined ? [] : viewReaderOf(name, quoted(viewReader)))
  ]
}
