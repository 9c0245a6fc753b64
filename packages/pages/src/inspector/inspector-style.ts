import type { Asset } from '../asset.ts';
import { html } from '../html.ts';

/** What the inspector's page has beside the style sheet of all pages. */
export const INSPECTOR_STYLE: Asset = {
  text: html`
body { max-width: 58rem; padding-top: clamp(1.25rem, 4vh, 2.5rem); }
.warnings { margin: 0 0 1.4rem; padding: .9rem 1rem .9rem 2.2rem; border: 1px solid var(--bad); border-radius: 8px; }
.warnings strong { color: var(--bad); }
.layers { margin: 0; padding: 0; list-style: none; counter-reset: layer; }
.layer { margin: 1.4rem 0 0; padding: 1.1rem 0 0; border-top: 1px solid var(--line); counter-increment: layer; }
.layer h2 { margin: 0 0 .2rem; font-size: 1.15rem; }
.layer h2::before { content: counter(layer) ". " / ""; color: var(--soft); font-weight: 400; }
.layer h3 { margin: 1.2rem 0 .2rem; font-size: .9rem; color: var(--soft); }
.layer dl { grid-template-columns: minmax(0, 13.5rem) minmax(0, 1fr); margin: .6rem 0 0; }
.layer dt { padding-right: 1rem; }
.layer dt code { color: var(--ink); }
.where { margin: 0 0 .4rem; }
dd p { margin: .1rem 0 0; }
.value { white-space: pre-wrap; }
.clock { white-space: nowrap; font-weight: 650; }
.state { font-weight: 650; }
.verified { color: var(--good); } .forged, .unsigned { color: var(--bad); } .unchecked { color: var(--calm); }
details { margin-top: .9rem; }
summary { cursor: pointer; border-radius: 4px; }
summary:focus-visible, pre:focus-visible { outline: 3px solid var(--mood); outline-offset: 2px; }
details pre { margin-top: .2rem; padding-left: 1rem; text-indent: 0; }
details p { margin: .7rem 0 0; }
`,
  hash: 'sha256-YspsRm8DJ6/3NmfvsFaC+TBTVVavGF0IO9LOl2rNvFw=',
};
