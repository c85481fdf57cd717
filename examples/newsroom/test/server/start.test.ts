import * as fs from "node:fs"
import { createServer } from "node:net"
import * as path from "node:path"
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "vitest"
import { Browser, fill } from "./Browser.ts"
import * as Newsroom from "./Newsroom.ts"

const end = (env: Record<string, string>) =>
  Newsroom.runToEnd({ DATELINE_DATA: Newsroom.freshFolder(), DATELINE_SAMPLE: "off", ...env })

/** One sentence, exit code 1, and nothing else said. */
const refusal = (sentence: string | RegExp) => ({
  code: 1,
  out: "",
  err: typeof sentence === "string" ? `${sentence}\n` : expect.stringMatching(sentence)
})

const existing = (): string => {
  const folder = Newsroom.freshFolder()
  fs.mkdirSync(folder)
  return folder
}

describe("a start that cannot succeed ends with one sentence and code 1", () => {
  it.each([
    [{ PORT: "abc" }, "PORT must be a whole number from 0 to 65535"],
    [{ DATELINE_STORE: "oracle" }, "DATELINE_STORE must be sqlite or memory"],
    [{ DATELINE_API_TOKEN: "short" }, "DATELINE_API_TOKEN must be a token of at least 16 characters"],
    [{ HOST: "192.0.2.1" }, "This machine has no address 192.0.2.1; set HOST"]
  ])("%j", async (env, sentence) => {
    expect(await end(env as Record<string, string>)).toEqual(refusal(sentence))
  })

  it("when the port is in use", async () => {
    const other = createServer()
    await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening))
    const address = other.address()
    const port = typeof address === "object" && address !== null ? address.port : 0
    const ended = await end({ PORT: String(port) })
    other.close()
    expect(ended).toEqual(refusal(`Port ${port} of 127.0.0.1 is in use by another program; stop it or set PORT`))
  })

  it.runIf(fs.existsSync("/proc/self"))("when the data folder would be where the system allows none", async () => {
    expect(await end({ DATELINE_DATA: "/proc/newsroom/data" })).toEqual(
      refusal("The data folder /proc/newsroom/data cannot be used (ENOENT)")
    )
  })

  it("when the data folder cannot be made", async () => {
    const file = path.join(existing(), "file")
    fs.writeFileSync(file, "")
    const folder = path.join(file, "data")
    expect(await end({ DATELINE_DATA: folder })).toEqual(
      refusal(`The data folder ${folder} cannot be used (a file is in the way)`)
    )
  })

  it("when another newsroom has the data folder", async () => {
    const first = await Newsroom.start()
    const second = await end({ DATELINE_DATA: first.folder })
    const answer = await fetch(`${first.url}/health/ready`)
    await first.stop()
    expect(second).toEqual(
      refusal(`The data folder ${first.folder} is in use by another program; stop that one first`)
    )
    expect(answer.status).toBe(200)
  })

  it.each(["newsroom.db", "keys.db"])("when %s is not a database", async (file) => {
    const folder = existing()
    fs.writeFileSync(path.join(folder, "master.key"), Buffer.alloc(32, 7).toString("base64url"))
    fs.writeFileSync(path.join(folder, file), "Dear diary, this file is mine.".repeat(100))
    const ended = await end({ DATELINE_DATA: folder })
    expect(ended).toEqual(refusal(new RegExp(`^[^\\n]*${file}[^\\n]*\\n$`)))
    expect(fs.readFileSync(path.join(folder, file), "utf8")).toMatch(/^Dear diary/)
  })

  it("when newsroom.db is another program's database, which stays as it was", async () => {
    const folder = existing()
    const file = path.join(folder, "newsroom.db")
    const theirs = new DatabaseSync(file)
    theirs.exec("CREATE TABLE diary (entry TEXT); INSERT INTO diary VALUES ('mine')")
    theirs.close()
    const before = fs.readFileSync(file)
    expect(await end({ DATELINE_DATA: folder })).toEqual(refusal(/^[^\n]*newsroom\.db[^\n]*\n$/))
    expect(fs.readFileSync(file).equals(before)).toBe(true)
  })

  it("when the master key is gone and data keys are there", async () => {
    const newsroom = await Newsroom.start()
    await newsroom.stop()
    fs.rmSync(path.join(newsroom.folder, "master.key"))
    expect(await end({ DATELINE_DATA: newsroom.folder })).toEqual(refusal(
      `The data folder ${newsroom.folder} has data keys and no master.key; restore it or set DATELINE_MASTER_KEY`
    ))
  })

  it("when DATELINE_MASTER_KEY is not the key that the data keys were made with", async () => {
    const key = (byte: number) => Buffer.alloc(32, byte).toString("hex")
    const newsroom = await Newsroom.start({ DATELINE_MASTER_KEY: key(7) })
    await newsroom.stop()
    const ended = await end({ DATELINE_DATA: newsroom.folder, DATELINE_MASTER_KEY: key(8) })
    expect(ended).toEqual(refusal(/^[^\n]*keys\.db[^\n]*another master key\n$/))
  })

  it("when the secret was overwritten", async () => {
    const folder = existing()
    fs.writeFileSync(path.join(folder, "secret"), "")
    expect(await end({ DATELINE_DATA: folder })).toEqual(
      refusal("The file secret in the data folder is damaged; restore it from a backup")
    )
  })
})

