import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Answer, Browser, fill } from "./Browser.ts"
import * as Desk from "./Desk.ts"
import * as Newsroom from "./Newsroom.ts"

let newsroom: Newsroom.Running
let desk: Browser

beforeAll(async () => {
  newsroom = await Newsroom.start()
  desk = await Desk.signIn(newsroom.url)
})

afterAll(async () => {
  await newsroom.stop()
})

const problems = (page: Answer): string => page.html.querySelectorAll(".error").map(({ text }) => text).join(" | ")

const invalid = (page: Answer): ReadonlyArray<string | undefined> =>
  page.html.querySelectorAll("[aria-invalid]").map((one) => one.getAttribute("name"))

describe("an action of the desk", () => {
  it("by somebody who is not signed in is refused, and what was written is given back", async () => {
    const stranger = new Browser(newsroom.url)
    const answer = await stranger.post("/desk/articles", { ...Desk.draftFields, body: "لا تضيعوا هذا" })
    expect(answer.status).toBe(401)
    expect(answer.text).toContain("لا تضيعوا هذا")
  })

  it("without the session's own token, or sent by another site, is refused", async () => {
    const other = await Desk.signIn(newsroom.url)
    const form = fill(await desk.get("/desk/articles/new"), "/desk/articles", Desk.draftFields)
    const theirs = fill(await other.get("/desk/articles/new"), "/desk/articles", Desk.draftFields)
    expect((await desk.post(form.action, { ...form.fields, csrf: "" })).status).toBe(403)
    expect((await desk.post(form.action, { ...form.fields, csrf: theirs.fields["csrf"]! })).status).toBe(403)
    expect((await desk.post(form.action, form.fields, { "sec-fetch-site": "cross-site" })).status).toBe(403)
    expect((await desk.submit(form)).status).toBe(303)
  })

  it("sent twice has one effect and one answer", async () => {
    const form = fill(await desk.get("/desk/articles/new"), "/desk/articles", Desk.draftFields)
    const [first, second] = [await desk.submit(form), await desk.submit(form)]
    expect(second.headers.get("location")).toBe(first.headers.get("location"))
    const id = first.headers.get("location")!.split("/").at(-1)!
    const publish = fill(await desk.get(`/desk/articles/${id}`), `/desk/articles/${id}/publish`)
    const answers = [await desk.submit(publish), await desk.submit(publish)]
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    const version = (await desk.get(`/desk/articles/${id}`)).html.querySelector("[data-version]")?.getAttribute(
      "data-version"
    )
    expect(version).toBe("2")
    const changed = await desk.post(form.action, { ...form.fields, headline: "عنوان آخر" })
    expect(changed.status).toBe(409)
  })

  it("without a commit id, or with one that is none, is refused", async () => {
    const form = fill(await desk.get("/desk/articles/new"), "/desk/articles", Desk.draftFields)
    const answers = await Promise.all(
      ["", "two words", "x".repeat(129)].map((commitId) => desk.post(form.action, { ...form.fields, commitId }))
    )
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422])
  })
})

