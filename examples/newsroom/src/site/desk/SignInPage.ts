/** Where people of the newsroom say who they are. */
import { catalogueOf } from "../../language/Languages.ts"
import { input, problemOf, summary } from "../Form.ts"
import { hiddenFields, html } from "../Html.ts"
import * as Paths from "../Paths.ts"
import { deskLayout } from "./DeskLayout.ts"
import type { SignInPage } from "./Models.ts"

/** `/desk/sign-in`. */
export const signInPage = ({ frame, username, problems, next }: SignInPage): string => {
  const catalogue = catalogueOf(frame.language)
  const { desk } = catalogue
  return deskLayout({
    frame,
    title: desk.signIn,
    main: html`<div class="sign-in panel">
<h1 class="page-title">${desk.signIn}</h1>
${summary(catalogue, problems, (field) => field)}
<form method="post" action="${Paths.desk.signIn}" novalidate>
${hiddenFields({ csrf: frame.csrf, next })}
${
      input({
        id: "username",
        name: "username",
        label: desk.username,
        value: username,
        required: true,
        dir: "auto",
        autocomplete: "username",
        problem: problemOf(catalogue, problems, "username")
      })
    }
${
      input({
        id: "password",
        name: "password",
        label: desk.password,
        value: "",
        type: "password",
        required: true,
        dir: "ltr",
        autocomplete: "current-password",
        problem: problemOf(catalogue, problems, "password")
      })
    }
<p class="actions"><button class="button button-primary" type="submit">${desk.signIn}</button></p>
</form></div>`
  })
}
