/** Comment forms of another moment: signed by the newsroom's own secret, so that nobody has to wait for hours. */
import type { Page } from "playwright-core"
import * as Tokens from "../../../src/Tokens.ts"

const secret = "a secret for the tests of the site"

/** What the newsroom has to be started with. */
export const env = { DATELINE_SECRET: secret } as const

const { form } = Tokens.make(secret)
const hour = 3_600_000

const hidden = (page: Page) => page.locator("#comment-form [name=formToken]")

/** The token in the form that is shown. */
export const tokenOf = (page: Page): Promise<string> => hidden(page).inputValue()

/** Makes the form that is shown one that was made so many hours ago (or, below 0, ahead of the server's clock). */
export const age = async (page: Page, hours: number): Promise<void> => {
  const [, , payload = ""] = (await tokenOf(page)).split(".")
  const [article, issuedAt, commitId] = Buffer.from(payload, "base64url").toString().split(" ")
  const then = Number(issuedAt) - hours * hour
  const token = form.sign(`${article} ${then} ${commitId}`, then + 24 * hour)
  await hidden(page).evaluate((input, token) => input.setAttribute("value", token), token)
}
