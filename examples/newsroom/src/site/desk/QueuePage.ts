/** Comments that wait for a decision, oldest first, each with what a moderator needs to take it. */
import type { Catalogue } from "../../language/Catalogue.ts"
import { isoMoment, printAge } from "../../language/Dates.ts"
import { catalogueOf } from "../../language/Languages.ts"
import { area, problemOf, summary } from "../Form.ts"
import { hiddenFields, type Html, html } from "../Html.ts"
import type { Reason } from "../Models.ts"
import * as Paths from "../Paths.ts"
import { pager } from "../Teasers.ts"
import { isolate, paragraphs } from "../Text.ts"
import { deskLayout } from "./DeskLayout.ts"
import type { QueueItem, QueuePage } from "./Models.ts"

interface Context {
  readonly catalogue: Catalogue
  readonly csrf: string
  readonly now: number
  readonly reasons: ReadonlyArray<Reason>
}

/** The hidden fields of each of the three decisions. */
const hidden = ({ csrf }: Context, item: QueueItem): Html =>
  hiddenFields({ csrf, commitId: item.commitId, revision: item.revision })

const decide = (context: Context, item: QueueItem, action: "approve" | "hold"): Html =>
  html`<form method="post" action="${Paths.desk.commentAction(item.id, action)}">${
    hidden(context, item)
  }<button class="button${action === "approve" && " button-primary"}" type="submit">${
    context.catalogue.desk[action]
  }</button></form>`

const codes = ({ catalogue, reasons }: Context, item: QueueItem): Html => {
  const problem = problemOf(catalogue, item.problems ?? [], "code")
  const errorId = `code-error-${item.id}`
  return html`<fieldset id="code-${item.id}" class="codes"${
    problem !== undefined && html` aria-describedby="${errorId}"`
  }>
<legend>${catalogue.desk.reasonCodes}</legend>
<p class="hint">${catalogue.desk.reasonCodesHint}</p>
${problem !== undefined && html`<p class="error" id="${errorId}">${problem}</p>`}
${
    reasons.map(({ code, text }) =>
      html`<label class="check"><input type="checkbox" name="code" value="${code}"${
        item.codes?.includes(code) === true && html` checked`
      }> <span>${text}</span></label>`
    )
  }</fieldset>`
}

const rejection = (context: Context, item: QueueItem): Html => {
  const { catalogue } = context
  const problems = item.problems ?? []
  return html`<details class="reject"${
    problems.length > 0 && html` open`
  }><summary>${catalogue.desk.rejectOpen}</summary>
${summary(catalogue, problems, (field) => `${field}-${item.id}`)}
<form method="post" action="${Paths.desk.commentAction(item.id, "reject")}" novalidate>${hidden(context, item)}
${codes(context, item)}
${
    area({
      id: `note-${item.id}`,
      name: "note",
      label: catalogue.desk.note,
      value: item.note ?? "",
      rows: 3,
      hint: catalogue.desk.noteHint,
      problem: problemOf(catalogue, problems, "note"),
      dir: "auto"
    })
  }
<button class="button button-danger" type="submit">${catalogue.desk.reject}</button></form></details>`
}

const facts = ({ catalogue, now }: Context, item: QueueItem): Html =>
  html`<ul class="facts"><li class="badge badge-${item.state}">${catalogue.desk.states[item.state]}</li>
<li><time datetime="${isoMoment(item.submittedAt)}">${printAge(catalogue, item.submittedAt, now)}</time></li>
<li>${catalogue.desk.revision(item.revision)}</li><li>${catalogue.desk.policyVersion(item.policyVersion)}</li></ul>`

const entry = (context: Context, item: QueueItem): Html => {
  const { catalogue } = context
  const article = catalogueOf(item.article.language)
  return html`<li><article class="panel waiting" id="comment-${item.id}" data-comment-id="${item.id}"
 data-state="${item.state}" data-version="${item.version}" aria-labelledby="author-${item.id}">
<header><h2 id="author-${item.id}"><bdi>${item.author}</bdi></h2>${facts(context, item)}</header>
<p class="on-article"><a href="${
    Paths.local(item.article.path)
  }" lang="${article.locale}" dir="${article.direction}">${item.article.headline}</a></p>
${
    item.parent !== undefined &&
    html`<blockquote class="parent"><p class="hint">${catalogue.desk.inReplyTo(isolate(item.parent.author))}</p>${
      paragraphs(item.parent.body)
    }</blockquote>`
  }
<div class="comment-body">${paragraphs(item.body)}</div>
<div class="decisions">${decide(context, item, "approve")}${item.state === "pending" && decide(context, item, "hold")}${
    rejection(context, item)
  }</div>
</article></li>`
}

/** `/desk/queue`. */
export const queuePage = ({ frame, items, reasons, next }: QueuePage): string => {
  const catalogue = catalogueOf(frame.language)
  const context: Context = { catalogue, csrf: frame.csrf, now: frame.now, reasons }
  return deskLayout({
    frame,
    title: catalogue.desk.queue,
    column: true,
    main: html`<div class="desk-title"><h1 class="page-title">${catalogue.desk.queue}</h1><p class="hint">${
      catalogue.desk.waiting(frame.waiting ?? items.length)
    }${items.length > 1 && html`${catalogue.comma}${catalogue.desk.queueOrder}`}</p></div>
${
      items.length === 0
        ? html`<p class="empty">${catalogue.desk.queueEmpty}</p>`
        : html`<ol class="queue">${items.map((item) => entry(context, item))}</ol>`
    }
${pager(next, catalogue.nextPage)}`
  })
}
