/** What the stores tell of themselves, as metrics of `effect/Metric`. */
import * as Metric from "effect/Metric"

/**
 * `dateline_sqlite_wal_bytes`: the size of the write-ahead log of a file that events are written to, looked at once a
 * second; its attribute `file` is the database's whole name. It stays near 8 MB. Growing on and on, it says that some
 * program keeps reading one moment of the file: a backup that is being made, or a tool that was left in a transaction.
 */
export const walBytes = Metric.gauge("dateline_sqlite_wal_bytes", {
  description: "Bytes of the write-ahead log of a database file"
})
