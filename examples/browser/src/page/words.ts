/** What the page says, in each of its languages. A new language is one more entry, and its address. */
import type { Language } from "@dateline/publishing/Language"

export interface Words {
  readonly name: string
  readonly direction: "rtl" | "ltr"
  /** BCP 47, for dates and numbers. */
  readonly locale: string
  readonly title: string
  readonly purpose: string
  readonly languages: string
  readonly open: string
  readonly log: string
  readonly keys: string
  readonly read: string
  readonly sample: string
  readonly scripts: string
  readonly articles: string
  readonly comments: string
  readonly corrected: string
  readonly retracted: string
  readonly removed: string
  readonly sealed: string
  readonly summary: (events: string, articles: string) => string
  readonly notALog: (line: string) => string
  readonly notKeys: string
  readonly changed: (position: string) => string
  readonly failed: string
}

const ar: Words = {
  name: "العربية",
  direction: "rtl",
  locale: "ar-MA",
  title: "قارئ السجل",
  purpose: "اختر سجلا مصدَّرا، فتُطوى أحداثه مقالات وتعليقات هنا في متصفحك. لا يغادر شيء منها هذا الجهاز.",
  languages: "اللغات",
  open: "فتح سجل",
  log: "السجل (ناتج dateline events --json)",
  keys: "المفاتيح (اختيارية)",
  read: "اقرأ السجل",
  sample: "اقرأ العينة",
  scripts: "تحتاج هذه الصفحة إلى تشغيل جافاسكريبت: فالطيّ يجري في المتصفح.",
  articles: "المقالات",
  comments: "التعليقات",
  corrected: "تصحيح",
  retracted: "سُحب هذا المقال",
  removed: "حُذف هذا التعليق",
  sealed: "اسم صاحب التعليق ونصه مختومان، ولا مفتاح لهما هنا.",
  summary: (events, articles) => `عدد الأحداث: ${events}، وعدد المقالات: ${articles}.`,
  notALog: (line) => `ليس هذا سجلا كاملا: انظر السطر ${line}.`,
  notKeys: "ليست هذه نسخة من المفاتيح.",
  changed: (position) => `غُيّر في هذا السجل حدث بعد كتابته، موضعه ${position}.`,
  failed: "تعذرت قراءة السجل بهذه المفاتيح."
}

const fr: Words = {
  name: "Français",
  direction: "ltr",
  locale: "fr-MA",
  title: "Lecteur de journal",
  purpose:
    "Choisissez un journal exporté : ses événements deviennent articles et commentaires ici, dans votre navigateur. " +
    "Rien ne quitte cet appareil.",
  languages: "Langues",
  open: "Ouvrir un journal",
  log: "Journal (ce qu’écrit dateline events --json)",
  keys: "Clés (facultatives)",
  read: "Lire le journal",
  sample: "Lire l’exemple",
  scripts: "Cette page a besoin de JavaScript : tout est calculé dans le navigateur.",
  articles: "Articles",
  comments: "Commentaires",
  corrected: "Rectificatif",
  retracted: "Cet article a été retiré",
  removed: "Ce commentaire a été supprimé",
  sealed: "Le nom et le texte de ce commentaire sont scellés, et il n’y a pas de clé ici.",
  summary: (events, articles) => `Événements : ${events}, articles : ${articles}.`,
  notALog: (line) => `Ce n’est pas un journal complet : voir la ligne ${line}.`,
  notKeys: "Ce n’est pas une copie des clés.",
  changed: (position) => `Un événement de ce journal a été modifié après coup, à la position ${position}.`,
  failed: "Ce journal ne se lit pas avec ces clés."
}

const en: Words = {
  name: "English",
  direction: "ltr",
  locale: "en",
  title: "Log reader",
  purpose:
    "Choose an exported log: its events become articles and comments here, in your browser. Nothing leaves this " +
    "device.",
  languages: "Languages",
  open: "Open a log",
  log: "Log (what dateline events --json prints)",
  keys: "Keys (optional)",
  read: "Read the log",
  sample: "Read the sample",
  scripts: "This page needs JavaScript: everything is folded in the browser.",
  articles: "Articles",
  comments: "Comments",
  corrected: "Correction",
  retracted: "This article was retracted",
  removed: "This comment was removed",
  sealed: "Name and text of this comment are sealed, and there is no key here.",
  summary: (events, articles) => `Events: ${events}, articles: ${articles}.`,
  notALog: (line) => `This is not a whole log: see line ${line}.`,
  notKeys: "This is no copy of the keys.",
  changed: (position) => `An event of this log was changed after it was written, at position ${position}.`,
  failed: "The log cannot be read with these keys."
}

export const words: Readonly<Record<Language, Words>> = { ar, fr, en }

/** The page's languages, Arabic first. */
export const languages: ReadonlyArray<Language> = ["ar", "fr", "en"]
