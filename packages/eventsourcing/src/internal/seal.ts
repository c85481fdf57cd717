/**
 * The vault's cryptography, synchronous and without state: AES-256-GCM with a nonce derived from what is sealed.
 *
 * The nonce is HMAC-SHA256(key, context ‖ plain text) cut to 12 bytes. It repeats only when key, context and text are
 * all the same, and then the whole box is the same too: nothing is learnt that the equality of the two does not say.
 */
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js"
import * as Cipher from "./cipher.ts"

const nonceBytes = 12

/** A key as it is used: no part of it serves two purposes. */
export interface DataKey {
  readonly raw: Uint8Array
  readonly nonce: Uint8Array
  readonly encryption: Uint8Array
}

const derive = (key: Uint8Array, purpose: string): Uint8Array => Cipher.hmac(key, utf8ToBytes(purpose))

export const dataKey = (raw: Uint8Array): DataKey => ({
  raw,
  nonce: derive(raw, "nonce"),
  encryption: derive(raw, "encrypt")
})

export const sealBytes = (key: DataKey, context: string, plain: Uint8Array): Uint8Array => {
  const bound = utf8ToBytes(context)
  const length = utf8ToBytes(`${bound.length}:`)
  const nonce = Cipher.hmac(key.nonce, concatBytes(length, bound, plain)).subarray(0, nonceBytes)
  return concatBytes(nonce, Cipher.encrypt(key.encryption, nonce, bound, plain))
}

/** Throws when the box was changed, or was made with another key or context. */
export const openBytes = (key: DataKey, context: string, box: Uint8Array): Uint8Array =>
  Cipher.decrypt(key.encryption, box.subarray(0, nonceBytes), utf8ToBytes(context), box.subarray(nonceBytes))

/** A keyed digest of an identifying value, in 32 bytes: useless to whoever lacks the key. */
export const lookupDigest = (key: DataKey, scope: string, value: string): Uint8Array =>
  Cipher.hmac(derive(key.raw, `lookup:${scope}`), utf8ToBytes(value))

/** What a master key is known by: says nothing about it. */
export const fingerprint = (key: DataKey): Uint8Array => derive(key.raw, "dateline-master-key").subarray(0, 16)
