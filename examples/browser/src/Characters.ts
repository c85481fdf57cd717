/** What characters are, what they become and how they look in an address: digests over Unicode. */
import * as Bidi from "@dateline/publishing/text/Bidi"
import * as CharacterClass from "@dateline/publishing/text/CharacterClass"
import * as EmailAddress from "@dateline/publishing/text/EmailAddress"
import * as Normal from "@dateline/publishing/text/Normal"
import * as Slug from "@dateline/publishing/text/Slug"
import * as Visible from "@dateline/publishing/text/Visible"

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("")

/** SHA-256 by the platform, which here is a witness and not what is judged. Half characters count as they are. */
const digest = async (texts: ReadonlyArray<string>): Promise<string> =>
  hex(await globalThis.crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(texts))))

const classesOf = (codePoint: number): number =>
  [
    CharacterClass.isIgnorable,
    CharacterClass.isMark,
    CharacterClass.isLetter,
    CharacterClass.isTashkeel,
    Normal.isSettled,
    Visible.shows
  ].reduce((bits, is, place) => is(codePoint) ? bits | 1 << place : bits, 0)

/** Every one of the planes with scripts, and of those with ideographs, with tags and with nothing yet one of many. */
const characters: ReadonlyArray<string> = Array.from({ length: 0x110000 }, (_, codePoint) => codePoint)
  .filter((codePoint) => codePoint < 0x20000 || codePoint % 61 === 0)
  .map((codePoint) => String.fromCodePoint(codePoint))

/** Between letters and signs that it might join. */
const inWords = (character: string): string => `A${character}\u0301 e\u0301${character}ـ`

/** One digest for each kind of folding. */
export const digests = async (): Promise<Readonly<Record<string, string>>> => ({
  classes: await digest(characters.map((character) => String(classesOf(character.codePointAt(0)!)))),
  normal: await digest(characters.map((character) => Normal.form(inWords(character), "NFC"))),
  compatible: await digest(characters.map((character) => Normal.form(inWords(character), "NFKC"))),
  small: await digest(characters.map(Normal.lowerCase)),
  slugs: await digest(characters.map((character) => Slug.make(inWords(character)))),
  addresses: await digest(characters.map((character) => EmailAddress.normalise(`${inWords(character)}@EXAMPLE.org`))),
  names: await digest(characters.map((character) => {
    const name = inWords(character)
    return `${Bidi.hasControls(name)} ${Bidi.hasMarkFlood(`${name}\u0301\u0301\u0301\u0301`)} ${Bidi.neutralise(name)}`
  }))
})