const shownPassword = /^Desk password for admin, shown this once: (\S+)$/m

describe("the first start", () => {
  it("that failed before anybody saw the desk's password was not the first", async () => {
    const other = await Newsroom.start()
    const folder = Newsroom.freshFolder()
    const env = { DATELINE_DATA: folder, DATELINE_DESK_PASSWORD: "" }
    const failed = await end({ ...env, PORT: new URL(other.url).port })
    const first = await Newsroom.start(env)
    await Promise.all([first.stop(), other.stop()])
    expect([failed.code, failed.out]).toEqual([1, ""])
    expect(first.output()).toMatch(shownPassword)
  })

  it("shows a desk password that works, and no later start shows one", async () => {
    const folder = Newsroom.freshFolder()
    const env = { DATELINE_DATA: folder, DATELINE_DESK_PASSWORD: "" }
    const first = await Newsroom.start(env)
    const password = shownPassword.exec(first.output())?.[1] ?? ""
    await first.stop()
    const second = await Newsroom.start(env)
    const browser = new Browser(second.url)
    const form = fill(await browser.get("/desk/sign-in"), "/desk/sign-in", { username: "admin", password })
    const answer = await browser.submit(form)
    await second.stop()
    expect(password.length).toBeGreaterThan(20)
    expect(second.output()).not.toContain("password")
    expect(answer.status).toBe(303)
  })

  it("keeps its secrets where nobody else can read them", async () => {
    const newsroom = await Newsroom.start({ DATELINE_DESK_PASSWORD: "" })
    await newsroom.stop()
    const modes = ["secret", "master.key", "desk.account", "keys.db", "newsroom.db"].map((
      file
    ) => [file, (fs.statSync(path.join(newsroom.folder, file)).mode & 0o777).toString(8)])
    expect(modes.map(([, mode]) => mode)).toEqual(["600", "600", "600", "600", "600"])
    expect((fs.statSync(newsroom.folder).mode & 0o777).toString(8)).toBe("700")
  })

  it("needs no folder when everything is kept in memory", async () => {
    const folder = Newsroom.freshFolder()
    const newsroom = await Newsroom.start({ DATELINE_DATA: folder, DATELINE_STORE: "memory" })
    const answer = await fetch(`${newsroom.url}/health/ready`)
    await newsroom.stop()
    expect(answer.status).toBe(200)
    expect(fs.existsSync(folder)).toBe(false)
  })
})

describe("the sample content", () => {
  it("is there after the first start, and is not added to again", async () => {
    const first = await Newsroom.start({ DATELINE_SAMPLE: "on" })
    const position = async ({ url }: Newsroom.Running) =>
      ((await (await fetch(`${url}/health/ready`)).json()) as { readonly position: number }).position
    const created = await position(first)
    const stories = new Browser(first.url)
    const lists = await Promise.all(["/ar/", "/fr/", "/en/"].map((path) => stories.get(path)))
    await first.stop()
    const second = await Newsroom.start({ DATELINE_SAMPLE: "on", DATELINE_DATA: first.folder })
    const again = await position(second)
    await second.stop()
    expect(lists.every(({ html }) => html.querySelectorAll("[data-article-id], h2, h3").length > 2)).toBe(true)
    expect(again).toBe(created)
  })
})
