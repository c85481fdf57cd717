/** Fields that are missing, too long or full of invisible characters: refused by name, and what was typed is kept. */
import assert from "node:assert/strict"
import { form, one, textOf, value } from "../Page.ts"
import { authorized, expectStatus, location } from "../Visitor.ts"
import { commentByForm, queuedId } from "../walk/Commenting.ts"
import { newArticleForm } from "../walk/Desk.ts"
import { type Attack, commentOf, expectErrorPage, expectProblem, harmless } from "./Attack.ts"

/** Text that is typed in none of the wrong fields, and must come back with the form. */
const typed = { name: "Une lectrice", email: "lectrice@example.com", body: "Un texte que personne ne veut retaper." }

const wrongComments: ReadonlyArray<readonly [what: string, field: keyof typeof typed, value: string]> = [
  ["no name", "name", "  "],
  ["no e-mail address", "email", ""],
  ["no text", "body", "\n \n"],
  ["a name that turns the line around", "name", "admin\u202egnp.exe"],
  ["a name with isolates", "name", "\u2067rédaction\u2069"],
  ["a name with an invisible space", "name", "rédac\u200btion"],
  ["a name of two lines", "name", "rédaction\nofficielle"],
  ["a name with a flood of marks", "name", `a${"\u0323".repeat(40)}`],
  ["a name of 81 letters", "name", "é".repeat(81)],
  ["a text of 4,001 letters", "body", "é".repeat(4001)],
  ["a text of too many bytes", "body", "👨‍👩‍👧‍👦".repeat(3999)],
  ["an address without a domain", "email", "lectrice@localhost"],
  ["an address with a line break", "email", "a@example.com\r\nBcc: b@example.com"]
]

const comments = async ({ article, program, reader, steps: { step } }: Attack) => {
  for (const [what, field, wrong] of wrongComments) {
    await step(`a comment with ${what} is refused at that field, in French, and the rest is kept`, async () => {
      const { answer } = await commentByForm(reader, article.path, { ...typed, [field]: wrong })
      const { page } = expectErrorPage(answer, 422)
      assert.match(one(page, "html").getAttribute("lang") ?? "", /^fr/)
      const input = one(page, `form [name=${field}]`)
      assert.equal(input.getAttribute("aria-invalid"), "true")
      const told = (input.getAttribute("aria-describedby") ?? "").split(" ").map((id) =>
        textOf(page.querySelector(`[id="${id}"]`))
      )
      assert.ok(told.join("") !== "", "no message belongs to the field")
      for (const other of ["name", "email", "body"] as const) {
        if (other !== field) assert.equal(value(page, other), typed[other], other)
      }
    })
    await step(`the API refuses a comment with ${what}`, async () => {
      const path = `/api/articles/${article.id}/comments`
      const problem = expectProblem(await program.postJson(path, commentOf({ ...typed, [field]: wrong })), 422)
      assert.ok(problem.text.includes(`"${field}"`), "the field is not named")
      assert.ok(!problem.text.includes("lectrice@"), "the address is repeated")
    })
  }
  await step("4,000 graphemes are a comment, however many characters they are made of", async () => {
    const body = "ç\u0327".repeat(2000) + "ب".repeat(2000)
    const { answer } = await commentByForm(reader, article.path, { ...typed, body })
    expectStatus(answer, 303)
  })
}

const bidi = async ({ article, program, reader, steps: { step } }: Attack) => {
  await step("an override in a comment's text does not reach its readers", async () => {
    const body = "Ceci \u202eest renversé\n\nouvert \u2067sans fin et \u2069\u2069fermé"
    const { answer } = await commentByForm(reader, article.path, { ...typed, body })
    expectStatus(answer, 303)
    const id = await queuedId(program, authorized, body)
    expectStatus(await program.postJson(`/api/comments/${id}/approve`, { revision: 1 }, authorized), 200)
    const comment = one((await reader.get(article.path)).page, `[data-comment-id="${id}"]`).textContent
    assert.doesNotMatch(comment, /[\u202a-\u202e]/)
    assert.equal(comment.match(/[\u2066-\u2068]/g)?.length ?? 0, comment.match(/\u2069/g)?.length ?? 0)
    assert.ok(comment.includes("est renversé"))
  })
}

const articles = async ({ editor, program, steps: { step } }: Attack) => {
  const wrong: ReadonlyArray<readonly [what: string, change: object]> = [
    ["no headline", { headline: undefined }],
    ["a blank headline", { headline: "   " }],
    ["no language", { language: undefined }],
    ["an unknown language", { language: "zz" }],
    ["an unknown section", { section: "weather" }],
    ["an unknown agency", { agency: "NOBODY" }],
    ["a day that does not exist", { dateline: { place: "Rabat", date: "2023-02-30" } }],
    ["a body that is not a list", { body: "Text" }],
    ["a number for a paragraph", { body: ["Text", 7] }],
    ["a byline with bidi controls", { byline: ["\u202eHind"] }],
    ["half of a surrogate pair", { headline: "\ud83d" }],
    ["U+0000", { headline: "a\u0000b" }]
  ]
  for (const [what, change] of wrong) {
    await step(`the API refuses an article with ${what}`, async () => {
      expectProblem(await program.postJson("/api/articles", { ...harmless, ...change }, authorized), 400, 422)
    })
  }
  await step("an article without a headline comes back to the desk with everything else that was typed", async () => {
    const { action, hidden } = await newArticleForm(editor)
    const draft = { language: "fr", section: "world", headline: " ", deck: "Un chapeau", body: "Un texte.", slug: "" }
    const more = { datelinePlace: "Fès", datelineDate: "2024-05-12", agency: "AFP", byline: "Hind" }
    const { page } = expectErrorPage(await editor.submit(action, { ...hidden, ...draft, ...more }), 422)
    assert.equal(one(page, "form [name=headline]").getAttribute("aria-invalid"), "true")
    for (
      const [name, text] of [["deck", "Un chapeau"], ["body", "Un texte."], ["datelinePlace", "Fès"], [
        "byline",
        "Hind"
      ]] as const
    ) {
      assert.equal(value(page, name), text, name)
    }
  })
  await step("a retraction without a notice is refused at the desk", async () => {
    const { action, hidden } = await newArticleForm(editor)
    const draft = { language: "fr", section: "world", headline: "À retirer", deck: "", body: "Texte.", slug: "" }
    const path = location(expectStatus(await editor.submit(action, { ...hidden, ...draft }), 303))
    const toPublish = form((await editor.get(path)).page, /\/publish$/)
    expectStatus(await editor.submit(toPublish.action, toPublish.hidden), 303)
    const toRetract = form((await editor.get(path)).page, /\/retract$/)
    expectErrorPage(await editor.submit(toRetract.action, { ...toRetract.hidden, notice: " " }), 422)
  })
}

export const wrongFields = async (attack: Attack): Promise<void> => {
  await comments(attack)
  await bidi(attack)
  await articles(attack)
}
