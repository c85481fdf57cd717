/** Every page that the newsroom has, in every state that its visitors can bring it into. */
import type { BrowserContextOptions, Page } from "playwright-core"
import type { Language } from "../../../src/language/Catalogue.ts"
import { catalogueOf } from "../../../src/language/Languages.ts"
import type * as Http from "../../server/Browser.ts"
import * as Desk from "../../server/Desk.ts"
import { button, type EndToEnd, field, leadsOn } from "./EndToEnd.ts"
import * as OldForms from "./OldForms.ts"

/** What a state may use: the newsroom in a browser with certain options, the desk without one. */
export interface Stage {
  readonly visit: (path: string) => Promise<Page>
  readonly visitDesk: (path: string) => Promise<Page>
  readonly desk: Http.Browser
}

/** Brings a page into the state and answers it. */
export type State = (stage: Stage) => Promise<Page>

export const stage = (of: EndToEnd, desk: Http.Browser, options: BrowserContextOptions): Stage => ({
  visit: (path) => of.visit(path, options),
  visitDesk: (path) => of.visitDesk(path, options),
  desk
})

const at = (path: string): State => ({ visit }) => visit(path)
const atDesk = (path: string): State => ({ visitDesk }) => visitDesk(path)

/** Presses a button of the page that a state shows. */
const press = (state: State, name: string, within = "main"): State => async (stage) => {
  const page = await state(stage)
  await leadsOn(page, () => button(page.locator(within), name).first().click())
  return page
}

/** The private page of a new comment, and its id. */
const commented = async (desk: Http.Browser, path: string) => {
  const sent = await Desk.comment(desk, path)
  const status = sent.headers.get("location")!
  return { status, id: Desk.commentIdOf(await desk.get(status)) }
}

/** The private page of a comment after what was done with it. */
const decided = (action?: "approve" | "hold" | "reject"): State => async ({ desk, visit }) => {
  const { path } = await Desk.publish(desk)
  const { id, status } = await commented(desk, path)
  const reasons = { code: ["insult-person", "other"], note: "Sans nom propre, s’il vous plaît." }
  if (action !== undefined) await Desk.decide(desk, id, action, action === "reject" ? reasons : {})
  return visit(status)
}

const closedMeanwhile: State = async ({ desk, visit }) => {
  const { comments } = catalogueOf("ar")
  const { id, path } = await Desk.publish(desk)
  const page = await visit(path)
  await Desk.act(desk, id, "retract", { notice: "سحبنا هذا الخبر" })
  await field(page, comments.body).fill("تعليق متأخر\n\nمن فقرتين")
  await leadsOn(page, () => button(page, comments.send).click())
  return page
}

const decidedMeanwhile: State = async ({ desk, visitDesk }) => {
  const { id } = await commented(desk, (await Desk.publish(desk)).path)
  const page = await visitDesk("/desk/queue")
  await Desk.decide(desk, id, "approve")
  await leadsOn(page, () => button(page.locator(`[data-comment-id="${id}"]`), catalogueOf("ar").desk.approve).click())
  return page
}

const changedMeanwhile: State = async ({ desk, visitDesk }) => {
  const { id } = await Desk.publish(desk)
  const page = await visitDesk(`/desk/articles/${id}`)
  await Desk.act(desk, id, "edit", { headline: "عنوان آخر" })
  await field(page, catalogueOf("ar").desk.fields.headline).fill("عنواني")
  await leadsOn(page, () => button(page, catalogueOf("ar").desk.edit).click())
  return page
}

const emptiedTypo: State = async ({ desk, visitDesk }) => {
  const page = await visitDesk(`/desk/articles/${(await Desk.publish(desk)).id}`)
  await page.locator("details").first().locator("summary").click()
  await page.locator("details[open] textarea").fill(" ")
  await leadsOn(page, () => button(page.locator("details[open]"), catalogueOf("ar").desk.typo).click())
  return page
}

const draft: State = async ({ desk, visitDesk }) => visitDesk(`/desk/articles/${await Desk.draft(desk)}`)

const reasonsOpen: State = async ({ visitDesk }) => {
  const page = await visitDesk("/desk/queue")
  await page.locator(".reject summary").first().click()
  return page
}

