/**
 * XML 1.0 as feeds and sitemaps need it. Whatever text comes in, a well-formed document comes out: markup is escaped,
 * characters that XML cannot hold are dropped.
 */
import { XMLBuilder } from "fast-xml-parser"

export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly content: string | ReadonlyArray<Element>
}

const isAllowed = (codePoint: number): boolean =>
  codePoint === 0x09 || codePoint === 0x0a || (codePoint >= 0x20 && codePoint <= 0xd7ff) ||
  (codePoint >= 0xe000 && codePoint <= 0xfffd) || codePoint >= 0x10000

/**
 * The text without what XML 1.0 cannot hold: control characters but tab and line feed, halves of surrogate pairs,
 * U+FFFE and U+FFFF. Carriage returns become line feeds, as every XML parser would have it.
 *
 * *Source:* Extensible Markup Language (XML) 1.0, sections 2.2 and 2.11.
 */
export const clean = (text: string): string => {
  let kept = ""
  for (const character of text.replace(/\r\n?/g, "\n")) if (isAllowed(character.codePointAt(0)!)) kept += character
  return kept
}

/** An element; in an attribute's value every run of white space is one space. */
export const element = (
  name: string,
  content: string | ReadonlyArray<Element>,
  attributes: Readonly<Record<string, string>> = {}
): Element => ({ name, attributes, content })

/** The element if there is something to say, nothing otherwise. */
export const optional = (name: string, content: string | undefined): ReadonlyArray<Element> =>
  content === undefined || content === "" ? [] : [element(name, content)]

type Ordered = { readonly [name: string]: unknown }

const ordered = (node: Element): Ordered => ({
  [node.name]: typeof node.content === "string" ? [{ "#text": clean(node.content) }] : node.content.map(ordered),
  ":@": Object.fromEntries(
    Object.entries(node.attributes).map(([name, value]) => [name, clean(value).replace(/\s+/g, " ").trim()])
  )
})

const builder = new XMLBuilder({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  suppressBooleanAttributes: false,
  suppressEmptyNode: true,
  format: true
})

/** The whole document, with its declaration; to be sent as UTF-8. */
export const document = (root: Element): string =>
  `${builder.build([{ "?xml": [], ":@": { version: "1.0", encoding: "UTF-8" } }, ordered(root)]).trim()}\n`
