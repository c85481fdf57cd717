/** The names and texts that a vault stores: the format of key files. */
import * as Base64Url from "effect/encoding/Base64Url"

/** What a key is of. */
export interface KeyId {
  readonly subject: string
  readonly purpose: string
}

/** A key of the vault's own; no subject is the empty text. */
export const lookupKey: KeyId = { subject: "", purpose: "look-up" }

const part = (text: string): string => Base64Url.encode(text)

/** All keys and tombstones. */
export const keys = "key/"
export const keysOf = (subject: string): string => `${keys}${part(subject)}/`
export const keyName = ({ purpose, subject }: KeyId): string => `${keysOf(subject)}${part(purpose)}`
/** The tombstone of all of a subject's purposes; no purpose is encoded as this. */
export const everyPurpose = (subject: string): string => `${keysOf(subject)}*`

export const masters = "master/"
export const masterName = (fingerprint: string): string => `${masters}${fingerprint}`
/** New keys are wrapped with it. */
export const active = "active"
/** Its keys are being wrapped anew; none is wrapped with it any more. */
export const retiring = "retiring"

/** From keyed digests to subjects. */
export const lookups = "lookup/"
export const lookupName = (digest: string): string => `${lookups}${digest}`
/** The look-ups of a subject, so that they are forgotten with it. */
export const lookupsOf = (subject: string): string => `known/${part(subject)}/`
export const knownName = (subject: string, digest: string): string => `${lookupsOf(subject)}${digest}`
export const digestOf = (known: string): string => known.slice(known.lastIndexOf("/") + 1)

/** The vault itself: its id, and how far it knows the ledger of erasures. */
export const vault = "vault"

export interface VaultEntry {
  readonly id: string
  /** Records of the ledger whose erasures have been carried out here. */
  readonly records: number
  /** The digest of the last of them; empty before the first. */
  readonly digest: string
}

/** A key that is there. */
export interface KeyEntry {
  /** The fingerprint of the master key that wraps it. */
  readonly master: string
  readonly wrapped: string
  /** The commit that it was made for, until another one uses it. */
  readonly claim?: string
}

/** Whose value it was. */
export interface LookupEntry {
  readonly subject: string
  /** The commit that it was made for, until another one uses it. */
  readonly claim?: string
}

// Neither of the two has a space in it.
export const encodeLookup = ({ claim, subject }: LookupEntry): string =>
  claim === undefined ? subject : `${subject} ${claim}`

export const decodeLookup = (text: string): LookupEntry => {
  const [subject = "", claim] = text.split(" ")
  return { subject, ...(claim === undefined ? {} : { claim }) }
}

/** Stands where a key was destroyed. */
export const tombstone = "erased"

export const encodeVault = ({ digest, id, records }: VaultEntry): string => JSON.stringify({ id, records, digest })
export const encodeKey = ({ claim, master, wrapped }: KeyEntry): string => JSON.stringify({ master, wrapped, claim })

/** Throws when the text is none that was stored. */
export const decodeVault = (text: string): VaultEntry => {
  const entry: VaultEntry = JSON.parse(text)
  if (typeof entry.id !== "string" || typeof entry.records !== "number" || typeof entry.digest !== "string") {
    throw new Error("the vault's own entry is damaged")
  }
  return entry
}

/** Throws when the text is none that was stored. */
export const decodeKey = (text: string): KeyEntry => {
  const entry: KeyEntry = JSON.parse(text)
  if (typeof entry.master !== "string" || typeof entry.wrapped !== "string") throw new Error("a key's entry is damaged")
  return entry
}
