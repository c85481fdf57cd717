/** The page of the view: HTML that is escaped by construction, because headlines and notices are anybody's text. */
import * as Views from "@dateline/eventsourcing/Views"
import * as Effect from "effect/Effect"
import { html } from "hono/html"
import { type Corrected, projection } from "./MostCorrected.ts"

const times = (count: number): string => count === 0 ? "" : count === 1 ? "corrected once" : `corrected ${count} times`

const state = ({ corrections, retracted }: Corrected): string =>
  [times(corrections), ...(retracted ? ["retracted"] : [])].filter((text) => text !== "").join(", ")

const row = (article: Corrected) =>
  html`<li><cite>${article.headline}</cite> by ${article.byline.join(" and ")}: ${
    state(article)
  } (${article.notice})</li>
`

// #region page
/** The ten articles that were corrected most. */
export const page = Effect.map(
  Views.query(projection, { index: "most", equal: [], direction: "descending", limit: 10 }),
  ({ items }) =>
    String(html`<!doctype html>
<html lang="en">
<title>Most corrected</title>
<h1>What we had to correct</h1>
<ol>
${items.map(({ document }) => row(document))}</ol>
`)
)
// #endregion
