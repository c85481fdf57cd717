/** The HTML document around every page, public or desk: head, skip link, body. */
import type { AssetLinks } from "../assets/Assets.ts"
import type { Catalogue } from "../language/Catalogue.ts"
import { type Html, html, toText } from "./Html.ts"

export interface Shell {
  readonly catalogue: Catalogue
  readonly assets: AssetLinks
  readonly title: string
  /** More for the head. */
  readonly head: Html
  readonly body: Html
  /** Class of the body: which family of pages this is. */
  readonly kind: "site" | "desk"
}

const preload = (href: string): Html =>
  html`<link rel="preload" href="${href}" as="font" type="font/woff2" crossorigin="anonymous">`

/** The eight-pointed star of the newsroom, as drawn in zellige: two squares, one turned. */
export const mark: Html = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
  <path d="M5 5h22v22H5z"></path><path d="M16 .4 31.6 16 16 31.6 .4 16z"></path><circle cx="16" cy="16" r="5"></circle>
</svg>`

/** A complete document. */
export const shell = ({ catalogue, assets, title, head, body, kind }: Shell): string =>
  toText(html`<!DOCTYPE html>
<html lang="${catalogue.locale}" dir="${catalogue.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#14161b">
${assets.preload[catalogue.direction === "rtl" ? "arabic" : "latin"].map(preload)}
<link rel="stylesheet" href="${assets.stylesheet}">
${kind === "desk" && html`<link rel="stylesheet" href="${assets.deskStylesheet}">`}
<link rel="icon" href="${assets.icon}" type="image/svg+xml">
${head}
</head>
<body class="${kind}">
<a class="skip" href="#content">${catalogue.site.skipToContent}</a>
${body}
</body>
</html>
`)
