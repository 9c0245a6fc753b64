import { breakable } from '../breakable.ts';
import { html } from '../html.ts';
import { layout } from '../layout.ts';
import type { Page } from '../page.ts';

/** What an app behind the gateway was told, in plain text; the page escapes it. */
export interface SampleApp {
  readonly path: string;
  /** Not there: anybody may see this page, and nobody is signed in. */
  readonly who: string | undefined;
  /** The header fields that it got. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly signOut: string;
  /** Other pages of it. */
  readonly pages: readonly { readonly href: string; readonly label: string }[];
}

/** A page of the app behind the gateway of the try-out system. */
export function sampleAppPage({ path, who, fields, signOut, pages }: SampleApp): Page {
  return layout({
    title: 'A sample app',
    heading: who === undefined ? 'Welcome, whoever you are' : `Hello, ${who}`,
    mood: 'good',
    body: html`<p class="lead">This app has no sign-in of its own: it is at <code>${path}</code> behind the gateway, and believes these header fields.</p>
<dl>
${fields.map(([name, value]) => html`<dt>${name}</dt><dd>${value === '' ? html`<span class="soft">empty</span>` : breakable(value)}</dd>\n`)}</dl>
<h2>Go on</h2>
<ul class="choices">
${pages.map(({ href, label }) => html`<li><a href="${href}">${label}</a></li>\n`)}${who === undefined ? '' : html`<li><a href="${signOut}">Sign out</a></li>\n`}</ul>
<footer><p class="soft">What the gateway decided stands on the home page, in the window that you came from.</p></footer>`,
  });
}
