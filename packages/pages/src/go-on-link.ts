import { html, type Html } from './html.ts';

/** The one thing to do on a page. */
export function goOnLink(href: string, label: string): Html {
  return html`<p><a class="go" href="${href}">${label}</a></p>`;
}
