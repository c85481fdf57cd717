/** Many articles and many comments, through the API: pages hold only so many. */
const token = "a token for the tests of the site"

/** What the newsroom has to be started with. */
export const env = { DATELINE_API_TOKEN: token } as const

interface Created {
  readonly id: string
  /** Of a comment: its private page. */
  readonly statusUrl: string
}

const post = async (url: string, path: string, body: unknown): Promise<Created> => {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
  const answer = await fetch(`${url}/api${path}`, { method: "POST", headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return await answer.json() as Created // as the contract says
}

/** Publishes an article for each headline, one after the other. Answers their ids. */
export const articles = async (url: string, section: string, headlines: ReadonlyArray<string>) => {
  const ids: Array<string> = []
  for (const headline of headlines) {
    const { id } = await post(url, "/articles", { language: "ar", section, headline, body: [headline] })
    await post(url, `/articles/${id}/publish`, {})
    ids.push(id)
  }
  return ids
}

/** Comments on an article that wait, one for each text, in this order. */
export const waiting = async (url: string, article: string, bodies: ReadonlyArray<string>) => {
  const created: Array<Created> = []
  for (const body of bodies) {
    const person = { name: "سلمى", email: "salma@example.ma", policyVersion: 1 }
    created.push(await post(url, `/articles/${article}/comments`, { ...person, body }))
  }
  return created
}

/** The same, approved. Answers the private page of the last one. */
export const comments = async (url: string, article: string, bodies: ReadonlyArray<string>): Promise<string> => {
  const created = await waiting(url, article, bodies)
  for (const { id } of created) await post(url, `/comments/${id}/approve`, { revision: 1 })
  return created.at(-1)?.statusUrl ?? ""
}

/** A public notice on each of these articles, one after the other, in this order. */
export const corrections = async (url: string, articles: ReadonlyArray<string>, notices: ReadonlyArray<string>) => {
  for (const [index, notice] of notices.entries()) {
    await post(url, `/articles/${articles[index % articles.length]}/corrections`, { notice })
  }
}
