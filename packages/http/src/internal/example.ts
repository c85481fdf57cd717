/** The newsroom's day in examples: what the reference shows beside every operation. */
import type { Article, ArticleSummary } from "../ArticleResource.ts"
import type { Comment, WaitingComment } from "../CommentResource.ts"

const id = "k3v9x0q2ab"
const commentId = "7d0f3a9c1b2e4f60"

export const draft = {
  language: "ar",
  section: "national",
  headline: "الرباط: المكتبة الوطنية تمدد ساعات الاستقبال",
  deck: "القاعات تفتح إلى العاشرة ليلا طيلة شهر ماي",
  body: ["أعلنت المكتبة الوطنية تمديد ساعات الاستقبال ابتداء من يوم الاثنين.", "ويشمل القرار قاعات المطالعة الثلاث."],
  dateline: { place: "الرباط", date: "2024-05-12" },
  agency: "MAP",
  byline: ["سلمى العلوي"],
  tags: ["مكتبات"]
}

export const receipt = (version: number) => ({ id, version })

export const typo = { block: "p2", text: "ويشمل القرار قاعات المطالعة الأربع." }

export const correction = { notice: "ورد في نص سابق أن القاعات ثلاث؛ وهي أربع.", ...typo }

export const retraction = { notice: "سحب هذا المقال لأن مصدره تراجع عما جاء فيه." }

export const summary: ArticleSummary = {
  id,
  version: 2,
  language: "ar",
  section: "national",
  slug: "الرباط-المكتبة-الوطنية-تمدد-ساعات-الاستقبال",
  headline: draft.headline,
  deck: draft.deck,
  dateline: draft.dateline,
  agency: "MAP",
  byline: draft.byline,
  publishedAt: "2024-05-12T10:15:00.000Z",
  modifiedAt: "2024-05-12T10:15:00.000Z"
}

export const article: Article = {
  ...summary,
  state: "live",
  body: draft.body.map((text, place) => ({ id: `p${place + 1}`, text })),
  tags: draft.tags,
  corrections: []
}

export const submission = {
  name: "يوسف",
  email: "youssef@example.org",
  body: "خبر سار لطلبة العاصمة.",
  policyVersion: 1
}

export const submitted = { id: commentId, status: "pending", statusUrl: `/comments/status/${commentId}.c2lnbmVk` }

export const comment: Comment = {
  id: commentId,
  name: submission.name,
  body: submission.body,
  submittedAt: "2024-05-12T11:02:00.000Z"
}

export const waiting: WaitingComment = {
  ...comment,
  article: id,
  status: "pending",
  revision: 1,
  language: "ar",
  policyVersion: 1
}

export const approval = { revision: 1 }

export const rejection = { revision: 1, codes: ["insult-person"], note: "وصف للكاتب بعبارة مهينة" }

export const decided = (status: "approved" | "rejected") => ({ id: commentId, version: 2, status })

export const policy = {
  version: 1,
  conditions: {
    ar: "من شروط النشر: عدم الإساءة للكاتب أو للأشخاص أو للمقدسات.",
    fr: "Parmi les conditions de publication : ne pas insulter l'auteur, les personnes ou le sacré.",
    en: "Among the conditions of publication: no insult to the writer, to persons or to what is sacred."
  },
  codes: [{
    code: "insult-person",
    texts: { ar: "إساءة إلى شخص", fr: "Insulte envers une personne", en: "Insult to a person" },
    severity: "serious",
    needsNote: false
  }]
}
