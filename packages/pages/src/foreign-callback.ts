import { html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

/** For an answer that belongs to no sign-in that waits here. Served with status 400; the wait goes on. */
export function foreignCallbackPage(): Page {
  return layout({
    title: 'Not of this sign-in',
    heading: 'This is of another sign-in',
    mood: 'calm',
    body: html`<p class="lead">What came here does not carry the secret that the sign-in was begun with, so it was left aside. Nothing was signed in by it.</p>
<h2>How this comes about</h2>
<p>Most often the page is of an earlier attempt: a tab that was still open, or one that was loaded again. If you did not sign in anywhere, somebody may have sent you a link.</p>
<h2>What to do</h2>
<p>Go on in the tab that the command opened, or open the address that it printed. It still waits. This tab may be closed.</p>`,
  });
}
