/** Addresses as feeds, sitemaps and canonical links carry them. */

/**
 * The address in ASCII: whatever an address cannot hold as it is becomes percent-encoded UTF-8. What is encoded already
 * stays; half of a surrogate pair becomes a replacement character.
 *
 * *Source:* RFC 3986 (what may stand in an address), RFC 3987 section 3.1 (how the rest is encoded).
 *
 * @example
 * Href.ascii("https://example.com/ar/national/48231-أخبار")
 */
export const ascii = (url: string): string =>
  url.toWellFormed().trim().replace(/%(?![0-9A-Fa-f]{2})|[^\w!#$%&'()*+,./:;=?@[\]~-]+/g, encodeURIComponent)
