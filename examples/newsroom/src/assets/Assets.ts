/**
 * The stylesheets and typefaces that pages link to: read once at start, named by their content so that browsers may keep
 * them for ever, and served from memory. The typefaces come from npm; nothing is fetched from another site.
 */

/** Addresses that a page puts into its head. */
export interface AssetLinks {
  /** Of the public pages. */
  readonly stylesheet: string
  /** Of the desk, added to the first. */
  readonly deskStylesheet: string
  /** The typeface files worth loading before the stylesheet asks for them, by script of the page's language. */
  readonly preload: { readonly arabic: ReadonlyArray<string>; readonly latin: ReadonlyArray<string> }
  readonly icon: string
}

/** One file as it goes over the wire. Answer it with `Cache-Control: public, max-age=31536000, immutable`. */
export interface AssetFile {
  readonly contentType: string
  readonly body: Uint8Array
}

export interface Assets {
  readonly links: AssetLinks
  /** Files by path, such as `/assets/site.0f3a….css`. */
  readonly files: ReadonlyMap<string, AssetFile>
}
