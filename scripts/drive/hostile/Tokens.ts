/** Tokens that were tampered with, versions that have moved on, repeats that are not repeats. */
import assert from "node:assert/strict"
import { form, keeps } from "../Page.ts"
import { authorized, expectStatus, location, visitor } from "../Visitor.ts"
import { commentByForm, queuedId } from "../walk/Commenting.ts"
import { newArticleForm } from "../walk/Desk.ts"
import { type Attack, commentOf, expectErrorPage, expectProblem, harmless, publish } from "./Attack.ts"

/** The token with one character in its middle changed. */
const bent = (token: string): string => {
  const at = Math.floor(token.length / 2)
  return `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`
}

const typed = { name: "Une lectrice", email: "lectrice@example.com" }

const tampered = async (attack: Attack, url: () => string) => {
  const { article, editor, program, reader, steps: { step } } = attack
  await step("a private link opens to nobody who changed it", async () => {
    const { answer } = await commentByForm(reader, article.path, { ...typed, body: "Pour le lien privé." })
    const path = location(expectStatus(answer, 303))
    const token = path.slice("/comments/status/".length)
    for (const other of [bent(token), token.slice(0, -1), `${token}A`, token.split(".").slice(0, -1).join("."), "."]) {
      expectErrorPage(await reader.get(`/comments/status/${other}`), 404)
    }
  })
  await step("a form's token is good for its own article, and only whole", async () => {
    const other = await publish(attack)
    const { hidden } = form((await reader.get(article.path)).page, /comments$/)
    const fields = { ...hidden, ...typed, website: "", body: "Un texte à garder." }
    const token = hidden["formToken"] ?? ""
    for (const formToken of [bent(token), "", "x"]) {
      const answer = expectErrorPage(
        await reader.submit(`/a/${article.id}/comments`, { ...fields, formToken }),
        403,
        404,
        422
      )
      assert.ok(keeps(answer, fields.body), `nothing kept with the token "${formToken.slice(0, 8)}"`)
    }
    expectErrorPage(await reader.submit(`/a/${other.id}/comments`, fields), 403, 404, 422)
  })
  await step("the desk's forms are refused without their own token, and the desk without its own cookie", async () => {
    const { action, hidden } = await newArticleForm(editor)
    for (const csrf of [bent(hidden["csrf"] ?? ""), ""]) {
      expectErrorPage(await editor.submit(action, { ...hidden, csrf, headline: "Non", language: "fr" }), 403)
    }
    const intruder = visitor(url)
    for (const [name, cookie] of editor.cookies) intruder.cookies.set(name, bent(cookie))
    const answer = expectStatus(await intruder.get("/desk/queue"), 302, 303, 401, 403)
    if (answer.status < 400) assert.match(location(answer), /^\/desk\/sign-in/)
    expectStatus(await intruder.submit(action, { ...hidden, headline: "Non", language: "fr" }), 302, 303, 401, 403)
  })
  await step("without the token, or with another, the API neither writes nor shows the queue", async () => {
    for (
      const headers of [{}, { authorization: "Bearer x" }, { authorization: authorized.authorization.slice(0, -1) }]
    ) {
      expectProblem(await program.postJson("/api/articles", harmless, headers), 401)
      expectProblem(await program.get("/api/moderation/queue", headers), 401)
      expectProblem(await program.postJson("/api/comments/x/approve", { revision: 1 }, headers), 401)
    }
  })
  await step("a filled honeypot brings no comment before anybody's eyes", async () => {
    const { hidden } = form((await reader.get(article.path)).page, /comments$/)
    const body = "Achetez mes lunettes."
    const answer = await reader.submit(`/a/${article.id}/comments`, {
      ...hidden,
      ...typed,
      body,
      website: "http://x.example"
    })
    assert.ok(answer.status < 500)
    assert.ok(!(await program.get("/api/moderation/queue?limit=100", authorized)).text.includes(body))
  })
}

