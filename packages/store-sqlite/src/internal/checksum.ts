/**
 * Of what a commit's digest leaves out, in the first row of a commit: a bit that the disk changed there is noticed by this
 * alone. FNV-1a over 32 bits; each of its steps is reversible, so that one changed bit always gives another checksum. It
 * is no protection from people, for which there is the notary.
 */

const prime = 0x01000193

const mixNumber = (hash: number, value: number): number =>
  Math.imul(Math.imul(hash ^ (value >>> 0), prime) ^ Math.floor(value / 0x1_0000_0000), prime)

/** A whole number of 32 bits. What a damaged row has lost is null, whatever its column is declared to be. */
export const checksumOf = (numbers: ReadonlyArray<number | null>, text: string | null): number => {
  let hash = 0x811c9dc5
  for (const number of numbers) hash = mixNumber(hash, number ?? -1)
  const known = text ?? ""
  for (let at = 0; at < known.length; at++) hash = Math.imul(hash ^ known.charCodeAt(at), prime)
  return hash >>> 0
}
