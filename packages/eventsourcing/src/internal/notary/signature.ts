/** Ed25519 by the platform's own cryptography, in Node and in browsers. */
import * as Base64Url from "effect/encoding/Base64Url"
import * as Result from "effect/Result"

const algorithm = "Ed25519"
const utf8 = new TextEncoder()

// Both encoders answer bytes of their own, never of a shared buffer.
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Result.getOrThrow(Base64Url.decode(text)))

const textOf = (bytes: ArrayBuffer): string => Base64Url.encode(new Uint8Array(bytes))

/** What is signed, with what it is: a signature of this key over anything else means nothing here. */
const message = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(utf8.encode(`dateline-head-1;${text}`))

export const generate = async (): Promise<{ readonly secret: string; readonly key: string }> => {
  const { subtle } = globalThis.crypto
  const pair = await subtle.generateKey(algorithm, true, ["sign", "verify"])
  if (!("privateKey" in pair)) throw new Error("the platform made one key, and not a pair")
  return {
    secret: textOf(await subtle.exportKey("pkcs8", pair.privateKey)),
    key: textOf(await subtle.exportKey("raw", pair.publicKey))
  }
}

export const load = async (secret: string) => {
  const { subtle } = globalThis.crypto
  const own = await subtle.importKey("pkcs8", bytesOf(secret), algorithm, true, ["sign"])
  const { x } = await subtle.exportKey("jwk", own)
  if (x === undefined) throw new Error("the platform does not tell the public key")
  return { key: x, sign: async (text: string) => textOf(await subtle.sign(algorithm, own, message(text))) }
}

export const verify = async (key: string, text: string, signature: string): Promise<boolean> => {
  const { subtle } = globalThis.crypto
  const known = await subtle.importKey("raw", bytesOf(key), algorithm, true, ["verify"])
  return subtle.verify(algorithm, known, bytesOf(signature), message(text))
}
