import type { Asset } from './asset.ts';
import { html } from './html.ts';

/** The one style sheet of all pages. */
export const STYLE: Asset = {
  text: html`
:root {
  color-scheme: light dark;
  --ground: #f4f3ef; --sheet: #fffefb; --ink: #20252b; --soft: #59616b; --line: #dedbd2;
  --inset: #f1efe8; --accent: #1f6f5c; --good: #1f6f5c; --bad: #a63a2b; --calm: #3f5f86;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15181c; --sheet: #1d2126; --ink: #e8e6e1; --soft: #a6adb6; --line: #343a42;
    --inset: #262b31; --accent: #7fcbb4; --good: #7fcbb4; --bad: #f19a8b; --calm: #9dbbe3;
  }
}
*, ::before, ::after { box-sizing: border-box; }
body {
  margin: 0 auto; padding: clamp(1.25rem, 6vh, 4.5rem) 1.25rem 3rem; max-width: 42rem;
  background: var(--ground); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif;
  overflow-wrap: anywhere;
}
header { display: flex; align-items: center; gap: .6rem; margin: 0 .25rem 1.25rem; color: var(--soft); font-weight: 600; letter-spacing: .01em; }
main {
  background: var(--sheet); border: 1px solid var(--line); border-top: 4px solid var(--mood);
  border-radius: 12px; padding: clamp(1.4rem, 5vw, 2.6rem); box-shadow: 0 1px 2px #0000000a, 0 12px 32px #0000000f;
}
main > :last-child { margin-bottom: 0; }
.good { --mood: var(--good); } .bad { --mood: var(--bad); } .calm { --mood: var(--calm); }
h1 { margin: 0 0 .6rem; font-size: clamp(1.5rem, 5vw, 1.9rem); line-height: 1.2; letter-spacing: -.015em; text-wrap: balance; color: var(--mood); }
h2 { margin: 1.9rem 0 .5rem; font-size: 1rem; line-height: 1.4; }
p { margin: 0 0 1rem; text-wrap: pretty; }
.lead { font-size: 1.1rem; }
.soft { color: var(--soft); font-size: .925rem; }
dl { display: grid; grid-template-columns: max-content 1fr; margin: 1.5rem 0 0; border-top: 1px solid var(--line); }
dt, dd { margin: 0; padding: .55rem 0; border-bottom: 1px solid var(--line); }
dt { padding-right: 1.75rem; color: var(--soft); }
dd > ul { margin: 0; padding: 0; list-style: none; }
code, pre { font: .9em/1.55 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; }
dd code { font-size: .875em; }
pre { margin: 0 0 .75rem; padding: .75rem 1rem; background: var(--inset); border-radius: 8px; white-space: pre-wrap; user-select: all; }
ol, main > ul { margin: 0 0 1rem; padding-left: 1.35rem; }
li + li { margin-top: .3rem; }
blockquote { margin: 0 0 1rem; padding: .2rem 0 .2rem 1.1rem; border-left: 3px solid var(--line); }
blockquote p { margin: 0; white-space: pre-wrap; }
footer { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--line); }
footer p { margin: 0; }
fieldset { margin: 1.25rem 0; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; margin-bottom: .6rem; font-weight: 600; }
label { display: grid; grid-template-columns: auto 1fr; gap: 0 .85rem; align-items: start; padding: .8rem 1rem; border: 1px solid var(--line); border-radius: 8px; cursor: pointer; }
label + label { margin-top: .5rem; }
label:hover { border-color: var(--mood); }
label:has(:checked) { border-color: var(--mood); background: var(--inset); }
label input { margin: .35rem 0 0; accent-color: var(--mood); width: 1.05rem; height: 1.05rem; }
label strong { display: block; font-weight: 600; }
button { padding: .7rem 1.4rem; border: 0; border-radius: 8px; background: var(--mood); color: var(--sheet); font: inherit; font-weight: 600; cursor: pointer; }
:focus-visible { outline: 3px solid var(--calm); outline-offset: 3px; }
label:has(:focus-visible) { outline: 3px solid var(--calm); outline-offset: 2px; }
label :focus-visible { outline: 0; }
@media (max-width: 34rem) {
  dl { display: block; }
  dt { padding: .6rem 0 0; border: 0; font-size: .875rem; }
  dd { padding-top: .1rem; }
  button { width: 100%; }
}
@media (prefers-reduced-motion: no-preference) {
  main { animation: arrive .35s ease-out; }
  @keyframes arrive { from { transform: translateY(6px); } }
}
@media (forced-colors: active) { button { border: 1px solid; } }
@media print {
  :root { --ground: #fff; --sheet: #fff; --ink: #000; --soft: #333; --line: #999; --inset: #fff; --good: #000; --bad: #000; --calm: #000; }
  body { padding: 0; max-width: none; }
  main { border-radius: 0; box-shadow: none; break-inside: avoid; }
  pre { border: 1px solid var(--line); }
}
`,
  hash: 'sha256-ZpAFfdMiqmHeEfujbxJUgp0EMHq7h6mNi9VDGbr14sc=',
};
