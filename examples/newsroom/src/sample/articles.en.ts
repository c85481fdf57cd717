import { paragraphs, type SampleArticle } from "./SampleContent.ts"

/** English articles. */
export const english: ReadonlyArray<SampleArticle> = [
  {
    id: "heatalerts",
    language: "en",
    section: "world",
    headline: "Forty cities agree on one colour code for dangerous heat",
    deck: "From next summer a purple day in Lisbon will mean the same as a purple day in Nairobi",
    dateline: { place: "Geneva", date: "2024-05-07" },
    agency: "REUTERS",
    tags: ["climate", "cities"],
    body: paragraphs(`
      Forty cities on four continents will use the same five colours to warn their residents of dangerous heat from next
      summer, delegates said on Tuesday after two years of talks.

      The scale runs from green to purple and takes account of humidity and of how warm the nights stay, two things that
      most of today’s 63 different warning systems leave out.

      A purple day obliges nobody to do anything, the delegates stressed, but cities that sign up promise to open at
      least one cool public room for every 10,000 residents and to publish its address in every language spoken locally.

      Agadir and Fez are the first two Moroccan cities on the list. A trial there in 2022-2023 cut emergency calls on
      the hottest afternoons by 11 per cent, organisers said.
    `)
  },
  {
    id: "seabirdcnt",
    language: "en",
    section: "national",
    headline: "Al Hoceima volunteers count 3,100 nesting seabirds in a single weekend",
    deck: "Fishermen lent the boats, students brought the telescopes, and the gulls brought the noise",
    dateline: { place: "Al Hoceima", date: "2024-05-05" },
    agency: "MAP",
    tags: ["nature", "volunteers"],
    body: paragraphs(`
      A hundred and twelve volunteers counted 3,100 nesting seabirds along 46 kilometres of cliff near Al Hoceima last
      weekend, the most complete survey of the coast since 2009.

      Local fishermen lent eleven boats and, according to the organisers, most of the knowledge: the crews had kept
      notes on colonies that appear on no map.

      The count found 214 pairs of the shy local species the fishermen call «البليق», twice as many as expected, and one
      colony that had moved four kilometres east to escape night-time lights.

      The figures, photographs and boat tracks will be published under an open licence in June, so that anyone can check
      the sums.
    `)
  },
  {
    id: "muleslibry",
    language: "en",
    section: "culture",
    headline: "Two mules, 600 books: a travelling library climbs the hills above Chefchaouen",
    deck: "Readers borrow by the valley, not by the week",
    dateline: { place: "Chefchaouen", date: "2024-05-09" },
    byline: ["Amal Serghini", "Tom Whitlock"],
    tags: ["books", "mountains"],
    body: paragraphs(`
      The library arrives on eight legs. Every second Thursday two mules, answering more or less to the names Comma and
      Zarqa, carry 600 books up to nine villages that the bus does not reach.

      The idea came from a retired teacher who noticed that children walked two hours to borrow a single comic. Now a
      village borrows a crate, keeps it until everyone has had a turn, and swaps it with the next valley.

      Half of the titles are in Arabic, a third in French, and the rest in Tamazight, Spanish and English. The most
      requested is a repair manual for solar pumps; the second is a collection of ghost stories.

      The project costs 74,000 dirhams a year, feed included. Its founders hope to add a third mule, and a poet.
    `)
  },
  {
    id: "almondbank",
    language: "en",
    section: "economy",
    headline: "Tafraout’s almond growers open a bank that lends shade instead of cash",
    dateline: { place: "Tafraout", date: "2024-05-12" },
    byline: ["Amal Serghini"],
    tags: ["farming", "finance"],
    body: paragraphs(`
      Growers around Tafraout have opened what they call a shade bank: a nursery that lends young almond and carob trees
      and is paid back, years later, in seedlings.

      Each loan is twenty trees. The borrower returns twenty-two within five years, and the two extra ones go to a
      neighbour chosen by lot. Of 1,940 trees lent since 2021, all but 85 are alive.

      The bank keeps its books in a school exercise book and on a spreadsheet called «ظل.ods». Both, its treasurer says
      with some pride, have always agreed.
    `)
  }
]
