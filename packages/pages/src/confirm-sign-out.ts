import { html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

/** Who would be signed out, in plain text; the page escapes it. */
export interface ConfirmSignOut {
  /** Not there where nobody looked. */
  readonly who?: string | undefined;
}

/** The page in the place of a sign-out that another site may have begun. Its button posts to its own address. */
export function confirmSignOutPage({ who }: ConfirmSignOut): Page {
  return layout({
    title: 'Sign out?',
    heading: 'Do you want to sign out?',
    mood: 'calm',
    form: true,
    body: html`${who === undefined ? '' : html`<p class="lead">You are signed in as <strong><bdi>${who}</bdi></strong>.</p>`}
<p>You came here from another site, so nothing has happened yet: nobody but you is to sign you out. The button signs you out of all apps behind this gateway, in this browser.</p>
<form method="post"><button>Sign out</button></form>
<footer><p class="soft">If you did not want this, close the page. You stay signed in.</p></footer>`,
  });
}
