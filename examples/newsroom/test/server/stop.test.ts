import { once } from "node:events"
import * as http from "node:http"
import * as net from "node:net"
import { describe, expect, it } from "vitest"
import { Browser, fill } from "./Browser.ts"
import * as Desk from "./Desk.ts"
import * as Newsroom from "./Newsroom.ts"

/** What the newsroom promises, in milliseconds. */
const promised = 2000

const inTime = async (stopping: Promise<number | null>): Promise<number | null | "too late"> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<"too late">((resolve) => {
    timer = setTimeout(() => resolve("too late"), promised)
  })
  const ended = await Promise.race([stopping, late])
  clearTimeout(timer)
  return ended
}

const port = (newsroom: Newsroom.Running): number => Number(new URL(newsroom.url).port)

describe("a newsroom that is told to stop", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("by %s ends with code 0, in two seconds", async (signal) => {
    const newsroom = await Newsroom.start()
    expect(await inTime(newsroom.stop(signal))).toBe(0)
  })

  it("answers the request that is being sent, and keeps what it said", async () => {
    const newsroom = await Newsroom.start()
    const { path } = await Desk.publish(await Desk.signIn(newsroom.url))
    const page = await new Browser(newsroom.url).get(path)
    const action = page.html.querySelector("#comment-form form")!.getAttribute("action")!
    const form = fill(page, action, { ...Desk.commentFields, body: "في آخر لحظة" })
    const body = new URLSearchParams(form.fields as Record<string, string>).toString()
    const request = http.request(new URL(action, newsroom.url), {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(body) }
    })
    const answered = once(request, "response")
    await new Promise<void>((sent) => request.write(body.slice(0, 20), () => sent()))
    // Another request on its way to the server arrives after the first half of this one.
    await new Browser(newsroom.url).get("/health/live")
    const stopped = inTime(newsroom.stop())
    request.end(body.slice(20))
    const [response] = (await answered) as [http.IncomingMessage]
    response.resume()
    expect(response.statusCode).toBe(303)
    expect(await stopped).toBe(0)
    const again = await Newsroom.start({ DATELINE_DATA: newsroom.folder })
    const status = await new Browser(again.url).get(response.headers.location!)
    await again.stop()
    expect(status.text).toContain("في آخر لحظة")
  })

  it("is not held by a connection that is kept open, nor by one that never ends what it says", async () => {
    const newsroom = await Newsroom.start()
    const agent = new http.Agent({ keepAlive: true })
    const idle = http.get(`${newsroom.url}/health/live`, { agent })
    const [response] = (await once(idle, "response")) as [http.IncomingMessage]
    response.resume()
    const endless = net.connect(port(newsroom), "127.0.0.1").on("error", () => {})
    await once(endless, "connect")
    endless.write("POST /a/x/comments HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nname=")
    const speechless = net.connect(port(newsroom), "127.0.0.1").on("error", () => {})
    await once(speechless, "connect")
    speechless.write("GET /ar/ HTTP/1.1\r\nhost:")
    await new Browser(newsroom.url).get("/health/live")
    const ended = await inTime(newsroom.stop())
    agent.destroy()
    endless.destroy()
    speechless.destroy()
    expect(ended).toBe(0)
  })
})

describe("a newsroom that is killed", () => {
  it("has after a restart all that it had answered, sessions and links too, and does nothing twice", async () => {
    const newsroom = await Newsroom.start()
    const desk = await Desk.signIn(newsroom.url)
    const { id, path } = await Desk.publish(desk)
    const page = await new Browser(newsroom.url).get(path)
    const form = fill(page, `/a/${id}/comments`, { ...Desk.commentFields, body: "قبل الانقطاع" })
    const sent = await new Browser(newsroom.url).submit(form)
    await newsroom.stop("SIGKILL")

    const again = await Newsroom.start({ DATELINE_DATA: newsroom.folder })
    const reader = new Browser(again.url)
    const cookie = { headers: { cookie: desk.cookies } }
    const repeated = await reader.submit(form)
    const queue = await reader.request("/desk/queue", cookie)
    const status = await reader.follow(sent)
    await again.stop()
    expect(repeated.headers.get("location")).toBe(sent.headers.get("location"))
    expect(status.text).toContain("قبل الانقطاع")
    expect(queue.status).toBe(200)
    expect(queue.html.querySelectorAll("[data-comment-id]").length).toBe(1)
  })
})
