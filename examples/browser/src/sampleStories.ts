/** What happened in the sample's newsroom. Every story and person is invented. */
import type * as ArticleInput from "@dateline/publishing/ArticleInput"

export interface Story extends ArticleInput.Draft {
  readonly correction?: { readonly notice: string; readonly block?: string; readonly text?: string }
  readonly retraction?: string
  readonly comments: ReadonlyArray<{
    readonly name: string
    readonly email: string
    readonly body: string
    readonly fate: "approved" | "rejected" | "waiting"
    /** Whether it answers the last comment that answers none. */
    readonly answers?: true
  }>
}

const arabic: Story = {
  language: "ar",
  section: "culture",
  headline: "الرباط: افتتاح الدورة الـ48 للمعرض بمشاركة «MY santé»",
  deck: "برنامج يمتد بين 2022-2024 ويشمل أزيد من 40 رواقا",
  dateline: { place: "الرباط", date: "2024-05-12" },
  agency: "MAP",
  tags: ["كتاب", "معرض"],
  body: [
    "افتتحت اليوم بالرباط الدورة الـ48 للمعرض، بحضور ناشرين من المغرب وخارجه.",
    "ويقدم رواق «MY santé» حصيلة برنامجه (2022-2024)، فيما تستمر الأنشطة إلى نهاية الشهر."
  ],
  correction: { block: "deck", text: "برنامج يمتد بين 2022-2024 ويشمل 41 رواقا", notice: "صححنا عدد الأروقة." },
  comments: [
    { name: "سعيد الإدريسي", email: "said@example.com", body: "دورة ناجحة، والمطلوب تمديدها أسبوعا.", fate: "approved" },
    {
      name: "Ruth",
      email: "ruth@example.org",
      body: "هل الدخول مجاني؟ <img src=x onerror=alert(1)> see you there!",
      fate: "approved",
      answers: true
    },
    { name: "مجهول", email: "spam@example.net", body: "اربح المال من بيتك", fate: "rejected" },
    { name: "سلمى", email: "salma@example.com", body: "تعليق ينتظر المراجعة", fate: "waiting" }
  ]
}

const french: Story = {
  language: "fr",
  section: "national",
  headline: "Tétouan : l’été des bibliothèques « hors les murs »",
  dateline: { place: "Tétouan", date: "2024-05-14" },
  byline: ["Nadia El Fassi"],
  body: ["Douze bibliothèques s’installent sur les places de la ville jusqu’à la fin du mois d’août."],
  comments: [
    { name: "Zoë O’Neill-Bâ", email: "zoe@example.com", body: "Enfin !\n\nEt le dimanche ?", fate: "approved" }
  ]
}

const english: Story = {
  language: "en",
  section: "economy",
  headline: "Oil at $80.50 — what’s next?",
  byline: ["Jean N’Diaye"],
  body: ["Prices rose for a third day.", "Analysts disagree about the fourth."],
  retraction: "This article relied on a price list of last year. We retract it.",
  comments: []
}

/** In the order in which they were published. */
export const articles: ReadonlyArray<Story> = [english, french, arabic]
