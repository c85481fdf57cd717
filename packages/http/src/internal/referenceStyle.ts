/** The reference page's stylesheet: served by itself, so that no policy has to allow inline styles. */
export const stylesheet = `:root {
  color-scheme: light dark;
  --ink: light-dark(#1c1b1a, #ecebe8);
  --paper: light-dark(#fdfcfa, #161514);
  --quiet: light-dark(#5d5a55, #aaa69f);
  --line: light-dark(#dedad3, #3a3733);
  --accent: light-dark(#8a2b0e, #f0a184);
  --code: light-dark(#f3f0ea, #211f1d);
}
*, ::before, ::after { box-sizing: border-box; }
html { scroll-padding-block-start: 1rem; }
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.6 ui-sans-serif, system-ui, sans-serif;
  display: grid;
  grid-template-columns: minmax(14rem, 18rem) minmax(0, 1fr);
  grid-template-areas: "header header" "nav main";
}
header { grid-area: header; padding: 2rem; border-block-end: 1px solid var(--line); }
header p { max-inline-size: 70ch; }
nav { grid-area: nav; padding: 1.5rem 2rem; font-size: 0.9375rem; }
nav > ul { position: sticky; inset-block-start: 1.5rem; max-block-size: 95vh; overflow-y: auto; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav ul ul { padding-inline-start: 1rem; margin-block-end: 1rem; }
nav li { margin-block: 0.25rem; }
main { grid-area: main; padding: 1.5rem 2rem 6rem; max-inline-size: 60rem; }
h1 { margin-block: 0 0.5rem; font-size: 2rem; line-height: 1.2; }
h2 { margin-block: 3rem 0.5rem; padding-block-end: 0.25rem; border-block-end: 2px solid var(--accent); }
h3 { margin-block: 2.5rem 0.25rem; font-size: 1.25rem; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.875rem; }
pre { background: var(--code); padding: 1rem; border-radius: 0.5rem; overflow-x: auto; direction: ltr; }
figure { margin: 1rem 0; }
figcaption, caption { color: var(--quiet); font-size: 0.875rem; text-align: start; padding-block: 0.5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; inline-size: 100%; margin-block: 0.5rem 1rem; font-size: 0.9375rem; }
th, td {
  text-align: start;
  vertical-align: top;
  padding-block: 0.4rem;
  padding-inline-end: 0.75rem;
  border-block-start: 1px solid var(--line);
}
tr:target { background: var(--code); }
.address { font-size: 1.0625rem; overflow-wrap: anywhere; }
.method { font-weight: 700; color: var(--accent); }
@media (max-width: 50rem) {
  body { grid-template-columns: minmax(0, 1fr); grid-template-areas: "header" "nav" "main"; }
  nav > ul { position: static; max-block-size: none; }
}
`
