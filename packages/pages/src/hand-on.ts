import { HAND_ON_SCRIPT } from './hand-on-script.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

/**
 * The page that a browser is shown where the provider's answer is in the fragment, which no server sees. It posts the
 * form parameter `fragment`, without the `#`, to its own address: that is to be one that nobody else can know, and
 * good once.
 */
export function handOnPage(): Page {
  return layout({
    title: 'Signing in',
    heading: 'One moment',
    mood: 'calm',
    script: HAND_ON_SCRIPT,
    form: true,
    body: html`<p class="lead">Handing on what your provider answered. This takes no more than a blink.</p>
<form method="post"><input type="hidden" name="fragment" value=""></form>
<noscript><p>Your browser runs no script here, and the answer is in a part of the address that only a script can read. Let this page run its script and load it again; or run the command with <code>--paste</code>, and paste the whole address of this page into your terminal.</p></noscript>`,
  });
}
