/** An article: where and when, who wrote it, what it says, what was corrected, and what readers answered. */
import type { Catalogue } from "../language/Catalogue.ts"
import { agencyName, catalogueOf, sectionName } from "../language/Languages.ts"
import { commentForm } from "./CommentForm.ts"
import { commentThread } from "./CommentThread.ts"
import { type Html, html } from "./Html.ts"
import { breadcrumb, layout } from "./Layout.ts"
import type { Article, ArticlePage, Block, CorrectionNotice, Figure } from "./Models.ts"
import * as Moments from "./Moments.ts"
import * as Paths from "./Paths.ts"
import { structuredData } from "./StructuredData.ts"
import { teasers } from "./Teasers.ts"
import { beginning } from "./Text.ts"

const has = (text: string | undefined): text is string => text !== undefined && text !== ""

/** Place and date of the event, as the story itself gives them. */
const dateline = (catalogue: Catalogue, { place, date }: Article): Html | false =>
  (has(place) || has(date)) &&
  html`<p class="dateline">${has(place) && html`<span class="place">${place}</span>`}${
    has(date) && html` ${Moments.date(catalogue, date)}`
  }</p>`

const credits = (catalogue: Catalogue, article: Article): Html => {
  const { site } = catalogue
  return html`<div class="credits">
${
    article.byline.length > 0 && html`<p class="byline">${site.by} ${
      article.byline.map((name, index) =>
        html`${index > 0 && (index === article.byline.length - 1 ? site.and : catalogue.comma)}<bdi>${name}</bdi>`
      )
    }</p>`
  }
${
    has(article.agency) &&
    html`<p class="agency">${site.source}${catalogue.colon}<span data-role="agency-credit">${
      agencyName(catalogue, article.agency)
    }</span></p>`
  }
<p class="published">${site.published} ${Moments.moment(catalogue, article.publishedAt)}</p>
${
    article.modifiedAt > article.publishedAt
    && html`<p class="modified">${site.modified} ${Moments.moment(catalogue, article.modifiedAt)}</p>`
  }
</div>`
}

const figure = ({ src, alt, width, height, caption, credit }: Figure): Html =>
  html`<figure class="figure"><img src="${Paths.local(src)}" alt="${alt}" width="${width}" height="${height}">${
    (has(caption) || has(credit)) &&
    html`<figcaption>${caption}${has(credit) && html` <span class="credit">${credit}</span>`}</figcaption>`
  }</figure>`

const blockId = (id: string): string => `block-${id}`

const correction = (catalogue: Catalogue, notice: CorrectionNotice): Html =>
  html`<li data-role="correction"><p class="notice-head"><strong>${catalogue.site.correction}</strong> ${
    Moments.moment(catalogue, notice.at)
  }</p><p dir="auto">${notice.notice}</p>${
    has(notice.block)
    && html`<p><a href="#${blockId(notice.block)}">${catalogue.site.toParagraph}</a></p>`
  }</li>`

const corrections = (catalogue: Catalogue, { corrections }: Article): Html | false =>
  corrections.length > 0 &&
  html`<section class="corrections" id="corrections" aria-label="${catalogue.site.correctionsHeading}">
<ul>${corrections.map((notice) => correction(catalogue, notice))}</ul></section>`

const retraction = (catalogue: Catalogue, notice: CorrectionNotice): Html =>
  html`<section class="retraction" data-role="retraction">
<p class="notice-head"><strong>${catalogue.site.retraction}</strong> ${
    Moments.moment(catalogue, notice.at)
  }</p><p dir="auto">${notice.notice}</p><p class="hint">${catalogue.site.retractionExplained}</p></section>`

/** Agency copy often brings its dateline along; it is not printed twice. */
const opensWith = (text: string, place: string): boolean =>
  text.startsWith(place) && text.slice(place.length).trimStart().startsWith(":")

/** The first paragraph opens with the dateline's place; a corrected one leads back to its notice. */
const paragraph = (catalogue: Catalogue, article: Article, block: Block, index: number): Html => {
  const corrected = article.corrections.some((notice) => notice.block === block.id)
  return html`<p id="${blockId(block.id)}"${corrected && html` class="corrected"`}>${
    index === 0 && has(article.place) && !opensWith(block.text, article.place) &&
    html`<b class="place">${article.place}${catalogue.colon}</b>`
  }${block.text}${corrected && html` <a class="badge" href="#corrections">${catalogue.site.correctedMark}</a>`}</p>`
}

const body = (catalogue: Catalogue, article: Article): Html =>
  article.state === "retracted"
    ? html`${article.retraction && retraction(catalogue, article.retraction)}`
    : html`${corrections(catalogue, article)}
<div class="prose">${article.body.map((block, index) => paragraph(catalogue, article, block, index))}</div>
${
      article.tags.length > 0 &&
      html`<div class="tags"><p id="tags-title">${catalogue.site.tags}</p><ul aria-labelledby="tags-title">${
        article.tags.map((tag) => html`<li><bdi>${tag}</bdi></li>`)
      }</ul></div>`
    }`

const story = (catalogue: Catalogue, article: Article): Html =>
  html`<article class="story" data-article-id="${article.id}" data-version="${article.version}"
 data-state="${article.state}">
<header class="story-head">
${dateline(catalogue, article)}
<h1>${article.headline}</h1>
${has(article.deck) && article.state === "live" && html`<p class="deck">${article.deck}</p>`}
${credits(catalogue, article)}
</header>
<div class="story-body">
${article.figure !== undefined && article.state === "live" && figure(article.figure)}
${body(catalogue, article)}
</div>
</article>`

const discussion = (catalogue: Catalogue, { thread, form, frame }: ArticlePage): Html =>
  html`<section class="discussion" id="comments" aria-labelledby="comments-title">
${commentThread(catalogue, thread, form !== undefined)}
${
    form === undefined
      ? html`<p class="closed">${catalogue.comments.closed}</p>`
      : commentForm(catalogue, form, Paths.local(frame.path))
  }
</section>`

const articleMeta = (article: Article): Html =>
  html`<meta property="article:published_time" content="${new Date(article.publishedAt).toISOString()}">
<meta property="article:modified_time" content="${new Date(article.modifiedAt).toISOString()}">
<meta property="article:section" content="${article.section}">
${article.tags.map((tag) => html`<meta property="article:tag" content="${tag}">`)}`

/** `/{language}/{section}/{id}-{slug}`, and the answer to a refused comment. */
export const articlePage = (page: ArticlePage): string => {
  const { frame, article, related = [] } = page
  const catalogue = catalogueOf(frame.language)
  const name = sectionName(catalogue, article.section)
  return layout({
    frame,
    section: article.section,
    type: "article",
    title: article.headline,
    description: beginning(has(article.deck) ? article.deck : article.body[0]?.text ?? article.headline, 200),
    head: html`${articleMeta(article)}${structuredData(page.structuredData)}`,
    main: html`${breadcrumb(catalogue, [{ name, path: Paths.section(frame.language, article.section) }])}
<div class="reading">
${story(catalogue, article)}
${discussion(catalogue, page)}
${
      related.length > 0 &&
      html`<aside class="related" aria-labelledby="related-title">
<h2 id="related-title" class="rule">${catalogue.site.related}</h2>${
        teasers(catalogue, related, { kind: "line", level: 3, withSection: true, now: frame.now })
      }</aside>`
    }
</div>`
  })
}
