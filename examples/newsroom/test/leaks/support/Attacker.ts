/**
 * What somebody can read who has a copy of everything: the log, the key file and the master key. Written with Node's own
 * cryptography, and not with the vault that is tried: AES-256-GCM without its tag is AES in counter mode from 2, so that
 * nothing needs to be known of what a box was bound to.
 */
import { createDecipheriv, createHmac } from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import { DatabaseSync } from "node:sqlite"

const nonceBytes = 12
const tagBytes = 16

const decrypt = (key: Uint8Array, box: Uint8Array): Buffer => {
  const encryption = createHmac("sha256", key).update("encrypt").digest()
  const counter = Buffer.concat([box.subarray(0, nonceBytes), Buffer.from([0, 0, 0, 2])])
  const decipher = createDecipheriv("aes-256-ctr", encryption, counter)
  return Buffer.concat([decipher.update(box.subarray(nonceBytes, -tagBytes)), decipher.final()])
}

const rows = (file: string, sql: string): ReadonlyArray<Record<string, unknown>> => {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}

export interface WrappedKey {
  readonly subject: string
  readonly wrapped: string
}

/** The data keys that the key file holds, still wrapped, and the text by which each stands there. */
export const wrappedKeys = (folder: string): ReadonlyArray<WrappedKey> =>
  rows(path.join(folder, "keys.db"), "SELECT name, text FROM entries WHERE name LIKE 'key/%' AND text LIKE '{%'")
    .map(({ name, text }) => ({
      subject: Buffer.from(String(name).split("/")[1]!, "base64url").toString(),
      wrapped: (JSON.parse(String(text)) as { readonly wrapped: string }).wrapped
    }))

/** What every key that is left makes of one box of the log: the value's JSON, or noise. */
export const openings = (folder: string, box: string): ReadonlyArray<string> => {
  const master = Buffer.from(fs.readFileSync(path.join(folder, "master.key"), "utf8").trim(), "base64url")
  const sealed = Buffer.from(box, "base64url")
  return wrappedKeys(folder).map(({ wrapped }) =>
    decrypt(decrypt(master, Buffer.from(wrapped, "base64url")), sealed).toString("utf8")
  )
}

/** The documents of all views. */
export const documents = (folder: string): string =>
  rows(path.join(folder, "newsroom.db"), "SELECT document FROM documents").map(({ document }) => document).join("\n")
