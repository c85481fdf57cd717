/** Bytes that nobody can guess, from the platform: it has the same function in Node and in browsers. */
export const randomBytes = (count: number): Uint8Array => globalThis.crypto.getRandomValues(new Uint8Array(count))
