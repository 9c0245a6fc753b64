import { html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

/** Why there was no sign-in, in plain text; the page escapes it. */
export interface SignInFailed {
  /** One sentence. What a provider said of itself may be in it. */
  readonly what: string;
  /** Sentences, in the order of doing. */
  readonly next: readonly string[];
  /** Of the `DrawbridgeError`, to search for. */
  readonly code: string;
  /** Whether the person is signed in all the same, and what came after failed. Default: false. */
  readonly isSignedIn?: boolean;
}

/** The page for a sign-in that came to nothing, or not to all that it was for. */
export function signInFailedPage({ what, next, code, isSignedIn = false }: SignInFailed): Page {
  return layout({
    title: isSignedIn ? 'Signed in, but not done' : 'Not signed in',
    heading: isSignedIn ? 'You are signed in, but something is missing' : 'You are not signed in',
    mood: 'bad',
    body: html`<p class="lead">${what}</p>
<h2>What to do next</h2>
${next.length === 1 ? html`<p>${next[0]}</p>` : html`<ol>${next.map((step) => html`<li>${step}</li>`)}</ol>`}
<footer><p class="soft">Error code: <code>${code}</code></p>
<p class="soft">Your terminal says the same. This window may be closed.</p></footer>`,
  });
}
