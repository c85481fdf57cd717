/** Requests that are broken as requests: sizes, encodings, types, methods, addresses. */
import assert from "node:assert/strict"
import { authorized, expectStatus } from "../Visitor.ts"
import { type Attack, commentOf, expectErrorPage, expectProblem, harmless } from "./Attack.ts"

const json = { "content-type": "application/json" }
const megabyte = 1024 * 1024

const sizes = async ({ article, editor, program, reader, steps: { step } }: Attack) => {
  const comments = `/api/articles/${article.id}/comments`
  await step("more than 1 MiB is refused by the API, with and without a length", async () => {
    const body = JSON.stringify(commentOf({ body: "x".repeat(megabyte) }))
    expectProblem(await program.send(comments, { method: "POST", headers: json, body }), 413)
    const stream = new Blob([body]).stream()
    expectProblem(await program.send(comments, { method: "POST", headers: json, body: stream, duplex: "half" }), 413)
    expectProblem(
      await program.postJson("/api/articles", { ...harmless, body: ["x".repeat(megabyte)] }, authorized),
      413
    )
  })
  await step("more than 1 MiB is refused by every form", async () => {
    const fields = { body: "x".repeat(megabyte) }
    expectErrorPage(await reader.submit(`/a/${article.id}/comments`, fields), 413)
    expectErrorPage(await reader.submit("/desk/sign-in", fields), 413)
    expectErrorPage(await editor.submit("/desk/articles", fields), 413)
  })
  await step("an address of many thousand characters is refused", async () => {
    assert.ok((await reader.get(`/fr/world/${"x".repeat(10_000)}`)).status < 500)
    assert.ok((await reader.get(`/api/articles?cursor=${"x".repeat(10_000)}`)).status < 500)
  })
}

const encodings = async ({ article, program, reader, steps: { step } }: Attack) => {
  await step("a broken percent-encoding in an address is refused", async () => {
    for (const path of ["/a/%E0%A4%A", "/fr/world/%ff%fe", "/%"]) expectErrorPage(await reader.get(path), 400)
    expectProblem(await program.get("/api/articles/%E0%A4%A"), 400)
  })
  await step("bytes that are not UTF-8 are refused in forms and in JSON", async () => {
    const form = { "content-type": "application/x-www-form-urlencoded" }
    const path = `/a/${article.id}/comments`
    expectErrorPage(await reader.send(path, { method: "POST", headers: form, body: "name=%ff%fe&body=x" }), 400)
    expectErrorPage(await reader.send(path, { method: "POST", headers: form, body: "name=%E0%A4%A&body=x" }), 400)
    const body = new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])
    expectProblem(
      await program.send(`/api${path.replace("/a/", "/articles/")}`, { method: "POST", headers: json, body }),
      400
    )
  })
  await step("what is not JSON, or not an object, is refused", async () => {
    for (const body of ["{", "", "{\"headline\":}", "nonsense"]) {
      const headers = { ...json, ...authorized }
      expectProblem(await program.send("/api/articles", { method: "POST", headers, body }), 400)
    }
    for (const body of ["[]", "null", "7", "\"text\""]) {
      const headers = { ...json, ...authorized }
      expectProblem(await program.send("/api/articles", { method: "POST", headers, body }), 400, 422)
    }
  })
  await step("a cursor or a limit that nobody gave is refused", async () => {
    for (const path of ["/api/articles?cursor=nonsense", `/api/articles/${article.id}/comments?cursor=%7B%7D`]) {
      expectProblem(await program.get(path), 400)
    }
    for (const limit of ["0", "-1", "1.5", "x", ""]) {
      expectProblem(await program.get(`/api/articles?limit=${limit}`), 400, 422)
    }
  })
}

const types = async ({ article, program, reader, steps: { step } }: Attack) => {
  await step("the API takes JSON and nothing else", async () => {
    const body = JSON.stringify(harmless)
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/xml"]) {
      const headers = { "content-type": type, ...authorized }
      expectProblem(await program.send("/api/articles", { method: "POST", headers, body }), 415)
    }
    expectProblem(
      await program.send(`/api/articles/${article.id}/comments`, {
        method: "POST",
        headers: { "content-type": "text/plain" },
        body: JSON.stringify(commentOf())
      }),
      415
    )
  })
  await step("the forms take forms and nothing else", async () => {
    for (const path of [`/a/${article.id}/comments`, "/desk/sign-in"]) {
      for (const type of ["application/json", "text/plain", "application/x-www-form-urlencoded; charset=utf-16"]) {
        const headers = { "content-type": type }
        expectErrorPage(await reader.send(path, { method: "POST", headers, body: "{}" }), 415)
      }
    }
  })
  await step("a method that an address does not know is refused", async () => {
    for (const [method, path] of [["POST", "/fr/"], ["PUT", "/fr/world"], ["DELETE", `/a/${article.id}`]] as const) {
      expectErrorPage(await reader.send(path, { method }), 405)
    }
    for (const [method, path] of [["DELETE", "/api/articles"], ["PUT", `/api/articles/${article.id}`]] as const) {
      expectProblem(await program.send(path, { method, headers: authorized }), 405)
    }
  })
  await step("a HEAD request is answered like a GET, without the body", async () => {
    const answer = expectStatus(await reader.send("/fr/", { method: "HEAD" }), 200)
    assert.equal(answer.text, "")
  })
}

const unknown = async ({ article, editor, program, reader, steps: { step } }: Attack) => {
  await step("nobody is sent anywhere for what does not exist", async () => {
    const paths = [
      "/xx/",
      "/fr/weather",
      "/a/nosuchid00",
      "/fr/world/nosuchid00-slug",
      "/comments/status/nonsense",
      "/nowhere"
    ]
    for (const path of paths) expectErrorPage(await reader.get(path), 404)
    for (const path of ["/api/articles/nosuchid00", "/api/nowhere", "/api/articles/nosuchid00/comments"]) {
      expectProblem(await program.get(path), 404)
    }
  })
  await step("ids that no id looks like are unknown, not an error", async () => {
    for (const id of ["..%2F..%2Fetc", "a%00b", "A".repeat(200), "%F0%9F%98%80", "-", "__proto__", "'%20or%201=1"]) {
      assert.ok([400, 404].includes((await reader.get(`/a/${id}`)).status), id)
      assert.ok([400, 404].includes((await program.get(`/api/articles/${id}`)).status), id)
    }
    for (const path of ["/assets/..%2f..%2fpackage.json", "/assets/%2e%2e/Config.ts"]) {
      assert.ok([400, 404].includes((await reader.get(path)).status), path)
    }
  })
  await step("nothing can be done to what does not exist", async () => {
    expectProblem(await program.postJson("/api/articles/nosuchid00/comments", commentOf()), 404)
    for (const action of ["publish", "corrections", "typo", "retract"]) {
      const body = { notice: "x", block: "p1", text: "x" }
      expectProblem(await program.postJson(`/api/articles/nosuchid00/${action}`, body, authorized), 404, 422)
    }
    const approval = { revision: 1 }
    expectProblem(await program.postJson("/api/comments/nosuchcomment000/approve", approval, authorized), 404)
    expectErrorPage(await editor.get("/desk/articles/nosuchid00"), 404)
    const parent = commentOf({ parentId: "nosuchcomment000" })
    expectProblem(await program.postJson(`/api/articles/${article.id}/comments`, parent), 404, 422)
  })
}

export const brokenRequests = async (attack: Attack): Promise<void> => {
  await sizes(attack)
  await encodings(attack)
  await types(attack)
  await unknown(attack)
}
