import { breakable } from './breakable.ts';
import { html, Html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

/** What the provider said of itself: words from outside, which the page marks as such. */
export interface ProviderWords {
  /** `error` of RFC 6749 section 4.1.2.1. */
  readonly error?: string | undefined;
  readonly description?: string | undefined;
  /** Shown as text: nobody is led to where it points. */
  readonly uri?: string | undefined;
}

/** Why there was no sign-in, in plain text; the page escapes it. */
export interface SignInFailed {
  /** One sentence. */
  readonly what: string;
  readonly why?: string | undefined;
  /** Sentences, in the order of doing. */
  readonly next: readonly string[];
  readonly provider?: ProviderWords | undefined;
  /** Of the `DrawbridgeError`, to search for. */
  readonly code: string;
  /** Whether the person is signed in all the same, and what came after failed. Default: false. */
  readonly isSignedIn?: boolean;
}

/** The page for a sign-in that came to nothing, or not to all that it was for. */
export function signInFailedPage({
  what,
  why,
  next,
  provider,
  code,
  isSignedIn = false,
}: SignInFailed): Page {
  return layout({
    title: isSignedIn ? 'Signed in, but not done' : 'Not signed in',
    heading: isSignedIn ? 'You are signed in, but something is missing' : 'You are not signed in',
    mood: 'bad',
    body: html`<p class="lead">${what}</p>
${why !== undefined && why !== '' ? html`<p>${why}</p>` : undefined}
${provider && wordsOf(provider)}
<h2>What to do next</h2>
${next.length === 1 ? html`<p>${next[0]}</p>` : html`<ol>${next.map((step) => html`<li>${step}</li>`)}</ol>`}
<footer><p class="soft">Error code: <code>${code}</code></p>
<p class="soft">Your terminal says the same. This window may be closed.</p></footer>`,
  });
}

function wordsOf({ error, description, uri }: ProviderWords): Html | undefined {
  const said = [
    error && html`<code>${error}</code>`,
    description && html`<bdi>${description}</bdi>`,
    uri && html`<code class="soft">${breakable(uri)}</code>`,
  ].filter((words) => words instanceof Html);
  if (said.length === 0) return undefined;
  return html`<h2>In the words of the provider</h2>
<blockquote>${said.map((words) => html`<p>${words}</p>`)}</blockquote>`;
}
