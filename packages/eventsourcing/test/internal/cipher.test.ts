import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Cipher from "../../src/internal/cipher.ts"

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const any = fc.uint8Array({ maxLength: 300 })
const plainOf = (array: Uint8Array) => [...array]

const opens = (decrypt: () => Uint8Array): boolean => {
  try {
    return decrypt().length >= 0
  } catch {
    return false
  }
}

describe("sealing", () => {
  it("is the same by the platform's implementation and by the portable one, both ways, for everything", () => {
    expect(Cipher.encrypt).not.toBe(Cipher.portable.encrypt)
    fc.assert(fc.property(bytes(32), bytes(12), any, any, (key, nonce, bound, plain) => {
      const sealed = Cipher.encrypt(key, nonce, bound, plain)
      expect(plainOf(Cipher.portable.encrypt(key, nonce, bound, plain))).toEqual(plainOf(sealed))
      expect(plainOf(Cipher.portable.decrypt(key, nonce, bound, sealed))).toEqual(plainOf(plain))
      expect(plainOf(Cipher.decrypt(key, nonce, bound, sealed))).toEqual(plainOf(plain))
      expect(plainOf(Cipher.hmac(key, plain))).toEqual(plainOf(Cipher.portable.hmac(key, plain)))
    }))
  })

  it("notices a flipped bit anywhere, another binding and a cut, by either", () => {
    fc.assert(fc.property(bytes(32), bytes(12), any, any, fc.nat(), (key, nonce, bound, plain, at) => {
      const sealed = Cipher.encrypt(key, nonce, bound, plain)
      const flipped = Uint8Array.from(sealed)
      flipped[at % sealed.length]! ^= 1 << at % 8
      for (const { decrypt } of [Cipher, Cipher.portable]) {
        expect(opens(() => decrypt(key, nonce, bound, flipped))).toBe(false)
        expect(opens(() => decrypt(key, nonce, Uint8Array.of(...bound, 0), sealed))).toBe(false)
        expect(opens(() => decrypt(key, nonce, bound, sealed.subarray(0, -1)))).toBe(false)
        expect(opens(() => decrypt(key, nonce, bound, sealed.subarray(0, 3)))).toBe(false)
      }
    }))
  })

  it("is what the standard says: a test vector of AES-256-GCM (NIST, GCM test case 16)", () => {
    const hex = (text: string) => new Uint8Array(Buffer.from(text, "hex"))
    const key = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
    const plain = hex(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72" +
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    const bound = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    const sealed = Cipher.encrypt(key, hex("cafebabefacedbaddecaf888"), bound, plain)
    expect(Buffer.from(sealed).toString("hex")).toBe(
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa" +
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662" +
        "76fc6ece0f4e1768cddf8853bb2d551b"
    )
  })
})
