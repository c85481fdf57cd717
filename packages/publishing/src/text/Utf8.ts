/** Sizes in bytes, for caps that must hold in every store, without an encoder of the platform. */

/** Bytes that a text takes in UTF-8; half of a surrogate pair counts as the three bytes of its replacement. */
export const byteLength = (text: string): number => {
  let bytes = 0
  for (const character of text) {
    const codePoint = character.codePointAt(0)!
    bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4
  }
  return bytes
}
