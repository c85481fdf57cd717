import { paragraphs, type SampleArticle } from "./SampleContent.ts"

/** French articles. */
export const french: ReadonlyArray<SampleArticle> = [
  {
    id: "tramnuitca",
    language: "fr",
    section: "national",
    headline: "Casablanca : le tramway de nuit trouve son public en six mois",
    deck: "La ligne expérimentale transporte 9 400 voyageurs par week-end, surtout des soignants et des restaurateurs",
    dateline: { place: "Casablanca", date: "2024-05-03" },
    byline: ["Hind Berrada"],
    tags: ["transports", "ville"],
    body: paragraphs(`
      Lancé en novembre comme une simple expérience, le tramway de nuit de Casablanca a transporté en moyenne 9 400
      voyageurs par week-end au mois d’avril, soit près du double de l’objectif fixé par l’exploitant.

      Les rames circulent toutes les vingt-cinq minutes entre minuit et cinq heures, du quartier des hôpitaux à la
      corniche. Quatre passagers sur dix travaillent de nuit : soignants, cuisiniers, agents de propreté.

      « Avant, la course en taxi me coûtait une heure de salaire », raconte Samira, aide-soignante, qui monte chaque
      samedi à l’arrêt « المستشفى » un peu avant deux heures.

      Le bilan complet sera présenté en juin. L’exploitant demande deux rames de plus et l’éclairage de trois stations
      avant d’étendre le service aux nuits de semaine.
    `)
  },
  {
    id: "safrantali",
    language: "fr",
    section: "economy",
    headline: "À Taliouine, le safran se vend désormais au gramme et à la criée numérique",
    deck: "Une bourse en ligne ouverte deux heures par semaine rapproche producteurs et chefs cuisiniers",
    dateline: { place: "Taliouine", date: "2024-05-04" },
    agency: "AFP",
    tags: ["agriculture", "safran"],
    body: paragraphs(`
      Le mardi à dix heures précises, les téléphones sonnent ensemble dans la salle commune de la coopérative : la criée
      numérique du safran est ouverte, pour deux heures et pas une minute de plus.

      Depuis janvier, 312 familles y proposent leurs stigmates au gramme. Chaque lot porte le nom du village, la date de
      cueillette et le résultat d’une analyse de couleur faite sur place, en quatre minutes.

      Le prix moyen s’est établi à 38 dirhams le gramme en avril, contre 24 sur le marché hebdomadaire. Les acheteurs,
      des restaurants pour la plupart, paient sous trois jours.

      Reste la question de l’eau : la campagne 2023-2024 a donné 17 % de fleurs en moins, et les producteurs réclament
      un goutte-à-goutte mieux adapté aux terrasses.
    `)
  },
  {
    id: "cineclubte",
    language: "fr",
    section: "culture",
    headline: "Tétouan : un ciné-club rallume l’écran d’une salle fermée depuis dix-neuf ans",
    deck: "Les 420 fauteuils ont été restaurés un à un, souvent par ceux qui s’y asseyaient enfants",
    dateline: { place: "Tétouan", date: "2024-05-10" },
    byline: ["Jean-Baptiste N’Diaye", "سلمى الإدريسي"],
    tags: ["cinéma", "patrimoine"],
    body: paragraphs(`
      Vendredi soir, la file d’attente faisait le tour de la place. À vingt et une heures, la vieille enseigne au néon
      s’est éclairée, puis le projecteur a toussé, et la salle a applaudi avant même la première image.

      Fermée en 2005, la salle a été rachetée par une association de 1 300 sociétaires, à 200 dirhams la part. Les
      travaux ont duré trente mois et coûté 2,8 millions de dirhams.

      Chaque fauteuil porte une plaque de laiton avec un nom, en arabe, en français, en espagnol ou en amazighe. « On
      voulait que la ville s’assoie dans sa propre mémoire », dit la présidente du ciné-club.

      La programmation de mai est consacrée aux premiers films : onze longs métrages de onze pays, et un débat chaque
      mercredi sous le titre « وجهة نظر / Points de vue ».
    `)
  },
  {
    id: "voiledakhl",
    language: "fr",
    section: "sport",
    headline: "Voile : la régate des lycées prend le large à Dakhla avec 38 équipages",
    dateline: { place: "Dakhla", date: "2024-05-11" },
    agency: "MAP",
    tags: ["voile", "jeunes"],
    body: paragraphs(`
      Trente-huit équipages lycéens, venus de quatorze villes, disputent jusqu’à dimanche la régate scolaire de Dakhla,
      sur un plan d’eau balayé par un vent de nord-est de 18 nœuds.

      Les bateaux, des dériveurs de 4,2 mètres, ont été construits en classe de technologie à partir d’un plan libre
      baptisé « Petit Alizé ». Chaque coque a demandé environ 160 heures de travail.

      Après trois manches, l’équipage mixte d’Essaouira mène avec quatre points d’avance. La manche de nuit, grande
      nouveauté de cette 6e édition, se courra samedi sous la lune.
    `)
  }
]
