import type { SampleComment } from "./SampleContent.ts"

const language = "en"

/** English comments, in the order in which they come in. */
export const english: ReadonlyArray<SampleComment> = [
  {
    key: "mules-poet",
    article: "muleslibry",
    language,
    name: "Ruth",
    email: "ruth@example.com",
    body: "I volunteer as the poet.\n\nI can also carry a crate, slowly.",
    fate: { _tag: "Approved" }
  },
  {
    key: "mules-poet-reply",
    article: "muleslibry",
    answers: "mules-poet",
    language,
    name: "Amal S.",
    email: "amal.s@example.org",
    body: "Comma and Zarqa have been informed and request a sample, preferably edible.",
    fate: { _tag: "Approved" }
  },
  {
    key: "heat-nights",
    article: "heatalerts",
    language,
    name: "Night-shift nurse",
    email: "nights@example.net",
    body: "Good that warm nights count at last. Will the list of cool rooms be available offline?",
    fate: { _tag: "Approved" }
  },
  {
    key: "heat-racism",
    article: "heatalerts",
    language,
    name: "Truth Teller",
    email: "truth@example.com",
    body: "Cool rooms should only be for people from here, the others can go back where they came from.",
    fate: { _tag: "Rejected", codes: ["racist-incitement"] }
  },
  {
    key: "birds-dates",
    article: "seabirdcnt",
    language,
    name: "Birder 46",
    email: "birder46@example.org",
    body: "Was the count made at high or at low tide? It matters for the lower ledges.",
    fate: { _tag: "Pending" }
  }
]
