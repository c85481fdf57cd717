/** Searches bytes for very many forms at once. */
import type { Form } from "./Forms.ts"

export interface Finding {
  readonly secret: string
  readonly encoding: string
}

/** Every form is found by its first four bytes, and no form is shorter. */
const startLength = 4

const startOf = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0

const slotOf = (start: number): number => Math.imul(start, 2_654_435_761) >>> 12

const standsAt = (haystack: Uint8Array, at: number, { bytes }: Form): boolean =>
  at + bytes.length <= haystack.length && bytes.every((byte, index) => haystack[at + index] === byte)

/** A search for these forms. It answers each secret and encoding once. */
export const hunter = (forms: ReadonlyArray<Form>): (haystack: Uint8Array) => ReadonlyArray<Finding> => {
  const byStart = new Map<number, Array<Form>>()
  const isStart = new Uint8Array(1 << 20)
  for (const form of forms) {
    if (form.bytes.length < startLength) throw new Error(`too short to search for: ${form.encoding}`)
    const start = startOf(form.bytes, 0)
    isStart[slotOf(start)] = 1
    byStart.set(start, [...byStart.get(start) ?? [], form])
  }
  return (haystack) => {
    const found = new Map<string, Finding>()
    for (let at = 0; at + startLength <= haystack.length; at += 1) {
      const start = startOf(haystack, at)
      if (isStart[slotOf(start)] === 0) continue
      for (const form of byStart.get(start) ?? []) {
        const { encoding, secret } = form
        if (standsAt(haystack, at, form)) found.set(`${encoding} of ${secret}`, { encoding, secret })
      }
    }
    return [...found.values()]
  }
}
