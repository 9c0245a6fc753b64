import type { Asset } from '../asset.ts';
import { html } from '../html.ts';

/** What the page of the steps has beside the style sheet of all pages. */
export const INSPECTOR_UI_STYLE: Asset = {
  text: html`
body { max-width: 62rem; }
.ways { display: flex; flex-wrap: wrap; align-items: center; gap: .6rem 1.4rem; margin: 1.4rem 0 0; }
.operation { margin: 0 0 .7rem; border: 1px solid var(--line); border-radius: 9px; scroll-margin-top: 1rem; }
.operation:last-child { margin-bottom: 0; }
.operation:target, .operation[open] { border-color: var(--mood); }
.operation > summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: .3rem .8rem; padding: .75rem 1rem; border-radius: 8px; cursor: pointer; list-style: none; }
.operation > summary::-webkit-details-marker { display: none; }
.operation > summary::after { content: "+" / ""; margin-left: auto; color: var(--mood); font-weight: 650; }
.operation[open] > summary::after { content: "\\2212" / ""; }
.operation > summary:hover { background: var(--inset); }
summary code { font-weight: 650; }
summary:focus-visible, pre:focus-visible { outline: 3px solid var(--mood); outline-offset: 2px; }
.verb { padding: .12rem .6rem; border-radius: 6px; background: var(--mood); color: var(--sheet); font-size: .8rem; font-weight: 650; letter-spacing: .03em; }
.inside { padding: .9rem 1rem 1.1rem; border-top: 1px solid var(--line); }
.inside > p:last-child, .inside > .answer > :last-child { margin-bottom: 0; }
.inside button + a { margin-left: .9rem; }
.outcome { margin-bottom: .6rem; font-weight: 650; }
.outcome:empty { display: none; }
h3 { display: flex; align-items: center; gap: .8rem; margin: 1rem 0 .4rem; font-size: .9rem; color: var(--soft); }
.answer pre { max-height: 32rem; overflow: auto; padding: .75rem 1rem; text-indent: 0; user-select: text; word-break: break-all; }
.small { padding: .1rem .6rem; font-size: .8rem; }
button[aria-busy="true"] { opacity: .6; cursor: progress; }
`,
  hash: 'sha256-tnMMD5e7hEHvFBNfw/VGFCuZD/evo2KfQ3vi1DNtY0c=',
};
