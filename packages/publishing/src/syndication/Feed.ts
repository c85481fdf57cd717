/**
 * What a feed says, whatever its format: {@link "./Rss"}, {@link "./Atom"} and {@link "./JsonFeed"} each write the same
 * channel and items. Plain values: an application maps its documents onto them and decides what may be in a feed.
 * No field holds an e-mail address, and none may be put into one.
 */

export interface Channel {
  readonly title: string
  readonly description: string
  /** BCP 47, such as `ar-MA`. */
  readonly language: string
  /** The page that the feed belongs to. */
  readonly siteUrl: string
  /** The feed's own address. */
  readonly feedUrl: string
  /** When the newest item was published or last changed; milliseconds since the Unix epoch. */
  readonly updatedAt: number
  /** Who owns the texts, such as the newspaper's name. */
  readonly rights?: string
}

export interface Item {
  /** Never changes, whatever happens to headline or address; unique in the world, such as a `tag:` URI. */
  readonly id: string
  /** The canonical address; need not be percent-encoded yet. */
  readonly url: string
  readonly title: string
  /** A sentence or two, plain text. */
  readonly summary?: string
  /** The whole text as HTML that is safe to show: the caller has escaped what readers and writers typed. */
  readonly contentHtml: string
  /** BCP 47; the channel's language if absent. */
  readonly language?: string
  /** When it first appeared; milliseconds since the Unix epoch. */
  readonly publishedAt: number
  /** When its text last changed, such as by a correction; milliseconds since the Unix epoch. */
  readonly modifiedAt: number
  /** Names of those who wrote it. */
  readonly byline: ReadonlyArray<string>
  /** The news agency whose copy this is. */
  readonly agency?: string
  /** Section and tags, as readers see them. */
  readonly categories: ReadonlyArray<string>
  /** The page or place where readers comment. */
  readonly commentsUrl?: string
  /** What this answers: for a comment, its article or the comment above it. */
  readonly inReplyTo?: { readonly id: string; readonly url: string }
}

/** Whose name stands on an item: the writers, otherwise the agency, otherwise nobody. */
export const creators = (item: Item): ReadonlyArray<string> =>
  item.byline.length > 0 ? item.byline : item.agency === undefined ? [] : [item.agency]