const stale = async ({ article, editor, program, reader, steps: { step } }: Attack) => {
  await step("a version that is not the article's is refused", async () => {
    for (const version of ["\"1\"", "\"99\"", "\"x\""]) {
      const headers = { ...authorized, "if-match": version }
      const body = { block: "p1", text: "Autre chose." }
      expectProblem(await program.postJson(`/api/articles/${article.id}/typo`, body, headers), 400, 412)
    }
  })
  await step("two editors do not overwrite each other, and the second keeps what was typed", async () => {
    const path = `/desk/articles/${article.id}`
    const { action, hidden } = form((await editor.get(path)).page, /\/edit$/)
    const first = {
      section: "world",
      headline: "Le premier",
      deck: "",
      body: "Texte du premier.",
      byline: "",
      slug: ""
    }
    expectStatus(await editor.submit(action, { ...hidden, ...first }), 303)
    const second = { ...first, headline: "Le second", body: "Texte du second.", version: hidden["version"] ?? "" }
    const fresh = form((await editor.get(path)).page, /\/edit$/).hidden["commitId"] ?? ""
    const answer = expectErrorPage(await editor.submit(action, { ...hidden, ...second, commitId: fresh }), 409)
    for (const text of [second.body, second.headline]) assert.ok(keeps(answer, text), text)
  })
  await step(
    "a decision on another revision, or after another decision, is refused at the desk and by API",
    async () => {
      const body = "À juger deux fois."
      expectStatus((await commentByForm(reader, article.path, { ...typed, body })).answer, 303)
      const id = await queuedId(program, authorized, body)
      const { action, hidden } = form((await editor.get("/desk/queue")).page, new RegExp(`/${id}/approve$`))
      expectErrorPage(await editor.submit(action, { ...hidden, revision: "2" }), 409)
      expectProblem(await program.postJson(`/api/comments/${id}/approve`, { revision: 2 }, authorized), 409)
      expectStatus(await program.postJson(`/api/comments/${id}/approve`, { revision: 1 }, authorized), 200)
      expectErrorPage(await editor.submit(action, hidden), 409)
      const rejection = { revision: 1, codes: ["profanity"] }
      expectProblem(await program.postJson(`/api/comments/${id}/reject`, rejection, authorized), 409)
    }
  )
}

const closed = async ({ program, reader, steps: { step } }: Attack) => {
  await step("a retracted article takes no more comments, and what was typed is kept", async () => {
    const article = await publish({ program, reader })
    const { action, hidden } = form((await reader.get(article.path)).page, /comments$/)
    const retraction = { notice: "Nous retirons cet article." }
    expectStatus(await program.postJson(`/api/articles/${article.id}/retract`, retraction, authorized), 200)
    const answer = await reader.submit(action, { ...hidden, ...typed, website: "", body: "Trop tard." })
    assert.ok(keeps(expectErrorPage(answer, 403), "Trop tard."))
    expectProblem(await program.postJson(`/api/articles/${article.id}/comments`, commentOf()), 403)
  })
}

const repeats = async ({ article, editor, program, reader, steps: { step } }: Attack) => {
  await step("a form sent again with another text is refused, and the text is kept", async () => {
    const { action, answer, fields } = await commentByForm(reader, article.path, {
      ...typed,
      body: "Le premier texte."
    })
    expectStatus(answer, 303)
    const again = expectErrorPage(await reader.submit(action, { ...fields, body: "Un autre texte." }), 409)
    assert.ok(keeps(again, "Un autre texte."))
    assert.ok(!(await program.get("/api/moderation/queue?limit=100", authorized)).text.includes("Un autre texte."))
  })
  await step("an idempotency key with another body is refused", async () => {
    const headers = { "idempotency-key": "hostile-comment-1" }
    const path = `/api/articles/${article.id}/comments`
    expectStatus(await program.postJson(path, commentOf(), headers), 202)
    expectProblem(await program.postJson(path, commentOf({ body: "Un autre commentaire." }), headers), 422)
    expectProblem(await program.postJson(path, commentOf({ email: "autre@example.com" }), headers), 422)
  })
  await step("an idempotency key that is none is refused", async () => {
    const path = `/api/articles/${article.id}/comments`
    for (const key of ["x".repeat(2000), "a b\tc"]) {
      expectProblem(await program.postJson(path, commentOf(), { "idempotency-key": key }), 400, 422)
    }
  })
  await step("a form of the desk sent again with other content is refused", async () => {
    const { action, hidden } = await newArticleForm(editor)
    const draft = { language: "fr", section: "world", headline: "Une fois", deck: "", body: "Texte.", slug: "" }
    expectStatus(await editor.submit(action, { ...hidden, ...draft }), 303)
    expectErrorPage(await editor.submit(action, { ...hidden, ...draft, headline: "Deux fois" }), 409)
  })
}

export const brokenPromises = async (attack: Attack, url: () => string): Promise<void> => {
  await tampered(attack, url)
  await stale(attack)
  await closed(attack)
  await repeats(attack)
}
