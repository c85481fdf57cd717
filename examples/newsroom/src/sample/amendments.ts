import type { Amendment } from "./SampleContent.ts"

/** In the order in which they happen; the last one ends the sample. */
export const amendments: ReadonlyArray<Amendment> = [
  {
    _tag: "Typo",
    article: "meknesrain",
    block: "p2",
    text: "وقال فلاحون التقتهم الجريدة إن الزخات وصلت في الوقت المناسب للزراعات الربيعية، فيما استفادت أشجار الزيتون " +
      "من رطوبة كانت تنتظرها منذ فبراير، وإن كان الأثر على الحبوب يبقى محدودا في الأراضي البورية."
  },
  {
    _tag: "Correction",
    article: "cineclubte",
    block: "p2",
    notice: "Une première version de cet article indiquait que l’association compte 1 300 sociétaires. Ils sont 1 030.",
    text:
      "Fermée en 2005, la salle a été rachetée par une association de 1 030 sociétaires, à 200 dirhams la part. Les " +
      "travaux ont duré trente mois et coûté 2,8 millions de dirhams."
  },
  {
    _tag: "Correction",
    article: "heatalerts",
    notice: "An earlier version of this article was illustrated by a table that listed Rabat among the first cities. " +
      "The first two Moroccan cities are Agadir and Fez, as the text has said from the beginning."
  },
  {
    _tag: "Retraction",
    article: "chessschool",
    notice:
      "سحبت هيئة التحرير هذا الخبر: أعلن المنظمون أن نتائج الجولة الأخيرة ألغيت بسبب خلل تقني، ولم يتوج أي فريق. " +
      "نعتذر لقرائنا وللتلاميذ المعنيين."
  },
  {
    _tag: "Correction",
    article: "rabatbooks",
    block: "p2",
    notice: "ورد في صيغة سابقة من هذا الخبر أن عدد الناشرين المشاركين 320 ناشرا، والصحيح 302.",
    text: "ويشارك في هذه الدورة 302 ناشرا، مقابل 274 في الدورة الماضية، يعرضون قرابة 80 ألف عنوان في فضاء يمتد على " +
      "هكتارين قرب ضفة النهر."
  }
]
