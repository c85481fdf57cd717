/**
 * A PostgreSQL server of the tests' own: in its own folder, on its own port, and gone when the program is, however that
 * ends. Or the one that `DATELINE_TEST_POSTGRES_URL` names.
 */
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import * as fs from "node:fs"
import { createServer } from "node:net"
import * as os from "node:os"
import * as path from "node:path"
import { createInterface } from "node:readline"
import { type Binaries, findBinaries } from "./Binaries.ts"

/** A server that may be hurt. */
export interface OwnServer {
  /** Ends it at once, without writing anything more: what it has in its log is all that it will know. */
  readonly crash: () => Promise<void>
  readonly start: () => Promise<void>
}

export interface Server {
  /** A database, and a role that may do everything in it. */
  readonly url: string
  /** Absent when the server is another's. */
  readonly own: OwnServer | undefined
  readonly close: () => Promise<void>
}

/** PostgreSQL refuses to run as root, so root's tests run it as nobody. */
const nobody = 65534
const account = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}

/**
 * Starts the server and ends it as it is told, and when nobody can tell it anything any more, because the program was
 * killed, ends it for good and removes its folder.
 */
const watchman = `
  while read -r order; do
    if [ "$order" = start ]; then "$@" & server=$!
    else kill -"$order" "$server"; wait "$server"
    fi
    echo done
  done
  kill -INT "$server"; wait "$server"; rm -rf "$FOLDER"`

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1")
  await once(probe, "listening")
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === "string") throw new Error("the system gave no port")
  return address.port
}

const makeFolder = (): string => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "dateline-postgres-"))
  if (account.uid !== undefined) fs.chownSync(folder, account.uid, account.gid)
  return folder
}

const initialize = ({ initdb }: Binaries, data: string): void => {
  const args = ["-D", data, "-U", "owner", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
  const { status, stderr } = spawnSync(initdb, args, { ...account, encoding: "utf8" })
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`)
}

const settings = (folder: string, port: number, extra: ReadonlyArray<string>): ReadonlyArray<string> =>
  [
    "listen_addresses=127.0.0.1",
    `port=${port}`,
    `unix_socket_directories=${folder}`,
    "max_connections=200",
    "log_min_messages=panic",
    ...extra
  ].flatMap((setting) => ["-c", setting])

/** The server writes its state into the eighth line of its own file. */
const isReady = (data: string): boolean => {
  const file = path.join(data, "postmaster.pid")
  return fs.existsSync(file) && fs.readFileSync(file, "utf8").split("\n")[7]?.trim() === "ready"
}

const watch = (command: ReadonlyArray<string>, folder: string) => {
  const child = spawn("sh", ["-c", watchman, "watchman", ...command], {
    ...account,
    env: { ...process.env, FOLDER: folder },
    stdio: ["pipe", "pipe", "ignore"]
  })
  const ended = once(child, "close")
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    order: async (order: "start" | "QUIT"): Promise<void> => {
      child.stdin.write(`${order}\n`)
      await answers.next()
    },
    close: async (): Promise<void> => {
      child.stdin.end()
      await ended
    },
    hasEnded: (): boolean => child.exitCode !== null
  }
}

const startOwn = async (binaries: Binaries, extra: ReadonlyArray<string>): Promise<Server> => {
  const [folder, port] = [makeFolder(), await freePort()]
  const data = path.join(folder, "data")
  initialize(binaries, data)
  const { close, hasEnded, order } = watch([binaries.postgres, "-D", data, ...settings(folder, port, extra)], folder)
  const start = async (): Promise<void> => {
    await order("start")
    while (!isReady(data)) {
      if (hasEnded()) throw new Error("the PostgreSQL server ended before it was ready")
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  await start()
  const url = `postgres://owner@127.0.0.1:${port}/postgres`
  return { url, own: { start, crash: () => order("QUIT") }, close }
}

const given = process.env["DATELINE_TEST_POSTGRES_URL"]
const found = findBinaries()

/** What is missing for these tests, in a sentence. */
export const missing: string | undefined = given === undefined && typeof found === "string"
  ? `${found}; set DATELINE_TEST_POSTGRES_URL to a server's`
  : undefined

/** A server with settings such as `fsync=off`; nothing when npm has none for this machine. */
export const startServerWith = async (...extra: ReadonlyArray<string>): Promise<Server | undefined> =>
  typeof found === "string" ? undefined : startOwn(found, extra)

/** A server that is ready. */
export const startServer = async (): Promise<Server> => {
  if (given !== undefined) return { url: given, own: undefined, close: async () => undefined }
  if (typeof found === "string") throw new Error(found)
  return startOwn(found, [])
}
