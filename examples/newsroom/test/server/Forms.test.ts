import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as Forms from "../../src/Forms.ts"

const urlEncoded = "application/x-www-form-urlencoded"

const read = (body: string | Uint8Array<ArrayBuffer>, contentType: string | undefined = urlEncoded) =>
  Forms.read(HttpServerRequest.fromWeb(
    new Request("http://localhost/", {
      method: "POST",
      body,
      headers: contentType === undefined ? {} : { "content-type": contentType }
    })
  ))

const refusal = (body: string | Uint8Array<ArrayBuffer>, contentType?: string) =>
  read(body, contentType).pipe(Effect.match({ onFailure: ({ reason }) => reason, onSuccess: () => "accepted" }))

const multipart = (...parts: ReadonlyArray<string>) =>
  parts.map((part) => `--xyz\r\nContent-Disposition: form-data; ${part}\r\n`).join("") + "--xyz--\r\n"

describe("a form", () => {
  it.effect("is read as browsers send it, newlines as LF", () =>
    Effect.gen(function*() {
      const form = yield* read("name=%D8%B2%D9%8A%D9%86%D8%A8+A&body=one%0D%0Atwo&code=a&code=b&empty=&bare")
      expect(form.text("name")).toBe("زينب A")
      expect(form.text("body")).toBe("one\ntwo")
      expect(form.all("code")).toEqual(["a", "b"])
      expect([form.has("empty"), form.has("bare"), form.has("absent")]).toEqual([true, true, false])
    }))

  it.effect("is read as multipart too", () =>
    Effect.gen(function*() {
      const body = multipart(`name="name"\r\n\r\nزينب`, `name="body"\r\n\r\none\r\ntwo`)
      const form = yield* read(body, "multipart/form-data; boundary=xyz")
      expect([form.text("name"), form.text("body")]).toEqual(["زينب", "one\ntwo"])
    }))

  it.each([
    ["a broken escape", "name=%E0%A4%A"],
    ["a lone percent sign", "name=100%"],
    ["an escape that is not UTF-8", "name=%FF%FE"],
    ["an overlong escape", "name=%C0%AF"],
    ["an escaped surrogate", "name=%ED%A0%80"]
  ])(
    "with %s is malformed, not repaired",
    (_what, body) => Effect.runPromise(Effect.map(refusal(body), (reason) => expect(reason).toBe("malformed")))
  )

  it.effect("with raw bytes that are not UTF-8 is malformed, in either encoding", () =>
    Effect.gen(function*() {
      expect(yield* refusal(new Uint8Array([0x61, 0x3d, 0xff]))).toBe("malformed")
      const part = new TextEncoder().encode(multipart(`name="a"\r\n\r\n?`)).map((byte) => byte === 0x3f ? 0xff : byte)
      expect(yield* refusal(part, "multipart/form-data; boundary=xyz")).toBe("malformed")
    }))

  it.effect("that says it is multipart and has not its boundary is something else", () =>
    Effect.gen(function*() {
      expect(yield* refusal(multipart(`name="a"\r\n\r\n1`), "multipart/form-data")).toBe("unsupported-type")
      expect(yield* refusal("{}", "multipart/form-data; boundary=xyz")).toBe("unsupported-type")
      expect(yield* refusal(multipart(`name="a"\r\n\r\n1`), `multipart/form-data; boundary="xyz"`)).toBe("accepted")
    }))

  it.effect("that is cut short or brings a file is malformed", () =>
    Effect.gen(function*() {
      expect(yield* refusal("--xyz\r\nContent-Dis", "multipart/form-data; boundary=xyz")).toBe("malformed")
      const file = multipart(`name="a"; filename="x.txt"\r\nContent-Type: text/plain\r\n\r\nhello`)
      expect(yield* refusal(file, "multipart/form-data; boundary=xyz")).toBe("malformed")
    }))

  it.effect("with far more fields than any form has is malformed", () =>
    Effect.map(refusal("a=&".repeat(501)), (reason) => expect(reason).toBe("malformed")))

  it.effect("of another type is not read at all", () =>
    Effect.gen(function*() {
      for (const type of ["application/json", "text/plain", `${urlEncoded}; charset=windows-1256`, "x"]) {
        expect(yield* refusal("a=1", type)).toBe("unsupported-type")
      }
      expect(yield* refusal("a=1", `${urlEncoded.toUpperCase()};charset=UTF-8`)).toBe("accepted")
    }))
})
