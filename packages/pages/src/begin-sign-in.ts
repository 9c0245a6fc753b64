import { breakable } from './breakable.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

/** Where a sign-in begins, in plain text; the page escapes it. */
export interface BeginSignIn {
  /** Of the app. */
  readonly host: string;
  readonly href: string;
}

/**
 * The page that leads to a sign-in, for who cannot be sent there: some proxies show it in the place of what was asked for, under
 * a status that no browser follows an address of.
 */
export function beginSignInPage({ host, href }: BeginSignIn): Page {
  return layout({
    title: 'Sign in',
    heading: 'You are not signed in',
    mood: 'calm',
    body: html`<p class="lead">To go on to <strong>${breakable(host)}</strong>, <a href="${href}">sign in</a>.</p>`,
  });
}
