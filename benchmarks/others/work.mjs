/** The event that everybody stores: about 250 bytes of JSON. */
const sentence = "The council met on Tuesday and decided on the new tram line. "

export const noteOf = (number) => ({ author: `writer ${number % 100}`, body: sentence.repeat(3), number })
