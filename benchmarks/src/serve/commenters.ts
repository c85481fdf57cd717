/**
 * Somebody comments every 100 ms; every tenth comment is approved at once, so that the page itself changes. After each
 * answer the page is read: it must be, byte for byte but for the reader's own form token, a page that is known, or, when
 * a comment was approved, a new one that shows it.
 */
import { apiToken } from "./newsroom.ts"

export interface Commenting {
  readonly committed: number
  readonly approved: number
  /** Pages that were read and compared. */
  readonly compared: number
  /** Lengths in bytes of all pages that were right at some time. */
  readonly lengths: ReadonlySet<number>
}

/** A page without what is each reader's own. */
export const withoutToken = (page: string): string => page.replace(/name="formToken" value="[^"]*"/, "")

const post = async (url: string, body: object): Promise<Record<string, string>> => {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${apiToken}` },
    body: JSON.stringify(body)
  })
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return await response.json() as Record<string, string>
}

const read = async (page: string): Promise<string> => {
  const response = await fetch(page)
  if (response.status !== 200) throw new Error(`${page} answered ${response.status}`)
  return await response.text()
}

/** Comments until it is told to stop. Fails as soon as a page is not what it should be. */
export const comment = async (site: string, article: string, page: string, stopped: () => boolean) => {
  const lengths = new Set<number>()
  let known = withoutToken(await read(page))
  let [committed, approved, compared] = [0, 0, 0]
  const look = async (shown?: string): Promise<void> => {
    const text = await read(page)
    const bare = withoutToken(text)
    const right = shown === undefined ? bare === known : bare !== known && bare.includes(`data-comment-id="${shown}"`)
    if (!right) throw new Error(`the page is not what it should be after ${committed} comments`)
    known = bare
    lengths.add(Buffer.byteLength(text))
    compared++
  }
  await look()
  for (let due = performance.now(); !stopped(); due += 100) {
    await new Promise((resume) => setTimeout(resume, Math.max(0, due - performance.now())))
    const { id = "" } = await post(`${site}/api/articles/${article}/comments`, {
      name: `Reader ${committed}`,
      email: `reader${committed}@example.org`,
      body: "The number 12 bus would already be a great help to us.",
      policyVersion: 1
    })
    committed++
    if (committed % 10 === 0) {
      await post(`${site}/api/comments/${id}/approve`, { revision: 1 })
      approved++
      await look(id)
    } else {
      await look()
    }
  }
  return { committed, approved, compared, lengths } satisfies Commenting as Commenting
}
