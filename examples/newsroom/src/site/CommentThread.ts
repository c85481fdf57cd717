/** The comments under an article, with their replies. */
import type { Catalogue } from "../language/Catalogue.ts"
import { type Html, html } from "./Html.ts"
import type { Comment, Thread } from "./Models.ts"
import * as Moments from "./Moments.ts"
import * as Paths from "./Paths.ts"
import { pager } from "./Teasers.ts"
import { isolate, paragraphs } from "./Text.ts"

interface Context {
  readonly catalogue: Catalogue
  readonly open: boolean
}

const visible = ({ catalogue, open }: Context, comment: Comment): Html =>
  html`<header><bdi class="author">${comment.author}</bdi>
<a class="permalink" href="#comment-${comment.id}" title="${catalogue.comments.permalink}">${
    Moments.moment(catalogue, comment.at)
  }</a></header>
<div class="comment-body">${paragraphs(comment.body)}</div>
${
    open &&
    html`<p class="reply"><a href="?reply=${encodeURIComponent(comment.id.toWellFormed())}#comment-form" aria-label="${
      catalogue.comments.replyTo(isolate(comment.author))
    }">${catalogue.comments.reply}</a></p>`
  }`

/** Removed comments keep their replies' place and say nothing of who wrote them. */
const comment = (context: Context, item: Comment): Html =>
  html`<li><article class="comment" id="comment-${item.id}" data-comment-id="${item.id}" data-state="${
    item.state === "visible" ? "approved" : "removed"
  }">
${
    item.state === "visible"
      ? visible(context, item)
      : html`<p class="removed">${context.catalogue.comments.removed}</p>`
  }
</article>${
    item.replies.length > 0 && html`<ol class="replies">${item.replies.map((reply) => comment(context, reply))}</ol>`
  }</li>`

/** The list, its count and the ways to the rest. `open` says whether replies are possible. */
export const commentThread = (catalogue: Catalogue, thread: Thread, open: boolean): Html =>
  html`<h2 id="comments-title" class="rule">${catalogue.comments.heading} <span class="count">${
    catalogue.comments.count(thread.count)
  }</span></h2>
${
    thread.all !== undefined &&
    html`<p class="all"><a href="${Paths.local(thread.all)}">${catalogue.comments.all}</a></p>`
  }
${
    thread.comments.length === 0
      ? open && html`<p class="empty">${catalogue.comments.none}</p>`
      : html`<ol class="thread">${thread.comments.map((item) => comment({ catalogue, open }, item))}</ol>`
  }
${pager(thread.next, catalogue.comments.more)}`
