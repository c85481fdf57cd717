/** The fastest that node:http can be asked for: one answer, the same bytes and headers for every request. */
import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

const { body, headers } = JSON.parse(readFileSync(process.argv[2]!, "utf8"))
const bytes = Buffer.from(body)

const server = createServer((_, response) => {
  response.writeHead(200, headers)
  response.end(bytes)
})
server.listen(0, "127.0.0.1", () => {
  console.log(`Bare server ready: http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
})
process.once("SIGTERM", () => process.exit())
