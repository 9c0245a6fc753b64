import { html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

/**
 * The page between the button of a sign-out and the next site, to which a field `Refresh` leads: browsers let no answer to a
 * form lead to another site that its page did not name (Content Security Policy 3, `form-action`).
 *
 * @param to - the address of that site
 */
export function leavingPage(to: string): Page {
  return layout({
    title: 'Signing out',
    heading: 'One moment',
    mood: 'calm',
    body: html`<p class="lead">You are being signed out everywhere. This takes no more than a blink.</p>
<p>If nothing happens, <a href="${to}">go on by yourself</a>.</p>`,
  });
}
