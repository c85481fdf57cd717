/** The conditions of publication with which a newsroom starts: version 1, in three languages. */
import type { Texts } from "./Language.ts"
import type { Policy, ReasonCode } from "./PolicyEvents.ts"

const conditions: Texts = {
  ar:
    "من شروط النشر: عدم الإساءة إلى الكاتب أو إلى الأشخاص أو إلى المقدسات، وعدم التهجم على الأديان أو على الذات الإلهية، " +
    "والابتعاد عن التحريض العنصري وعن الألفاظ النابية.",
  fr:
    "Parmi les conditions de publication : ne pas offenser l’auteur, les personnes ni ce qui est sacré, ne pas s’en " +
    "prendre aux religions ni à la divinité, s’abstenir de toute incitation raciste et de tout langage grossier.",
  en:
    "Among the conditions of publication: no insult to the author, to persons or to what is held sacred, no attack on " +
    "religions or on the divine, no racist incitement and no foul language."
}

const reason = (code: string, severity: ReasonCode["severity"], texts: Texts): ReasonCode => ({
  code,
  texts,
  severity,
  needsNote: false
})

const other: ReasonCode = {
  code: "other",
  texts: {
    ar: "لم يستوف التعليق شرطا آخر من شروط النشر، كما هو موضح في الملاحظة.",
    fr: "Le commentaire manque à une autre condition de publication, précisée dans la note.",
    en: "The comment fails another condition of publication, which the note explains."
  },
  severity: "minor",
  needsNote: true
}

/** Version 1 of the policy. */
export const policy: Policy = {
  version: 1,
  conditions,
  codes: [
    reason("insult-author", "serious", {
      ar: "يتضمن التعليق إساءة إلى كاتب المقال.",
      fr: "Le commentaire offense l’auteur de l’article.",
      en: "The comment insults the author of the article."
    }),
    reason("insult-person", "serious", {
      ar: "يتضمن التعليق إساءة إلى شخص أو إلى أشخاص.",
      fr: "Le commentaire offense une ou plusieurs personnes.",
      en: "The comment insults a person or several persons."
    }),
    reason("insult-sacred", "serious", {
      ar: "يتضمن التعليق إساءة إلى المقدسات.",
      fr: "Le commentaire offense ce qui est tenu pour sacré.",
      en: "The comment insults what is held sacred."
    }),
    reason("attack-religion", "grave", {
      ar: "يتضمن التعليق تهجما على دين من الأديان.",
      fr: "Le commentaire s’en prend à une religion.",
      en: "The comment attacks a religion."
    }),
    reason("attack-divine", "grave", {
      ar: "يتضمن التعليق تهجما على الذات الإلهية.",
      fr: "Le commentaire s’en prend à la divinité.",
      en: "The comment attacks the divine."
    }),
    reason("racist-incitement", "grave", {
      ar: "يتضمن التعليق تحريضا عنصريا.",
      fr: "Le commentaire incite au racisme.",
      en: "The comment incites to racism."
    }),
    reason("profanity", "minor", {
      ar: "يتضمن التعليق ألفاظا نابية.",
      fr: "Le commentaire contient des mots grossiers.",
      en: "The comment contains foul language."
    }),
    other
  ]
}
