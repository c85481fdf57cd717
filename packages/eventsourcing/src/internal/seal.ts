/**
 * The vault's cryptography, synchronous and without state: AES-256-GCM with a nonce derived from what is sealed.
 *
 * The nonce is HMAC-SHA256(key, context ‖ plain text) cut to 12 bytes. It repeats only when key, context and text are
 * all the same, and then the whole box is the same too: nothing is learnt that the equality of the two does not say.
 */
import { gcm } from "@noble/ciphers/aes.js"
import { hmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js"

const nonceBytes = 12

/** Two keys from one, so that no key serves two purposes. */
const derive = (key: Uint8Array, purpose: string): Uint8Array => hmac(sha256, key, utf8ToBytes(purpose))

export const sealBytes = (key: Uint8Array, context: string, plain: Uint8Array): Uint8Array => {
  const bound = utf8ToBytes(context)
  const length = utf8ToBytes(`${bound.length}:`)
  const nonce = hmac(sha256, derive(key, "nonce"), concatBytes(length, bound, plain)).subarray(0, nonceBytes)
  return concatBytes(nonce, gcm(derive(key, "encrypt"), nonce, bound).encrypt(plain))
}

/** Throws when the box was changed, or was made with another key or context. */
export const openBytes = (key: Uint8Array, context: string, box: Uint8Array): Uint8Array =>
  gcm(derive(key, "encrypt"), box.subarray(0, nonceBytes), utf8ToBytes(context)).decrypt(box.subarray(nonceBytes))

/** A keyed digest of an identifying value, in 32 bytes: useless to whoever lacks the key. */
export const lookupDigest = (key: Uint8Array, scope: string, value: string): Uint8Array =>
  hmac(sha256, derive(key, `lookup:${scope}`), utf8ToBytes(value))
