/** Articles, comments and commands that specifications begin with. */
import type * as Sealed from "@dateline/eventsourcing/Sealed"
import type * as Commands from "../../src/domain/ArticleCommands.ts"
import type { ArticleEvent, Content, PublicContent } from "../../src/domain/ArticleEvents.ts"
import type { CommenterEvent } from "../../src/domain/CommenterEvents.ts"
import type { CommentEvent } from "../../src/domain/CommentEvents.ts"
import { policy } from "../../src/domain/DefaultPolicy.ts"
import type { PolicyEvent } from "../../src/domain/PolicyEvents.ts"

export const id = "abc0123456"

export const draftCommand: Commands.Draft = {
  _tag: "Draft",
  id,
  language: "ar",
  headline: "الرباط: افتتاح الدورة الـ48",
  deck: "بمشاركة 12 بلدا",
  body: ["الفقرة الأولى", "الفقرة الثانية", "الفقرة الثالثة"],
  section: "national",
  slug: "افتتاح-الدورة",
  dateline: { place: "الرباط", date: "2024-05-12" },
  agency: "MAP",
  byline: ["سعاد المنصوري"],
  tags: ["مهرجان"]
}

export const content: PublicContent = {
  language: "ar",
  headline: "الرباط: افتتاح الدورة الـ48",
  deck: "بمشاركة 12 بلدا",
  body: [
    { id: "p1", text: "الفقرة الأولى" },
    { id: "p2", text: "الفقرة الثانية" },
    { id: "p3", text: "الفقرة الثالثة" }
  ],
  section: "national",
  slug: "افتتاح-الدورة",
  dateline: { place: "الرباط", date: "2024-05-12" },
  agency: "MAP",
  byline: ["سعاد المنصوري"],
  tags: ["مهرجان"]
}

/** The content with other fields; the fields stay in their order. */
export const contentWith = (fields: Partial<Content>): Content => ({ ...content, ...fields })

export const drafted: ArticleEvent = { _tag: "ArticleDrafted", ...content }
export const published: ArticleEvent = { _tag: "ArticlePublished", ...content }
export const retracted: ArticleEvent = { _tag: "ArticleRetracted", language: "ar", notice: "سُحب المقال" }

export const comment = "c0mment000000001"

/** A text as a log gives it back; only {@link unsealed} can read this box. */
export const sealed = <const Label extends "name" | "body" | "note">(
  label: Label,
  text: string
): Sealed.Sealed<string, "publication", Label> => ({
  subject: "subject-1",
  purpose: "publication",
  label,
  box: `${"sealed-in-a-sample-".repeat(2)}${Buffer.from(text).toString("base64url")}`
})

/** What is in the box of a sample. */
export const unsealed = ({ box }: Sealed.Sealed): string => Buffer.from(box.slice(38), "base64url").toString()

/** As a log gives it back: sealed. */
export const email: Sealed.Sealed<string, "contact", "email"> = {
  subject: "subject-1",
  purpose: "contact",
  label: "email",
  box: "c2VhbGVkLWJ5LXRoZS1rZXJuZWwtZm9yLWEtZml4dHVyZQ"
}

export const submitted: CommentEvent = {
  _tag: "CommentSubmitted",
  article: id,
  commenter: "subject-1",
  name: sealed("name", "أمينة"),
  email,
  body: sealed("body", "تعليق"),
  language: "ar",
  policyVersion: 1
}

export const place = { article: id }
export const held: CommentEvent = { _tag: "CommentHeld", ...place, revision: 1 }
export const approved: CommentEvent = { _tag: "CommentApproved", ...place, revision: 1, policyVersion: 1 }
export const rejected: CommentEvent = {
  _tag: "CommentRejected",
  ...place,
  revision: 1,
  policyVersion: 1,
  codes: ["profanity"]
}
export const withdrawn: CommentEvent = { _tag: "CommentWithdrawn", ...place, from: "pending" }
export const erased: CommentEvent = { _tag: "CommentErased", ...place, from: "pending" }

export { policy }

const answer = { article: id, parent: "c0mment000000000" }

/** An event of each type, with every optional field. */
export const everyEvent: ReadonlyArray<ArticleEvent | CommentEvent | CommenterEvent | PolicyEvent> = [
  drafted,
  { _tag: "ArticleEdited", ...content },
  published,
  { _tag: "ArticleTypoFixed", block: "p1", text: "الفقرة الأولى." },
  { _tag: "ArticleCorrected", language: "ar", notice: "اثنا عشر لا عشرون", block: "p2", text: "اثنا عشر" },
  retracted,
  { ...submitted, ...answer },
  { _tag: "CommentHeld", ...answer, revision: 1, note: sealed("note", "للمراجعة") },
  { _tag: "CommentApproved", ...answer, revision: 1, policyVersion: 1 },
  {
    _tag: "CommentRejected",
    ...answer,
    revision: 1,
    policyVersion: 1,
    codes: ["other"],
    note: sealed("note", "خارج الموضوع")
  },
  { _tag: "CommentWithdrawn", ...answer, from: "approved" },
  { _tag: "CommentErased", ...answer, from: "rejected" },
  { _tag: "SubjectForgotten" },
  { _tag: "PolicyProposed", ...policy },
  { _tag: "PolicyActivated", version: 1 }
]
