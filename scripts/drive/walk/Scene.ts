/** What the chapters of the walk share: who walks, and what was found on the way. */
import type { Steps } from "../Steps.ts"
import type { Visitor } from "../Visitor.ts"

/** A comment, as its author knows it. */
export interface Sent {
  readonly id: string
  /** The path of its private page. */
  readonly statusPath: string
  readonly body: string
}

/** A request that changed something, to be sent again. */
export interface Repeatable {
  readonly name: string
  /** Sends it once more, and tells what must not differ from the first answer. */
  readonly send: () => Promise<string>
  readonly answer: string
}

export interface Found {
  /** Published through the API, in Arabic. */
  articleId?: string
  articlePath?: string
  /** Published through the desk, in French. */
  deskArticleId?: string
  deskArticlePath?: string
  /** By form, on the French article; approved. */
  approved?: Sent
  /** By form, in reply to the approved one. */
  reply?: Sent
  /** By API, on the Arabic article; rejected. */
  rejectedArabic?: Sent
  /** By form, on the French article; rejected. */
  rejectedFrench?: Sent
  /** By API; stays held. */
  held?: Sent
  readonly repeatables: Array<Repeatable>
}

export interface Scene {
  readonly steps: Steps
  readonly reader: Visitor
  /** Signs in at the desk. */
  readonly editor: Visitor
  /** Uses the API, with the token where it says so. */
  readonly program: Visitor
  readonly found: Found
}
