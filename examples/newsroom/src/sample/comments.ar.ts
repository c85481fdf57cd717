import type { SampleComment } from "./SampleContent.ts"

const language = "ar"

/** Arabic comments, in the order in which they come in. */
export const arabic: ReadonlyArray<SampleComment> = [
  {
    key: "books-tram",
    article: "rabatbooks",
    language,
    name: "كريم من سلا",
    email: "karim.sla@example.com",
    body: "زرت المعرض صباح الأحد وكان التنظيم جيدا. أقترح فقط تمديد ساعات الترامواي إلى العاشرة ليلا طيلة أيام المعرض.",
    fate: { _tag: "Approved" }
  },
  {
    key: "books-tram-reply",
    article: "rabatbooks",
    answers: "books-tram",
    language,
    name: "نادية ب.",
    email: "nadia.b@example.org",
    body:
      "الترامواي يشتغل فعلا إلى العاشرة والنصف أيام الجمعة والسبت، تأكدت من ذلك في المحطة.\n\nتبقى المشكلة يوم الأحد.",
    fate: { _tag: "Approved" }
  },
  {
    key: "books-tram-thanks",
    article: "rabatbooks",
    answers: "books-tram-reply",
    language,
    name: "كريم من سلا",
    email: "karim.sla@example.com",
    body: "شكرا على المعلومة.",
    fate: { _tag: "Approved" }
  },
  {
    key: "books-number",
    article: "rabatbooks",
    language,
    name: "قارئ من تمارة",
    email: "qari2@example.net",
    body: "العدد الرسمي في موقع المعرض هو 302 ناشرا وليس 320، المرجو التصحيح.",
    fate: { _tag: "Approved" }
  },
  {
    key: "books-author",
    article: "rabatbooks",
    language,
    name: "غاضب",
    email: "ghadib@example.com",
    body: "من كتب هذا الخبر لا يفقه شيئا، والأجدر به أن يبحث عن مهنة أخرى.",
    fate: { _tag: "Rejected", codes: ["insult-author"] }
  },
  {
    key: "books-tifinagh",
    article: "rabatbooks",
    language,
    name: "ⵜⵉⵍⵍⵉ ⵏ ⵓⵙⵙⴰⵏ",
    email: "tilli@example.org",
    body: "خبر سار. هل ستباع كتب الأطفال بالأمازيغية بعد المعرض في المكتبات العادية، وبأي حرف؟",
    fate: { _tag: "Pending" }
  },
  {
    key: "sante-sms",
    article: "mysanteapp",
    language,
    name: "ممرض متقاعد",
    email: "retraite.48@example.com",
    body: "الحجز برسالة نصية هو أهم ما في «MY santé»، لأن كثيرا من المرضى لا يتوفرون على هاتف ذكي.",
    fate: { _tag: "Approved" }
  },
  {
    key: "sante-phone",
    article: "mysanteapp",
    language,
    name: "سعيدة",
    email: "saida@example.net",
    body: "ابنتي طبيبة هناك، ومن أراد أن يتأكد فليتصل بها على الرقم الذي سأكتبه في تعليق آخر.",
    fate: { _tag: "Held", note: "هل ينوي نشر رقم شخص آخر؟ لننتظر رأي زميل قبل القرار." }
  },
  {
    key: "sante-spam",
    article: "mysanteapp",
    language,
    name: "عروض اليوم",
    email: "promo@example.com",
    body: "تخفيضات كبيرة على النظارات الشمسية، اطلبوا الآن واستفيدوا من توصيل مجاني.",
    fate: {
      _tag: "Rejected",
      codes: ["other"],
      note: "إشهار لا علاقة له بالخبر. يمكنكم إعادة المشاركة بتعليق حول الموضوع."
    }
  },
  {
    key: "rain-wells",
    article: "meknesrain",
    language,
    name: "فلاح صغير",
    email: "fellah@example.org",
    body: "المطر نعمة، لكن الآبار عندنا ما زالت ناقصة بأربعة أمتار مقارنة مع 2019. نتمنى مقالا عن الفرشة المائية.",
    fate: { _tag: "Approved" }
  },
  {
    key: "argan-person",
    article: "argancoops",
    language,
    name: "متتبع",
    email: "motatabbi3@example.com",
    body: "رئيسة الاتحاد كاذبة ولا تهمها إلا صورتها، كفى من هذا الكلام.",
    fate: { _tag: "Rejected", codes: ["insult-person", "profanity"], note: "انتقاد القرارات مقبول، أما الأشخاص فلا." }
  },
  {
    key: "argan-withdrawn",
    article: "argancoops",
    language,
    name: "زهرة",
    email: "zahra@example.net",
    body: "أعمل في تعاونية أخرى ولم نتوصل بأي دعوة للانضمام إلى المنصة.",
    fate: { _tag: "Withdrawn", approvedBefore: true }
  },
  {
    key: "chess-proud",
    article: "chessschool",
    language,
    name: "أب تلميذ",
    email: "ab.tilmid@example.com",
    body: "هنيئا لكل المشاركين، المهم هو الاستمرار في التدريب.",
    fate: { _tag: "Approved" }
  },
  {
    key: "run-route",
    article: "tangierrun",
    language,
    name: "عداءة من طنجة",
    email: "3adda2a@example.org",
    body: "المسار الجديد أجمل بكثير، لكن العقبة عند الكيلومتر 17 كانت مفاجأة غير سارة 🙂",
    fate: { _tag: "Pending" }
  }
]
