/** What editors and moderators do, through the pages of the desk. */
import { type Answer, Browser, type Fields, fill } from "./Browser.ts"
import { password, user } from "./Newsroom.ts"

export const draftFields = {
  language: "ar",
  section: "national",
  headline: "الرباط: افتتاح الدورة الـ48 للمعرض",
  deck: "مشاركة واسعة من 2022-2024",
  body: "افتتحت اليوم الدورة الـ48.\n\nوقال المنظمون إن «MY santé» حاضرة.",
  datelinePlace: "الرباط",
  datelineDate: "2024-05-12",
  agency: "MAP",
  byline: "زينب العلوي، Karim Idrissi"
} as const

/** A browser that is signed in. */
export const signIn = async (base: string): Promise<Browser> => {
  const browser = new Browser(base)
  const page = await browser.get("/desk/sign-in")
  const answer = await browser.submit(fill(page, "/desk/sign-in", { username: user, password }))
  if (answer.status !== 303) throw new Error(`signing in answered ${answer.status}`)
  return browser
}

/** Writes an article and answers its id. */
export const draft = async (desk: Browser, fields: Fields = {}): Promise<string> => {
  const page = await desk.get("/desk/articles/new")
  const answer = await desk.submit(fill(page, "/desk/articles", { ...draftFields, ...fields }))
  return answer.headers.get("location")!.split("/").at(-1)!
}

/** Sends one of the forms of the editor's page. */
export const act = async (desk: Browser, id: string, action: string, fields: Fields = {}): Promise<Answer> => {
  const page = await desk.get(`/desk/articles/${id}`)
  return desk.submit(fill(page, `/desk/articles/${id}/${action}`, fields))
}

/** Writes and publishes an article; answers its id and its address. */
export const publish = async (desk: Browser, fields: Fields = {}) => {
  const id = await draft(desk, fields)
  await act(desk, id, "publish")
  return { id, path: (await desk.get(`/a/${id}`)).headers.get("location")! }
}

export const commentFields = {
  name: "فاطمة",
  email: "fatima@example.org",
  body: "شكرا على هذا المقال."
} as const

/** Sends the comment form of an article. */
export const comment = async (reader: Browser, path: string, fields: Fields = {}): Promise<Answer> => {
  const page = await reader.get(path)
  const action = page.html.querySelector("#comment-form form")!.getAttribute("action")!
  return reader.submit(fill(page, action, { ...commentFields, ...fields }))
}

/** Decides about a comment through the queue. */
export const decide = async (desk: Browser, id: string, action: string, fields: Fields = {}): Promise<Answer> => {
  const page = await desk.get("/desk/queue")
  return desk.submit(fill(page, `/desk/comments/${id}/${action}`, fields))
}

/** The id of the comment whose private page this is. */
export const commentIdOf = (page: Answer): string =>
  page.html.querySelector("[data-comment-id]")!.getAttribute("data-comment-id")!
