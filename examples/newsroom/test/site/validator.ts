/** What is wrong with a page as HTML, told by html-validate. */
import { HtmlValidate } from "html-validate"

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // A headline is as long as the news; the title repeats it.
    "long-title": "off",
    // Reason codes are one field that is sent several times.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit", "button", "reset"] }]
  }
})

/** One line for each problem. */
export const problems = (page: string): ReadonlyArray<string> =>
  validator.validateStringSync(page).results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`)
  )
