/** One newsroom and one browser for all tests of a file. */
import * as fs from "node:fs"
import * as path from "node:path"
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page, Response } from "playwright-core"
import { afterAll, beforeAll, expect, onTestFinished } from "vitest"
import type { Language } from "../../../src/language/Catalogue.ts"
import { catalogueOf } from "../../../src/language/Languages.ts"
import * as Newsroom from "../../server/Newsroom.ts"
import * as Chromium from "./Chromium.ts"

/** Long enough for two busy processors; nothing waits for it to pass. */
const patience = 15_000

export interface EndToEnd {
  /** Where the newsroom is, without a slash at its end. */
  readonly url: () => string
  /** Opens a page, which is closed when the test ends. Visits with the same options share cookies and cache. */
  readonly visit: (path: string, options?: BrowserContextOptions) => Promise<Page>
  /** The same, signed in at the desk. */
  readonly visitDesk: (path: string, options?: BrowserContextOptions) => Promise<Page>
}

/** What a page must never do, whatever a test does with it: fail to load something, break its policy, ask elsewhere. */
const watch = (page: Page, url: string): ReadonlyArray<string> => {
  const complaints: Array<string> = []
  page.on("requestfailed", (request) => {
    if (request.failure()?.errorText !== "net::ERR_ABORTED") complaints.push(`failed: ${request.url()}`)
  })
  page.on("request", (request) => {
    if (!request.url().startsWith(`${url}/`)) complaints.push(`asked elsewhere: ${request.url()}`)
  })
  page.on("response", (response) => {
    const isPage = response.request().isNavigationRequest() && (response.status() < 300 || response.status() >= 400)
    if (isPage) documents.set(page, response)
  })
  page.on("pageerror", (error) => complaints.push(error.message))
  page.on("console", (message) => {
    // A refusal is an answer like others, though the browser notes its status.
    if (!message.text().startsWith("Failed to load resource")) complaints.push(message.text())
  })
  return complaints
}

const documents = new WeakMap<Page, Response>()

/** The page as the server sent it. */
export const sourceOf = async (page: Page): Promise<string> => {
  const answer = documents.get(page)
  if (answer === undefined) throw new Error(`${page.url()} was not asked for`)
  return answer.text()
}

/** Signs in through the form, once for the file. */
const signIn = async (browser: Browser, url: string) => {
  const { desk } = catalogueOf("ar")
  const context = await browser.newContext({ baseURL: url })
  const page = await context.newPage()
  await page.goto("/desk/sign-in")
  await page.getByLabel(desk.username).fill(Newsroom.user)
  await page.getByLabel(desk.password).fill(Newsroom.password)
  await leadsOn(page, () => page.getByRole("button", { name: desk.signIn }).click())
  const state = await context.storageState()
  await context.close()
  return state
}

/** Starts both before the tests of the suite that calls it, and stops both after them. */
export const useNewsroom = (env: Record<string, string> = {}): EndToEnd => {
  let newsroom: Newsroom.Running
  let browser: Browser
  let session: Awaited<ReturnType<typeof signIn>> | undefined
  const contexts = new Map<string, Promise<BrowserContext>>()

  beforeAll(async () => {
    newsroom = await Newsroom.start(env)
    browser = await Chromium.launch()
  })
  afterAll(async () => {
    await browser?.close()
    await newsroom?.stop()
    if (newsroom !== undefined) fs.rmSync(path.dirname(newsroom.folder), { recursive: true, force: true })
  })

  const contextWith = (options: BrowserContextOptions): Promise<BrowserContext> => {
    const key = JSON.stringify(options)
    const known = contexts.get(key) ?? browser.newContext({ baseURL: newsroom.url, ...options })
    contexts.set(key, known)
    return known
  }
  const visit: EndToEnd["visit"] = async (to, options = {}) => {
    const page = await (await contextWith(options)).newPage()
    const complaints = watch(page, newsroom.url)
    onTestFinished(async () => {
      await page.close()
      expect(complaints).toEqual([])
    })
    page.setDefaultTimeout(patience)
    await page.goto(to)
    return page
  }
  const visitDesk: EndToEnd["visitDesk"] = async (to, options) => {
    session ??= await signIn(browser, newsroom.url)
    return visit(to, { ...options, storageState: session })
  }
  return { url: () => newsroom.url, visit, visitDesk }
}

/** Does what leads to another page, and waits until that page is there. Answers what the server answered. */
export const leadsOn = async (page: Page, act: () => Promise<unknown>): Promise<Response> => {
  const [answer] = await Promise.all([page.waitForNavigation(), act()])
  if (answer === null) throw new Error(`this led nowhere else than ${page.url()}`)
  return answer
}

/** The path of the page that is shown, decoded, without query and fragment. */
export const pathOf = (page: Page): string => decodeURIComponent(new URL(page.url()).pathname)

/** The text field with a label. */
export const field = (within: Page | Locator, label: string): Locator =>
  within.getByRole("textbox", { name: label, exact: true })

/** The button with a name. */
export const button = (within: Page | Locator, name: string): Locator =>
  within.getByRole("button", { name, exact: true })

/** What a browser's user reads in an element, white space as one space. */
export const read = async (locator: Locator): Promise<string> => (await locator.innerText()).replace(/\s+/g, " ").trim()

/** Texts that every one of the elements shows. */
export const readAll = async (locator: Locator): Promise<ReadonlyArray<string>> =>
  (await locator.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim())

/** Types into the comment form of the article that is shown, in the language of the page. */
export const writeComment = async (
  page: Page,
  language: Language,
  typed: { readonly name: string; readonly email: string; readonly body: string }
): Promise<void> => {
  const { comments } = catalogueOf(language)
  for (const name of ["name", "email", "body"] as const) await field(page, comments[name]).fill(typed[name])
}
