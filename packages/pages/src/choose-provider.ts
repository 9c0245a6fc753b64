import { breakable } from './breakable.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

/** With whom somebody can sign in, in plain text; the page escapes it. */
export interface ChooseProvider {
  /** Of the app. */
  readonly host: string;
  /** In the order of showing. */
  readonly providers: readonly {
    readonly title: string;
    readonly href: string;
    /** Whether it was the one that this browser took the last time. */
    readonly isLast: boolean;
  }[];
}

/**
 * The page on which a provider is chosen. They are links: browsers let no answer to a form lead to another site where
 * `form-action` does not name it (CSP 3 section 6.4.1), and providers lead on to others.
 */
export function chooseProviderPage({ host, providers }: ChooseProvider): Page {
  return layout({
    title: 'Sign in',
    heading: 'Sign in',
    mood: 'calm',
    body: html`<p class="lead">To go on to <strong>${breakable(host)}</strong>, choose whom you sign in with.</p>
<ul class="choices">
${providers.map(({ title, href, isLast }) => html`<li><a href="${href}"><bdi>${title}</bdi>${isLast ? html` <span class="soft">last time</span>` : undefined}</a></li>\n`)}</ul>`,
  });
}
