/** A newsroom in memory that is closed after the test, and what readers and editors send to it. */
import { onTestFinished } from "vitest"
import { createNewsroom, memory, type Newsroom, type NewsroomOptions } from "../../src/promise.ts"

export const open = async (options: Partial<NewsroomOptions> = {}): Promise<Newsroom> => {
  const newsroom = await createNewsroom({ store: memory(), ...options })
  onTestFinished(() => newsroom.close())
  return newsroom
}

export const rain = {
  language: "en",
  section: "national",
  headline: "Rain at last",
  body: ["It rained in Rabat.", "It had not for years."]
} as const

export const published = async (newsroom: Newsroom): Promise<string> => {
  const { id } = await newsroom.articles.draft(rain)
  await newsroom.articles.publish({ id })
  return id
}

export const comment = (articleId: string) => ({
  articleId,
  name: "Salma",
  email: "salma@example.com",
  body: "At last!",
  policyVersion: 1
})

/** What a promise rejects with. */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(() => {
    throw new Error("the promise was expected to reject")
  }, (error: unknown) => error)
