import { breakable } from '../breakable.ts';
import { goOnLink } from '../go-on-link.ts';
import { html, type HtmlValue } from '../html.ts';
import { layout } from '../layout.ts';
import type { Mood } from '../mood.ts';
import type { Page } from '../page.ts';

/** A page of a gateway in the place of a Vouch Proxy, in plain text; the page escapes it. */
export interface VouchPage {
  /** Of the tab, and its heading: what Vouch Proxy has there, which people search for. */
  readonly title: string;
  readonly mood: Mood;
  /** Sentences: what happened, and why. */
  readonly what: readonly string[];
  /** Sentences, in the order of doing. Default: there is nothing to do. */
  readonly next?: readonly string[] | undefined;
  /** The one thing to do on it. */
  readonly goOn?: { readonly href: string; readonly label: string } | undefined;
  /** Addresses to follow by hand. What is neither http, https nor a path is shown, and is no link. */
  readonly links?: readonly string[] | undefined;
  /** The words on a button that posts to the address of the page. */
  readonly button?: string | undefined;
  /** Of the `DrawbridgeError`, to search for. */
  readonly code?: string | undefined;
}

/** Any page of it. */
export function vouchPage({
  title,
  mood,
  what,
  next = [],
  goOn,
  links = [],
  button,
  code,
}: VouchPage): Page {
  const [lead, ...more] = what;
  return layout({
    title,
    heading: title,
    mood,
    form: button !== undefined,
    body: html`${lead === undefined ? '' : html`<p class="lead">${lead}</p>`}
${more.map((sentence) => html`<p>${sentence}</p>`)}
${next.length === 0 ? '' : html`<h2>What to do next</h2>\n${steps(next)}`}
${goOn && goOnLink(goOn.href, goOn.label)}
${links.length === 0 ? '' : html`<ul>${links.map((link) => html`<li>${linkTo(link)}</li>`)}</ul>`}
${button === undefined ? '' : html`<form method="post"><button>${button}</button></form>`}
${code === undefined ? '' : html`<footer><p class="soft">Error code: <code>${code}</code></p></footer>`}`,
  });
}

function steps(next: readonly string[]): HtmlValue {
  if (next.length === 1) return html`<p>${next[0]}</p>`;
  return html`<ol>${next.map((step) => html`<li>${step}</li>`)}</ol>`;
}

/** What a browser follows without running it. */
const FOLLOWED = /^(?:https?:\/\/|\/(?![/\\]))/i;

function linkTo(address: string): HtmlValue {
  const shown = breakable(address);
  return FOLLOWED.test(address) ? html`<a href="${address}">${shown}</a>` : shown;
}
