import { html } from '../html.ts';
import { layout } from '../layout.ts';
import type { Page } from '../page.ts';

/** Who can sign in at the provider of the try-out system, in plain text; the page escapes it. */
export interface ChoosePerson {
  /** Where they go on to. */
  readonly client: string;
  readonly people: readonly {
    readonly name: string;
    readonly about: string;
    readonly href: string;
  }[];
}

/**
 * The sign-in of the try-out system's provider. They are links: browsers let no answer to a form lead to another site where
 * `form-action` does not name it (CSP 3 section 6.4.1).
 */
export function choosePersonPage({ client, people }: ChoosePerson): Page {
  return layout({
    title: 'Sign in',
    heading: 'Who are you today?',
    mood: 'calm',
    body: html`<p class="lead">This is the private OpenID provider. <strong>${client}</strong> asks who you are; nobody here has a password.</p>
<ul class="choices">
${people.map(({ name, about, href }) => html`<li><a href="${href}"><bdi>${name}</bdi> <span class="soft">${about}</span></a></li>\n`)}</ul>`,
  });
}