const answering: State = async ({ visit }) => {
  const page = await visit("/a/rabatbooks")
  await leadsOn(page, () => page.locator(".reply a").first().click())
  return page
}

/** Where its author is led to from the private page. */
const byItself: State = async (stage) => {
  const page = await decided("approve")(stage)
  await leadsOn(page, () => page.getByRole("link", { name: catalogueOf("ar").status.seeComment }).click())
  return page
}

const expired: State = async ({ visit }) => {
  const page = await visit("/a/meknesrain")
  await OldForms.age(page, 25)
  await leadsOn(page, () => button(page, catalogueOf("ar").comments.send).click())
  return page
}

const wrongPassword: State = async ({ visit }) => {
  const page = await visit("/desk/sign-in")
  const { desk } = catalogueOf("ar")
  await field(page, desk.username).fill("admin")
  await field(page, desk.password).fill("wrong")
  await leadsOn(page, () => button(page, desk.signIn).click())
  return page
}

const { comments, desk, status } = catalogueOf("ar")

export const arabic: Readonly<Record<string, State>> = {
  "the front page": at("/"),
  "a section": at("/ar/culture"),
  "an article with a correction and comments": at("/a/rabatbooks"),
  "an article without comments": at("/a/argancoops"),
  "an article that was retracted": at("/a/chessschool"),
  "the form for an answer": answering,
  "a comment that is refused": press(at("/a/meknesrain"), comments.send),
  "a comment in a form that expired": expired,
  "a comment on an article that was retracted meanwhile": closedMeanwhile,
  "a comment by itself": byItself,
  "the private page of a comment that waits": decided(),
  "the private page of a comment that is held": decided("hold"),
  "the private page of a comment that was approved": decided("approve"),
  "the private page of a comment that was rejected": decided("reject"),
  "the private page of a comment that was withdrawn": press(decided(), status.withdraw),
  "the register of corrections": at("/ar/corrections"),
  "an address that cannot be decoded": at("/ar/%E0%A4%A"),
  "an address that does not exist": at("/ar/national/0000000000-rien"),
  "an address that only takes forms": at("/a/rabatbooks/comments"),
  "the sign-in form": at("/desk/sign-in"),
  "a sign-in that is refused": wrongPassword,
  "the desk for a stranger": at("/desk/articles"),
  "the queue": atDesk("/desk/queue"),
  "the queue with the reasons open": reasonsOpen,
  "a rejection that is refused": press(reasonsOpen, desk.reject, ".reject[open]"),
  "a comment just held": press(atDesk("/desk/queue"), desk.hold),
  "a comment that was decided meanwhile": decidedMeanwhile,
  "the list of articles": atDesk("/desk/articles"),
  "a new article": atDesk("/desk/articles/new"),
  "a new article that is refused": press(atDesk("/desk/articles/new"), desk.create),
  "a draft in the editor": draft,
  "a draft just published": press(draft, desk.publish),
  "an article in the editor": atDesk("/desk/articles/rabatbooks"),
  "a fix that is refused": emptiedTypo,
  "a correction that is refused": press(atDesk("/desk/articles/rabatbooks"), desk.correct),
  "a retraction that is refused": press(atDesk("/desk/articles/rabatbooks"), desk.retract),
  "a change to what was changed meanwhile": changedMeanwhile,
  "a retracted article in the editor": atDesk("/desk/articles/chessschool"),
  "an address of the desk that does not exist": atDesk("/desk/articles/0000000000")
}

/** The main pages in another language. `article` has comments. */
export const inLanguage = (language: Language, article: string): Readonly<Record<string, State>> => ({
  "the front page": at(`/${language}/`),
  "a section without articles": at(`/${language}/${language === "fr" ? "world" : "sport"}`),
  "an article": at(`/a/${article}`),
  "a comment that is refused": press(at(`/a/${article}`), catalogueOf(language).comments.send),
  "the register of corrections": at(`/${language}/corrections`),
  "an address that does not exist": at(`/${language}/rien`),
  "the queue": atDesk(`/desk/queue?language=${language}`),
  "an article in the editor": atDesk(`/desk/articles/${article}?language=${language}`)
})

export const reference: State = at("/api/docs")
