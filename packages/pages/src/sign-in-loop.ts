import { breakable } from './breakable.ts';
import { goOnLink } from './go-on-link.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

/** An app that asks for a sign-in again and again, in plain text; the page escapes it. */
export interface SignInLoop {
  /** Of the app. */
  readonly host: string;
  /** Where the sign-in is tried once more. */
  readonly again: string;
  /** Of the `DrawbridgeError`, to search for. */
  readonly code: string;
}

/** The page in the place of one more redirect: whoever runs the app finds on it what to look at, in the order of likelihood. */
export function signInLoopPage({ host, again, code }: SignInLoop): Page {
  return layout({
    title: 'Sent round in a circle',
    heading: 'You are signed in, and asked again each time',
    mood: 'bad',
    body: html`<p class="lead"><strong>${breakable(host)}</strong> has sent you here to sign in four times within a minute. You are signed in; the cookie that says so does not come back from there.</p>
<h2>What the cause may be, the likeliest first</h2>
<ol>
<li>Your browser did not store the cookie. It is one for <code>https</code>: an app that is opened by <code>http</code> has none. Cookies may also be blocked for this site.</li>
<li>The proxy in front of the app does not hand on <code>Set-Cookie</code> from <code>/.drawbridge/</code>, or <code>Cookie</code> to the gateway.</li>
<li>The proxy tells the gateway of another host than <code>${breakable(host)}</code>, which is what your browser asks.</li>
<li>The clock of your computer, or of one of the gateway's, is wrong: the cookie is over as soon as it is set.</li>
</ol>
<h2>What to do next</h2>
<p>See that cookies are allowed and that the address begins with <code>https</code>, and try again. If it stays so, show this page to whoever runs the app.</p>
${goOnLink(again, 'Try again')}
<footer><p class="soft">Error code: <code>${code}</code></p></footer>`,
  });
}
