import * as fs from "node:fs"
import * as path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { missing, type Server, startServer } from "../../../../scripts/postgres/Server.ts"
import { Browser } from "./Browser.ts"
import * as Newsroom from "./Newsroom.ts"

const title = "a newsroom whose events and views are in PostgreSQL"

describe.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (not run: ${missing})`, () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.close())

  const positionOf = async ({ url }: Newsroom.Running): Promise<number> =>
    ((await (await fetch(`${url}/health/ready`)).json()) as { readonly position: number }).position

  it("publishes as one whose are in a file, and goes on after a restart; its folder has the keys alone", async () => {
    const env = { DATELINE_DATABASE_URL: server.url, DATELINE_SAMPLE: "on" }
    const first = await Newsroom.start(env)
    const created = await positionOf(first)
    const { html } = await new Browser(first.url).get("/ar/")
    expect(html.querySelectorAll("[data-article-id], h2, h3").length).toBeGreaterThan(2)
    expect(await first.stop()).toBe(0)
    const second = await Newsroom.start({ ...env, DATELINE_DATA: first.folder })
    expect(await positionOf(second)).toBe(created)
    const again = await new Browser(second.url).get("/ar/")
    expect(again.html.querySelectorAll("h2").length).toBe(html.querySelectorAll("h2").length)
    expect(await second.stop()).toBe(0)
    expect(fs.existsSync(path.join(first.folder, "newsroom.db"))).toBe(false)
    expect(fs.existsSync(path.join(first.folder, "keys.db"))).toBe(true)
    // The address carries a password in most newsrooms.
    expect(first.output()).not.toContain(new URL(server.url).host)
  })

  it("says in one sentence that it cannot reach its database, without the address", async () => {
    const env = { DATELINE_DATABASE_URL: "postgres://me:hunter2@127.0.0.1:1/nothing", DATELINE_SAMPLE: "off" }
    const { code, err } = await Newsroom.runToEnd({ DATELINE_DATA: Newsroom.freshFolder(), ...env })
    expect(code).toBe(1)
    expect(err).toMatch(/^[^\n]*store failed[^\n]*\n$/)
    expect(err).not.toContain("hunter2")
  })
})
