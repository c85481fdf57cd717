import type { SampleComment } from "./SampleContent.ts"

const language = "fr"

/** French comments, in the order in which they come in. */
export const french: ReadonlyArray<SampleComment> = [
  {
    key: "tram-light",
    article: "tramnuitca",
    language,
    name: "Yasmine T.",
    email: "yasmine.t@example.com",
    body: "Infirmière de nuit, je le prends quatre fois par semaine. L’éclairage des stations est le point faible.",
    fate: { _tag: "Approved" }
  },
  {
    key: "tram-light-reply",
    article: "tramnuitca",
    answers: "tram-light",
    language,
    name: "Usager du quai 2",
    email: "quai2@example.net",
    body: "D’accord avec vous, surtout à « المستشفى » : un lampadaire sur trois fonctionne.",
    fate: { _tag: "Approved" }
  },
  {
    key: "tram-swearing",
    article: "tramnuitca",
    language,
    name: "Râleur",
    email: "raleur@example.org",
    body: "Ce p***** de tramway passe sous mes fenêtres toute la nuit, m**** à la fin !",
    fate: { _tag: "Rejected", codes: ["profanity"] }
  },
  {
    key: "cinema-figure",
    article: "cineclubte",
    language,
    name: "Une sociétaire",
    email: "part.417@example.com",
    body: "Petite précision : nous sommes 1 030 sociétaires, pas 1 300. Mais les autres sont les bienvenus !",
    fate: { _tag: "Approved" }
  },
  {
    key: "cinema-programme",
    article: "cineclubte",
    language,
    name: "Farid",
    email: "farid@example.org",
    body: "Où trouve-t-on le programme du mois de juin ?",
    fate: { _tag: "Pending" }
  },
  {
    key: "saffron-origin",
    article: "safrantali",
    language,
    name: "Cuisinier",
    email: "chef@example.net",
    body: "Les gens de l’autre vallée coupent leur safran, tout le monde le sait.",
    fate: { _tag: "Held", note: "Accusation visant tout un village : demander à la rubrique économie." }
  },
  {
    key: "sailing-mistake",
    article: "voiledakhl",
    language,
    name: "Parent d’équipier",
    email: "parent@example.com",
    body: "Bravo à tous, et surtout au bateau n° 12 (je me suis trompé d’article, pardon).",
    fate: { _tag: "Withdrawn", approvedBefore: false }
  }
]
