/** The page as it is served, before anything is read. It holds nothing that was typed, so nothing has to be escaped. */
import type { Language } from "@dateline/publishing/Language"
import { languages, words } from "./words.ts"

const link = (to: Language, of: Language): string =>
  `<li><a href="${to}.html" lang="${to}" hreflang="${to}"${to === of ? " aria-current=\"page\"" : ""}>${
    words[to].name
  }</a></li>`

/** The whole document in a language. */
export const html = (language: Language): string => {
  const say = words[language]
  return `<!DOCTYPE html>
<html lang="${language}" dir="${say.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:">
<title>${say.title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="page.css">
<script type="module" src="explorer.js"></script>
</head>
<body>
<header>
<nav aria-label="${say.languages}"><ul>${languages.map((to) => link(to, language)).join("")}</ul></nav>
<h1>${say.title}</h1>
<p>${say.purpose}</p>
</header>
<main>
<form id="open" aria-labelledby="open-title">
<h2 id="open-title">${say.open}</h2>
<p><label for="log">${say.log}</label> <input type="file" id="log" accept=".jsonl,.ndjson,.json,.txt" required></p>
<p><label for="keys">${say.keys}</label> <input type="file" id="keys" accept=".json"></p>
<p><button type="submit">${say.read}</button> <button type="button" id="sample">${say.sample}</button></p>
</form>
<noscript><p>${say.scripts}</p></noscript>
<p id="status" role="status"></p>
<div id="articles"></div>
</main>
</body>
</html>
`
}
