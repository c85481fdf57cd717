/**
 * The one place where text goes into a page without HTML escaping: a JSON-LD data block. Inside `<script>` a browser
 * does not decode entities, so the JSON must stand as it is; what could end the element or open a comment is written
 * as a JSON escape instead. A data block is not executed, so `script-src` has nothing to say about it.
 */
import { raw } from "hono/html"
import { type Html, html, nothing } from "./Html.ts"

const escapes: Readonly<Record<string, string>> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029"
}

/** JSON that holds no character with a meaning in HTML and still parses to the same value. */
export const inertJson = (value: unknown): string =>
  (JSON.stringify(value) ?? "null").replace(/[<>&\u2028\u2029]/g, (character) => escapes[character]!)

/** `<script type="application/ld+json">`, or nothing. */
export const structuredData = (value: unknown): Html =>
  value === undefined ? nothing : html`<script type="application/ld+json">${raw(inertJson(value)) as Html}</script>`
