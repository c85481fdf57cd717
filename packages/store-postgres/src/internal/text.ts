/**
 * Text as PostgreSQL keeps it, which has no U+0000: that is written as U+0001 and a nought, and U+0001 itself as U+0001 and
 * a one. Neither stands in JSON as it is, so every payload that is JSON is stored as it was given.
 */
const escape = "\u0001"

export const stored = (text: string): string =>
  text.includes(escape) || text.includes("\u0000")
    ? text.replaceAll(escape, `${escape}1`).replaceAll("\u0000", `${escape}0`)
    : text

export const original = (text: string): string =>
  text.includes(escape) ? text.replaceAll(`${escape}0`, "\u0000").replaceAll(`${escape}1`, escape) : text
