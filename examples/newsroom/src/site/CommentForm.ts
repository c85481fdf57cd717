/** The form for a comment: what is promised and what is asked for stands before the button. */
import type { Catalogue } from "../language/Catalogue.ts"
import { area, input, problemOf, summary } from "./Form.ts"
import { hiddenFields, type Html, html } from "./Html.ts"
import type { CommentField, CommentForm } from "./Models.ts"
import * as Paths from "./Paths.ts"
import { isolate } from "./Text.ts"

const idOf = (field: string): string => `comment-${field}`

/**
 * A field that people neither see nor reach and that programs fill in. It is moved out of sight by the stylesheet and
 * hidden from assistive technology, since `type="hidden"` would not tempt anyone.
 */
const honeypot = (catalogue: Catalogue): Html =>
  html`<div class="trap" aria-hidden="true"><label for="website">${catalogue.comments.honeypot}</label>
<input type="text" id="website" name="website" value="" tabindex="-1" autocomplete="off"></div>`

const heading = (catalogue: Catalogue, form: CommentForm, articlePath: string): Html =>
  form.parent === undefined
    ? html`<h3 id="comment-form-title">${catalogue.comments.formHeading}</h3>`
    : html`<h3 id="comment-form-title">${catalogue.comments.replyHeading(isolate(form.parent.author))}</h3>
<p class="cancel"><a href="${articlePath}#comment-form">${catalogue.comments.cancelReply}</a></p>`

const fields = (catalogue: Catalogue, form: CommentForm): Html => {
  const field = (name: CommentField) => ({
    id: idOf(name),
    name,
    label: catalogue.comments[name],
    value: form.values[name],
    required: true,
    problem: problemOf(catalogue, form.problems, name)
  })
  return html`<div class="field-row">${input({ ...field("name"), dir: "auto", autocomplete: "name" })}${
    input({ ...field("email"), type: "email", dir: "ltr", autocomplete: "email", describedBy: "email-promise" })
  }</div>
${area({ ...field("body"), rows: 7, dir: "auto", describedBy: "conditions" })}`
}

/** The form under an article at `articlePath`. */
export const commentForm = (catalogue: Catalogue, form: CommentForm, articlePath: string): Html =>
  html`<section class="comment-form" id="comment-form" aria-labelledby="comment-form-title">
${heading(catalogue, form, articlePath)}
${summary(catalogue, form.problems, idOf)}
<form method="post" action="${Paths.comments(form.articleId)}" novalidate accept-charset="utf-8">
<p class="promise" id="email-promise" data-role="email-promise">${catalogue.comments.emailPromise}</p>
${fields(catalogue, form)}
${honeypot(catalogue)}
${
    hiddenFields({
      policyVersion: form.policyVersion,
      formToken: form.formToken,
      ...(form.parent && { parentId: form.parent.id })
    })
  }
<div class="conditions" id="conditions" data-role="conditions"><p>${
    form.conditions ?? catalogue.comments.conditions
  }</p>
<p class="review">${catalogue.comments.reviewNote}</p></div>
<p class="actions"><button class="button button-primary" type="submit">${catalogue.comments.send}</button></p>
</form>
</section>`