describe("an article's form", () => {
  it("that is not complete comes back with every problem and all that was typed", async () => {
    const page = await desk.get("/desk/articles/new")
    const wrong = {
      ...Desk.draftFields,
      headline: "",
      section: "gossip",
      agency: "XYZ",
      datelineDate: "12/05/2024",
      deck: "يبقى"
    }
    const answer = await desk.submit(fill(page, "/desk/articles", wrong))
    expect(answer.status).toBe(422)
    expect(new Set(invalid(answer))).toEqual(new Set(["section", "agency", "headline", "datelineDate"]))
    expect(answer.html.querySelector("[name=deck]")?.text.trim()).toBe("يبقى")
    expect(problems(answer)).not.toBe("")
  })

  it.each([["removed", ""], ["given to another", "AFP"]])(
    "an agency's credit that is %s is refused at its field",
    async (_, agency) => {
      const id = await Desk.draft(desk, { agency: "MAP" })
      const answer = await Desk.act(desk, id, "edit", { agency, headline: "عنوان جديد" })
      expect([answer.status, invalid(answer)]).toEqual([422, ["agency"]])
      expect(problems(answer)).toContain("لا يُغيَّر اسم الوكالة ولا يُحذف")
      expect(answer.html.querySelector("[name=headline]")?.text.trim()).toBe("عنوان جديد")
      const page = await desk.get(`/desk/articles/${id}`)
      expect(page.html.querySelector("[name=agency] option[selected]")?.getAttribute("value")).toBe("MAP")
    }
  )

  it("without an agency gets one later, and may be saved without any", async () => {
    const id = await Desk.draft(desk, { agency: "" })
    expect((await Desk.act(desk, id, "edit", { deck: "بلا وكالة" })).status).toBe(303)
    expect((await Desk.act(desk, id, "edit", { agency: "AFP" })).status).toBe(303)
  })

  it("may leave out the body until publication", async () => {
    const id = await Desk.draft(desk, { body: "" })
    const refused = await Desk.act(desk, id, "publish")
    expect(refused.status).toBe(422)
    await Desk.act(desk, id, "edit", { body: "نص الآن" })
    expect((await Desk.act(desk, id, "publish")).status).toBe(303)
  })

  it("for an article that was retracted meanwhile is refused as that, whatever is wrong with it besides", async () => {
    const { id } = await Desk.publish(desk)
    const page = await desk.get(`/desk/articles/${id}`)
    await Desk.act(desk, id, "retract", { notice: "سحبنا هذا الخبر" })
    for (
      const [action, fields] of [["edit", { headline: "" }], ["correct", { notice: "" }], ["retract", {}]] as const
    ) {
      expect((await desk.submit(fill(page, `/desk/articles/${id}/${action}`, fields))).status).toBe(409)
    }
  })

  it("that somebody else was faster with is refused, and gives back what was written", async () => {
    const id = await Desk.draft(desk)
    const mine = fill(await desk.get(`/desk/articles/${id}`), `/desk/articles/${id}/edit`, { headline: "لي" })
    await Desk.act(desk, id, "edit", { headline: "لغيري" })
    const answer = await desk.submit(mine)
    expect(answer.status).toBe(409)
    expect(answer.html.querySelector("[name=headline]")?.text.trim()).toBe("لي")
    expect((await desk.submit(fill(answer, mine.action))).status).toBe(409)
    expect((await desk.get(`/desk/articles/${id}`)).html.querySelector("[name=headline]")?.text.trim()).toBe("لغيري")
  })

  it("keeps an edit of one field from touching the others", async () => {
    const id = await Desk.draft(desk)
    const { fields } = fill(await desk.get(`/desk/articles/${id}`), `/desk/articles/${id}/edit`)
    const { commitId, csrf, version } = fields as Record<string, string>
    const only = { commitId: commitId!, csrf: csrf!, version: version!, deck: "عنوان فرعي جديد" }
    expect((await desk.post(`/desk/articles/${id}/edit`, only)).status).toBe(303)
    const after = fill(await desk.get(`/desk/articles/${id}`), `/desk/articles/${id}/edit`).fields
    expect({ ...after, commitId, version, csrf }).toEqual({ ...fields, deck: "عنوان فرعي جديد" })
  })

  it.each([
    ["typo", { block: "p99", text: "x" }, 422],
    ["typo", { block: "p1", text: "" }, 422],
    ["correct", { notice: "" }, 422],
    ["correct", { notice: "n", text: "x" }, 422],
    ["retract", { notice: " " }, 422],
    ["kill", {}, 404],
    ["correct", { notice: "n", version: "" }, 422],
    ["correct", { notice: "n", version: "1" }, 409]
  ])("%s with %j is answered with %i", async (action, fields, status) => {
    const { id } = await Desk.publish(desk)
    const page = await desk.get(`/desk/articles/${id}`)
    const { commitId, csrf, version } = fill(page, `/desk/articles/${id}/correct`).fields as Record<string, string>
    const hidden = { commitId: commitId!, csrf: csrf!, version: version! }
    const answer = await desk.post(`/desk/articles/${id}/${action}`, {
      ...hidden,
      ...(fields as Record<string, string>)
    })
    expect(answer.status).toBe(status)
  })

  it("of an article that does not exist is answered with 404", async () => {
    expect((await desk.get("/desk/articles/nothing")).status).toBe(404)
    const { fields } = fill(await desk.get("/desk/articles/new"), "/desk/articles")
    expect((await desk.post("/desk/articles/nothing/publish", { ...fields, version: "1" })).status).toBe(404)
    expect((await desk.post("/desk/comments/nothing/approve", { ...fields, revision: "1" })).status).toBe(404)
  })
})

describe("a decision about a comment", () => {
  const waiting = async (): Promise<string> => {
    const { path } = await Desk.publish(desk)
    const reader = new Browser(newsroom.url)
    return Desk.commentIdOf(await reader.follow(await Desk.comment(reader, path)))
  }

  it.each([
    ["no reason", {}, "code"],
    ["an unknown reason", { code: ["rude"] }, "code"],
    ["the reason `other` without a note", { code: ["other"] }, "note"]
  ])("to reject for %s is refused, and the form comes back as it was", async (_what, fields, field) => {
    const id = await waiting()
    const answer = await Desk.decide(desk, id, "reject", { ...(fields as { code?: ReadonlyArray<string> }), note: "" })
    expect(answer.status).toBe(422)
    expect(answer.html.querySelectorAll("[data-comment-id]").map((one) => one.getAttribute("data-comment-id"))).toEqual(
      [id]
    )
    expect(answer.html.querySelector(`#${field}-error-${id}, #${field}-${id}-error`)).not.toBeNull()
    expect((await Desk.decide(desk, id, "reject", { code: ["profanity"] })).status).toBe(303)
  })

  it("that was decided before, or on another revision, is refused", async () => {
    const id = await waiting()
    const queue = await desk.get("/desk/queue")
    const approve = fill(queue, `/desk/comments/${id}/approve`)
    const reject = fill(queue, `/desk/comments/${id}/reject`, { code: ["profanity"] })
    expect((await desk.post(approve.action, { ...approve.fields, revision: "2" })).status).toBe(409)
    expect((await desk.post(approve.action, { ...approve.fields, revision: "x" })).status).toBe(422)
    expect((await desk.submit(approve)).status).toBe(303)
    expect((await desk.submit(approve)).status).toBe(303)
    expect((await desk.post(reject.action, { ...reject.fields, commitId: "another-attempt" })).status).toBe(409)
    expect((await desk.post(`/desk/comments/${id}/feature`, approve.fields)).status).toBe(404)
  })
})
