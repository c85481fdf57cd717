/**
 * HMAC-SHA256 and AES-256-GCM, synchronously on every platform: the platform's own where there is one, the audited
 * JavaScript ones elsewhere. Both give the same bytes.
 */
import { gcm } from "@noble/ciphers/aes.js"
import { hmac as portableHmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { concatBytes } from "@noble/hashes/utils.js"

interface Hmac {
  readonly update: (bytes: Uint8Array) => Hmac
  readonly digest: () => Uint8Array
}

interface Gcm {
  readonly setAAD: (bound: Uint8Array) => unknown
  readonly update: (bytes: Uint8Array) => Uint8Array
  readonly final: () => Uint8Array
  readonly getAuthTag: () => Uint8Array
  readonly setAuthTag: (tag: Uint8Array) => unknown
}

/** A key as the platform keeps it. */
interface KeyObject {
  readonly type: string
}

type MakeGcm = (
  algorithm: "aes-256-gcm",
  key: KeyObject,
  nonce: Uint8Array,
  options: { readonly authTagLength: number }
) => Gcm

interface NativeCrypto {
  readonly createSecretKey?: (key: Uint8Array) => KeyObject
  readonly createHmac?: (algorithm: "sha256", key: KeyObject) => Hmac
  readonly createCipheriv?: MakeGcm
  readonly createDecipheriv?: MakeGcm
}

/** What is asked of a platform. `decrypt` throws when anything was changed. */
export interface Cipher {
  readonly hmac: (key: Uint8Array, bytes: Uint8Array) => Uint8Array
  /** The cipher text, and the tag of 16 bytes after it. */
  readonly encrypt: (key: Uint8Array, nonce: Uint8Array, bound: Uint8Array, plain: Uint8Array) => Uint8Array
  readonly decrypt: (key: Uint8Array, nonce: Uint8Array, bound: Uint8Array, sealed: Uint8Array) => Uint8Array
}

const tagBytes = 16
const options = { authTagLength: tagBytes }

export const portable: Cipher = {
  hmac: (key, bytes) => portableHmac(sha256, key, bytes),
  encrypt: (key, nonce, bound, plain) => gcm(key, nonce, bound).encrypt(plain),
  decrypt: (key, nonce, bound, sealed) => gcm(key, nonce, bound).decrypt(sealed)
}

const overNative = (
  { createCipheriv, createDecipheriv, createHmac, createSecretKey }: Required<NativeCrypto>
): Cipher => {
  // Handing over the bytes of a key costs several times what is then done with it; most keys are used more than once.
  const handedOver = new WeakMap<Uint8Array, KeyObject>()
  const keyOf = (bytes: Uint8Array): KeyObject => {
    const known = handedOver.get(bytes)
    if (known) return known
    const key = createSecretKey(bytes)
    handedOver.set(bytes, key)
    return key
  }
  return {
    hmac: (key, bytes) => new Uint8Array(createHmac("sha256", keyOf(key)).update(bytes).digest()),
    encrypt: (key, nonce, bound, plain) => {
      const cipher = createCipheriv("aes-256-gcm", keyOf(key), nonce, options)
      cipher.setAAD(bound)
      return concatBytes(cipher.update(plain), cipher.final(), cipher.getAuthTag())
    },
    decrypt: (key, nonce, bound, sealed) => {
      if (sealed.length < tagBytes) throw new Error("it is too short to have been sealed")
      const cipher = createDecipheriv("aes-256-gcm", keyOf(key), nonce, options)
      cipher.setAAD(bound)
      cipher.setAuthTag(sealed.subarray(-tagBytes))
      return concatBytes(cipher.update(sealed.subarray(0, -tagBytes)), cipher.final())
    }
  }
}

// Asked for at run time, so that a bundle for a browser contains no trace of Node.
const runtime = globalThis as {
  readonly process?: { readonly getBuiltinModule?: (name: "node:crypto") => NativeCrypto | undefined }
}

const isWhole = (crypto: NativeCrypto | undefined): crypto is Required<NativeCrypto> =>
  crypto?.createSecretKey !== undefined && crypto.createHmac !== undefined && crypto.createCipheriv !== undefined &&
  crypto.createDecipheriv !== undefined

const native = runtime.process?.getBuiltinModule?.("node:crypto")

export const { decrypt, encrypt, hmac }: Cipher = isWhole(native) ? overNative(native) : portable
