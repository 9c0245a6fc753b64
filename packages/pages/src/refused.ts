import { goOnLink } from './go-on-link.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

/** Why the gateway let a request not through, in plain text; the page escapes it. */
export interface Refused {
  /** Of the tab, and the first thing that is read. */
  readonly heading: string;
  /** One sentence: what happened, and why. */
  readonly what: string;
  /** Sentences, in the order of doing. */
  readonly next: readonly string[];
  /** Who is signed in. */
  readonly who?: string | undefined;
  /** Where somebody else can sign in, on the same host. */
  readonly signOut?: string | undefined;
  /** Where it goes on, and what that is called. */
  readonly goOn?: { readonly href: string; readonly label: string } | undefined;
  /** Of the `DrawbridgeError`, to search for. */
  readonly code: string;
}

/** The page in the place of an app that somebody may not see, or not now; or of a sign-in that came to nothing. */
export function refusedPage({ heading, what, next, who, signOut, goOn, code }: Refused): Page {
  return layout({
    title: heading,
    heading,
    mood: 'bad',
    body: html`<p class="lead">${what}</p>
${who === undefined ? '' : html`<p>You are signed in as <strong><bdi>${who}</bdi></strong>.${signOut === undefined ? '' : html` <a href="${signOut}">Sign in as somebody else</a>`}</p>`}
<h2>What to do next</h2>
${next.length === 1 ? html`<p>${next[0]}</p>` : html`<ol>${next.map((step) => html`<li>${step}</li>`)}</ol>`}
${goOn && goOnLink(goOn.href, goOn.label)}
<footer><p class="soft">Error code: <code>${code}</code></p></footer>`,
  });
}
