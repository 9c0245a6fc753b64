import type { Asset } from './asset.ts';
import { html } from './html.ts';

/** The one style sheet of all pages. */
export const STYLE: Asset = {
  text: html`
:root {
  color-scheme: light dark;
  --ground: #f3f2ed; --sheet: #fffefb; --ink: #1f242a; --soft: #565e68; --line: #dfdcd3;
  --inset: #f3f1ea; --good: #1d6b58; --bad: #a33526; --calm: #38587e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --sheet: #1c2025; --ink: #e9e7e2; --soft: #a8afb8; --line: #353b43;
    --inset: #262b31; --good: #82cdb6; --bad: #f29c8d; --calm: #a0bde4;
  }
}
*, ::before, ::after { box-sizing: border-box; }
.good { --mood: var(--good); } .bad { --mood: var(--bad); } .calm { --mood: var(--calm); }
body {
  margin: 0 auto; padding: clamp(1.25rem, 7vh, 5rem) clamp(.85rem, 4vw, 1.25rem) 3rem; max-width: 43rem;
  background: var(--ground); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif;
  overflow-wrap: anywhere; -webkit-text-size-adjust: 100%;
}
header { display: flex; align-items: end; gap: .7rem; margin: 0 .25rem .7rem; font-weight: 650; font-size: 1.05rem; line-height: 1.25; letter-spacing: .005em; }
header svg { color: var(--mood); margin-bottom: -.2rem; }
main {
  background: var(--sheet); border: 1px solid var(--line); border-top: 4px solid var(--mood);
  border-radius: 10px; padding: clamp(1.35rem, 5vw, 2.6rem); box-shadow: 0 1px 2px #0000000a, 0 14px 36px #00000012;
}
main > :last-child, main > form:last-child > :last-child { margin-bottom: 0; }
h1 { margin: 0 0 .5rem; font-size: clamp(1.6rem, 5vw, 2.05rem); line-height: 1.18; letter-spacing: -.02em; text-wrap: balance; color: var(--mood); }
h2 { margin: 2rem 0 .5rem; font-size: 1rem; line-height: 1.4; }
p { margin: 0 0 1rem; text-wrap: pretty; }
.lead { font-size: 1.125rem; line-height: 1.5; }
.soft { color: var(--soft); font-size: .925rem; }
strong { font-weight: 650; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); margin: 1.6rem 0 0; border-top: 1px solid var(--line); }
dt, dd { margin: 0; padding: .6rem 0; border-bottom: 1px solid var(--line); }
dt { padding-right: 2rem; color: var(--soft); }
dd > ul { margin: 0; padding: 0; list-style: none; }
code, pre { font: .9em/1.55 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; }
pre {
  margin: 0 0 .6rem; padding: .75rem 1rem .75rem 2.1rem; text-indent: -1.1rem;
  background: var(--inset); border-radius: 8px; white-space: pre-wrap; user-select: all;
}
pre span { display: inline-block; max-width: 100%; text-indent: 0; }
ol { margin: 0 0 1rem; padding-left: 1.35rem; }
a { color: inherit; }
.go { display: inline-block; padding: .6rem 1.2rem; border-radius: 8px; background: var(--mood); color: var(--sheet); font-weight: 650; text-decoration: none; }
.choices { margin: 1.6rem 0 0; padding: 0; list-style: none; }
.choices a { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .2rem 1rem; padding: .8rem 1rem; background: var(--inset); border: 1px solid var(--line); border-radius: 8px; font-weight: 650; text-decoration: none; }
.choices a:hover { border-color: var(--mood); }
.choices .soft { font-weight: 400; }
a:focus-visible { outline: 3px solid var(--mood); outline-offset: 2px; }
li + li { margin-top: .35rem; }
dd > ul > li + li { margin: 0; }
button { padding: .5rem 1.1rem; border: 1px solid var(--mood); border-radius: 8px; background: none; color: var(--mood); font: inherit; font-weight: 650; cursor: pointer; }
button:hover { background: var(--inset); }
button:focus-visible { outline: 3px solid var(--mood); outline-offset: 2px; }
dl + form { margin-top: 1.6rem; }
.rows { margin: 0 0 1.4rem; padding: 0; list-style: none; border-top: 1px solid var(--line); }
.rows > li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 1.5rem; margin: 0; padding: .8rem 0; border-bottom: 1px solid var(--line); }
.rows > li > span { flex: 1 1 17rem; }
footer { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--line); }
footer p { margin: 0; }
dl + footer { margin: 0; border: 0; }
@media (max-width: 34rem) {
  dl { display: block; }
  dt { padding: .65rem 0 0; border: 0; font-size: .875rem; }
  dd { padding-top: .1rem; }
}
@media (prefers-reduced-motion: no-preference) {
  main { animation: arrive .35s ease-out; }
  @keyframes arrive { from { transform: translateY(6px); } }
}
@media print {
  :root { --ground: #fff; --sheet: #fff; --ink: #000; --soft: #333; --line: #999; --inset: #fff; --good: #000; --bad: #000; --calm: #000; }
  body { padding: 0; max-width: none; }
  main { border-radius: 0; box-shadow: none; break-inside: avoid; }
  pre { border: 1px solid var(--line); }
}
`,
  hash: 'sha256-KP9abed2+nHyci+XJbHJEIL9an7FwL+JZQLRR1qqiN0=',
};
