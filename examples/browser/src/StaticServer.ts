/** Serves the files of one folder to this machine: what any web server would do with the page. */
import { createReadStream, existsSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { basename, extname, join } from "node:path"

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".jsonl": "application/jsonl; charset=utf-8"
}

export interface Running {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Listens on 127.0.0.1; port 0 is any that is free. There are no folders inside the folder. */
export const serve = (folder: string, port: number): Promise<Running> =>
  new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      const name = basename(new URL(request.url ?? "/", "http://localhost").pathname) || "index.html"
      const [file, type] = [join(folder, name), types[extname(name)]]
      if (type === undefined || !existsSync(file)) return void response.writeHead(404).end()
      response.writeHead(200, { "content-type": type, "x-content-type-options": "nosniff" })
      createReadStream(file).pipe(response)
    })
    server.on("error", reject)
    server.listen(port, "127.0.0.1", () => {
      const { port: own } = server.address() as AddressInfo // it listens on a port
      const stop = () =>
        new Promise<void>((done) => {
          server.closeAllConnections()
          server.close(() => done())
        })
      resolve({ url: `http://127.0.0.1:${own}`, stop })
    })
  })
