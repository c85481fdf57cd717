/** A way to the server that loses an answer when it is told to: the connection is cut once the server has answered. */
import * as Effect from "effect/Effect"
import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"

export interface Proxy {
  readonly url: string
  /** The next thing that is asked reaches the server; its answer goes nowhere, and the connection is cut. */
  readonly loseNextAnswer: () => void
  /** So many things may be asked from now on; at the next one every connection is cut, and it reaches nobody. */
  readonly cutAfter: (questions: number) => void
  /** How many answers were lost. */
  readonly lost: () => number
}

const make = async (url: string) => {
  const target = new URL(url)
  const { hostname, port } = target
  let armed = false
  let lost = 0
  let left = Infinity
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    let cutting = false
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on("error", () => undefined)
    }
    client.on("close", () => upstream.destroy())
    upstream.on("close", () => client.destroy())
    client.on("data", (data) => {
      if (left-- <= 0) return void client.destroy()
      if (armed) [armed, cutting] = [false, true]
      upstream.write(data)
    })
    upstream.on("data", (data) => {
      if (!cutting) return void client.write(data)
      // The server says that it is ready for the next question: what was asked has been done.
      if (data.at(-6) !== 0x5a) return
      lost++
      client.destroy()
      upstream.destroy()
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the system gave no port")
  target.host = `127.0.0.1:${address.port}`
  const proxy: Proxy = {
    url: target.href,
    loseNextAnswer: () => void (armed = true),
    cutAfter: (questions) => void (left = questions),
    lost: () => lost
  }
  const close = () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  return { proxy, close }
}

/** Open until the scope closes. */
export const openProxy = (url: string) =>
  Effect.map(
    Effect.acquireRelease(Effect.promise(() => make(url)), ({ close }) => Effect.sync(close)),
    ({ proxy }) => proxy
  )
