/** A browser without scripts: it keeps cookies, follows nothing by itself, and sends the forms that pages have. */
import { type HTMLElement, parse } from "node-html-parser"

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly html: HTMLElement
}

export type Fields = Readonly<Record<string, string | ReadonlyArray<string>>>

export interface SentForm {
  readonly action: string
  readonly fields: Fields
}

const encode = (fields: Fields): URLSearchParams =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) =>
      (typeof value === "string" ? [value] : value).map((one): [string, string] => [name, one])
    )
  )

const valueOf = (control: HTMLElement): string => {
  if (control.tagName === "TEXTAREA") return control.text.replace(/^\n/, "")
  if (control.tagName !== "SELECT") return control.getAttribute("value") ?? ""
  const options = control.querySelectorAll("option")
  return (options.find((option) => option.hasAttribute("selected")) ?? options[0])?.getAttribute("value") ?? ""
}

/** A form of a page with what its controls hold and what is typed into them. */
export const fill = (page: Answer, action: string, typed: Fields = {}): SentForm => {
  const form = page.html.querySelectorAll("form").find((one) => one.getAttribute("action") === action)
  if (form === undefined) throw new Error(`the page has no form for ${action}`)
  const controls = form.querySelectorAll("input, textarea, select")
    .filter((one) => one.getAttribute("type") !== "checkbox")
    .map((one) => [one.getAttribute("name")!, valueOf(one)] as const)
  return { action, fields: { ...Object.fromEntries(controls), ...typed } }
}

export class Browser {
  readonly #cookies = new Map<string, string>()
  readonly base: string

  constructor(base: string) {
    this.base = base
  }

  /** What it would send in the `Cookie` header. */
  get cookies(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ")
  }

  async request(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers(init.headers)
    if (this.#cookies.size > 0) headers.set("cookie", this.cookies)
    const response = await fetch(new URL(path, this.base), { redirect: "manual", ...init, headers })
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(";")[0]!.split("=") as [string, string]
      if (/max-age=0/i.test(cookie) || value === "") this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, html: parse(text) }
  }

  get(path: string): Promise<Answer> {
    return this.request(path)
  }

  post(path: string, fields: Fields, headers: Record<string, string> = {}): Promise<Answer> {
    return this.request(path, { method: "POST", body: encode(fields), headers })
  }

  submit({ action, fields }: SentForm): Promise<Answer> {
    return this.post(action, fields)
  }

  /** The page that an answer leads on to. */
  follow(answer: Answer): Promise<Answer> {
    const location = answer.headers.get("location")
    if (location === null) throw new Error(`${answer.status} leads nowhere: ${answer.text.slice(0, 200)}`)
    return this.get(location)
  }
}
