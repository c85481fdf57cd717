/**
 * SHA-256 of a text's UTF-8 in base64url, synchronously on every platform: the platform's own where there is one (several
 * times faster), the audited JavaScript one elsewhere. Both give the same text. As text, because making an array of bytes
 * of it costs Node more than the hash does.
 */
import { sha256 as portable } from "@noble/hashes/sha2.js"
import { utf8ToBytes } from "@noble/hashes/utils.js"
import * as Base64Url from "./base64Url.ts"

interface NativeCrypto {
  readonly hash?: (algorithm: "sha256", data: string, encoding: "base64url") => string
}

// Asked for at run time, so that a bundle for a browser contains no trace of Node.
const runtime = globalThis as {
  readonly process?: { readonly getBuiltinModule?: (name: "node:crypto") => NativeCrypto | undefined }
}

const native = runtime.process?.getBuiltinModule?.("node:crypto")?.hash

export const sha256Portable = (text: string): string => Base64Url.encode(portable(utf8ToBytes(text)))

export const sha256 = native === undefined
  ? sha256Portable
  : (text: string): string => native("sha256", text, "base64url")
