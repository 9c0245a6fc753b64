import { html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

/** How far a sign-out went. */
export interface SignedOut {
  /** Whether the browser comes from its provider, which was asked to sign the person out too. */
  readonly isAtProvider: boolean;
  /** Where somebody can sign in again, on the same host. */
  readonly home: string;
}

/** The page at the end of a sign-out. */
export function signedOutPage({ isAtProvider, home }: SignedOut): Page {
  return layout({
    title: 'Signed out',
    heading: 'You are signed out',
    mood: 'good',
    body: html`<p class="lead">You are signed out of all apps behind this gateway, in this browser${isAtProvider ? ', and of your provider' : ''}.</p>
${isAtProvider ? '' : html`<p>Your provider may still know you: whoever uses this browser next could then sign in as you without a password. On a computer that others use, sign out there too, or close the browser.</p>`}
<footer><p class="soft">This window may be closed. <a href="${home}">Sign in again</a></p></footer>`,
  });
}
