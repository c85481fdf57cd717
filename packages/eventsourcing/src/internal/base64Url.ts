/**
 * Base64url by what every platform has for it. Effect's module brings its own tables, 1 kB compressed: right where what comes
 * in has to be refused precisely, as the vault does, and too much for a name or a cursor.
 */

export const encode = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")

export const encodeText = (text: string): string => encode(new TextEncoder().encode(text))

/** The text; nothing if it is none, or not in base64url. */
export const decodeText = (encoded: string): string | undefined => {
  try {
    const bytes = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"))
    const utf8 = new TextDecoder("utf-8", { fatal: true })
    return utf8.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))
  } catch {
    return undefined
  }
}
