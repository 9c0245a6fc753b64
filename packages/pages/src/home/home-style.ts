import type { Asset } from '../asset.ts';
import { html } from '../html.ts';

/** What the home page has beside the style sheet of all pages. */
export const HOME_STYLE: Asset = {
  text: html`
body { max-width: 84rem; padding-top: clamp(1.25rem, 4vh, 2.5rem); }
main { background: none; border: 0; padding: 0; box-shadow: none; border-radius: 0; }
main > h1 { margin-top: .4rem; }
main > .lead { max-width: 60rem; }
h2 { margin: 0 0 .35rem; font-size: 1.2rem; letter-spacing: -.01em; }
h3 { margin: 0 0 .5rem; font-size: .82rem; font-weight: 650; letter-spacing: .02em; color: var(--soft); }
.news { min-height: 1.6em; margin-bottom: .8rem; }
#gone { padding: .7rem 1rem; border: 1px solid var(--bad); border-radius: 8px; color: var(--bad); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .6rem; margin: 0 0 1.2rem; padding: 0; list-style: none; }
.tiles li { margin: 0; }
.tiles a { display: block; height: 100%; padding: .65rem .85rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 9px; text-decoration: none; line-height: 1.4; }
.tiles a:hover { border-color: var(--mood); }
.tiles strong, .tiles a > span { display: block; }
.tiles a > span { font-size: .85rem; }
.part { margin: 0 0 1.2rem; padding: clamp(1.1rem, 2.6vw, 1.8rem); background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; box-shadow: 0 1px 2px #0000000a, 0 8px 24px #0000000a; scroll-margin-top: 1rem; }
.part:target { border-color: var(--mood); }
.about > p { max-width: 46rem; margin-bottom: .6rem; }
.addresses { display: flex; flex-wrap: wrap; gap: .15rem 1.6rem; margin: 0 0 1rem; padding: 0; list-style: none; font-size: .925rem; }
.addresses li { margin: 0; }
.tries { display: flex; flex-wrap: wrap; gap: .6rem; margin-bottom: .9rem; }
.tries form { margin: 0; }
.tries button, .tries .go { padding: .45rem .9rem; font-size: .925rem; }
.tries .go { border: 1px solid var(--mood); }
.tries form:first-child button { background: var(--mood); color: var(--sheet); }
.tries form:first-child button:hover { filter: brightness(1.08); }
button[aria-busy="true"] { opacity: .6; cursor: progress; }
.command { margin-bottom: .5rem; font-size: .925rem; }
summary { cursor: pointer; border-radius: 4px; }
summary:focus-visible, pre:focus-visible { outline: 3px solid var(--mood); outline-offset: 2px; }
.command pre { margin: .5rem 0 .2rem; }
.result { padding-top: 1rem; border-top: 1px solid var(--line); }
.result p { margin-bottom: .5rem; }
.verdict.allowed strong, .tile.allowed { color: var(--good); }
.verdict.refused strong, .tile.refused { color: var(--bad); }
.verdict.waits strong, .tile.waits { color: var(--calm); }
.result, .told { container: room / inline-size; }
.way { display: grid; gap: 1.7rem 1.6rem; margin-top: .9rem; align-items: start; }
.way > * { position: relative; min-width: 0; padding: .9rem 1rem; background: var(--inset); border-radius: 8px; }
.way > * + *::before { content: "↓" / ""; position: absolute; left: 50%; top: -1.65rem; width: 1.1rem; text-align: center; color: var(--mood); font-weight: 650; }
.way .deck { background: none; border: 2px solid var(--mood); }
.rule, .deck pre { margin: 0; font: .84rem/1.55 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; }
.rule span { display: block; padding-left: 6ch; text-indent: -6ch; white-space: pre-wrap; }
.deck pre { padding: 0; text-indent: 0; background: none; }
.deck > p:last-child { margin-bottom: 0; }
.deck pre + p { margin-top: .6rem; }
.bank { container-type: inline-size; }
.claims { display: block; margin: 0; border: 0; font-size: .875rem; line-height: 1.45; }
.claims > div { position: relative; padding: .38rem 0; border-top: 1px solid var(--line); }
.claims > div:first-child { border: 0; padding-top: 0; }
.claims dt, .claims dd { padding: 0; border: 0; font-size: inherit; }
.claims .left dd > span:first-child, .claims .asked dd > span:first-child { color: var(--soft); }
.claims > .plain ~ .asked dd > span:first-child { color: inherit; }
.fate { position: absolute; right: 0; top: .4rem; font-size: .75rem; color: var(--soft); }
.claims > div:first-child .fate { top: .02rem; }
.claims .stays .fate, .claims .new .fate { color: var(--good); font-weight: 650; }
@container room (min-width: 31rem) {
  .way { grid-template: auto 1fr / repeat(2, minmax(0, 1fr)); }
  .way > :first-child { grid-row: 1 / 3; }
  .way > :nth-child(2)::before { content: "→" / ""; left: -1.35rem; top: .7rem; }
}
@container room (min-width: 47rem) {
  .way { grid-template: none; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); }
  .way > :first-child { grid-row: auto; }
  .way > * + *::before { content: "→" / ""; left: -1.35rem; top: .7rem; }
}
@container (min-width: 21rem) {
  .claims > .plain, .claims > .plain ~ div { display: grid; grid-template-columns: minmax(7rem, 2fr) 5fr; gap: .8rem; }
  .claims > .plain ~ .asked dd { padding-right: 4.2rem; }
}
.more { margin-top: .5rem; font-size: .9rem; }
.more summary { color: var(--soft); }
.deck h3 { margin-top: .9rem; }
.deck h3:first-child { margin-top: 0; }
.log { margin: 0; padding: 0; list-style: none; }
.log li { margin: 0; border-top: 1px solid var(--line); }
.log summary { padding: .55rem .2rem; }
.log .said { margin-left: .5rem; font-size: .9rem; }
.where { display: inline-block; min-width: 5.4rem; margin-left: .5rem; font-weight: 650; }
.told { padding: .2rem 0 1.2rem; }
@media (min-width: 68rem) {
  .part:not(#log) { display: grid; grid-template-columns: 19rem minmax(0, 1fr); gap: 1.8rem; }
  .result { padding: 0 0 0 1.8rem; border-top: 0; border-left: 1px solid var(--line); }
  .about .addresses, .about .tries { flex-direction: column; align-items: start; }
}
@media (max-width: 34rem) {
  .tiles { grid-template-columns: 1fr 1fr; }
}
`,
  hash: 'sha256-i1qjOvUgS0yK4l3orEaCFvnW6udGtpyQs9jXMG0DnkA=',
};
