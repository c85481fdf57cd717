/** The work that all contestants of a contest do: the same events, the same ids, the same bytes. */
import * as EventFamily from "@dateline/eventsourcing/EventFamily"
import * as Sealed from "@dateline/eventsourcing/Sealed"
import * as Schema from "effect/Schema"

const notes = {
  category: "note",
  events: { NoteAdded: { author: Schema.String, body: Schema.String, number: Schema.Int } }
} as const

export const Notes = EventFamily.make(notes)

/** The same, read without being held against its schema once more. */
export const TrustedNotes = EventFamily.make({ ...notes, validates: "upcast" })

/** The same, found again by its author. */
export const TaggedNotes = EventFamily.make({ ...notes, tags: ({ author }) => [`author:${author}`] })

const Email = Sealed.field("email", { purpose: "contact", value: Schema.String })

/** The same, with an address that is sealed for its owner. */
export const SignedNotes = EventFamily.make({
  category: "note",
  events: { NoteSigned: { ...notes.events.NoteAdded, email: Email } }
})

export type NoteAdded = EventFamily.EventOf<typeof Notes>

const sentence = "The council met on Tuesday and decided on the new tram line. "

/** An event whose payload is about 250 bytes of JSON. */
export const noteOf = (number: number): NoteAdded => ({
  _tag: "NoteAdded",
  author: `writer ${number % 100}`,
  body: sentence.repeat(3),
  number
})

export const signedOf = (number: number): EventFamily.DraftOf<typeof SignedNotes> => {
  const { _tag: _, ...fields } = noteOf(number)
  const email = Sealed.hide(Email, `person-${number % 100}`, `writer${number % 100}@example.org`)
  return { _tag: "NoteSigned", ...fields, email }
}

export const payloadOf = (number: number): string => {
  const { _tag: _, ...fields } = noteOf(number)
  return JSON.stringify(fields)
}

export const actor = { role: "writer", id: "w-1" } as const

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, "0")

/** A whole number of 32 bits that follows from another in no visible way: the last steps of MurmurHash3. */
const scatter = (number: number): number => {
  const a = Math.imul(number ^ (number >>> 16), 0x85ebca6b)
  const b = Math.imul(a ^ (a >>> 13), 0xc2b2ae35)
  return (b ^ (b >>> 16)) >>> 0
}

/**
 * An id in the form of a UUID of version 7 whose time is the number: ordered by time, as ids in use are. Cheap to make:
 * making ids is nobody's work here.
 */
export const commitIdOf = (number: number): string => {
  const random = hex(scatter(number), 8)
  return `${hex(Math.floor(number / 0x10000), 8)}-${hex(number % 0x10000, 4)}-7${random.slice(0, 3)}-8${
    random.slice(3, 6)
  }-${random}0000`
}

/** Streams take turns, as comments under a hundred articles do. */
export const streamNameOf = (number: number): string => `note-${number % 100}-${Math.floor(number / 100) % 50}`
