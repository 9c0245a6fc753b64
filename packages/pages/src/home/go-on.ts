import { html } from '../html.ts';
import { layout } from '../layout.ts';
import type { Page } from '../page.ts';

/**
 * The page between a button and another site, to which a field `Refresh` leads: browsers let no answer to a form lead to
 * another site that its page did not name (Content Security Policy 3, `form-action`).
 *
 * @param to - the address of that site
 */
export function goOnPage(to: string): Page {
  return layout({
    title: 'On the way',
    heading: 'One moment',
    mood: 'calm',
    body: html`<p class="lead">You are on your way to the sign-in. This takes no more than a blink.</p>
<p>If nothing happens, <a href="${to}">go on by yourself</a>.</p>`,
  });
}
