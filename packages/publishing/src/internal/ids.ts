/** Ids derived from commit ids, so that a repeated request names the same thing; and the streams that they name. */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import type { StreamId } from "@dateline/eventsourcing/StreamId"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"

const digest = (purpose: string, text: string): string => bytesToHex(sha256(utf8ToBytes(`${purpose}:${text}`)))

/** The last `length` digits in base 36 of the digest: 5.17 bits each. */
const shortId = (purpose: string, commitId: CommitId.CommitId, length: number): string =>
  BigInt(`0x${digest(purpose, commitId)}`).toString(36).padStart(length, "0").slice(-length)

/** 10 characters of 0-9 and a-z. */
export const articleId = (commitId: CommitId.CommitId): string => shortId("dateline-article", commitId, 10)

/** 16 characters of 0-9 and a-z: whoever does not know one does not guess it. */
export const commentId = (commitId: CommitId.CommitId): string => shortId("dateline-comment", commitId, 16)

/** The commit id of one of several commits that carry out one request. */
export const partOf = (commitId: CommitId.CommitId, part: string): CommitId.CommitId =>
  CommitId.make(`part-${digest("dateline-part", `${part}:${commitId}`)}`)

const idPattern = /^[0-9a-z]{1,40}$/

/** The stream of a thing that has such an id; none when no thing could have it. */
const streamOf = (category: string, pattern: RegExp) => (id: string): StreamId | undefined =>
  // Checked by the pattern: letters, digits and marks that no stream id refuses.
  pattern.test(id) ? `${category}-${id}` as StreamId : undefined

export const articleStream = streamOf("article", idPattern)
export const commentStream = streamOf("comment", idPattern)
export const commenterStream = streamOf("commenter", /^[\w-]{1,64}$/)
