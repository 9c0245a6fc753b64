import { breakable } from './breakable.ts';
import { command } from './command.ts';
import { html, type HtmlValue } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';
import { showUntil, type Until } from './until.ts';

/** Who signed in and what came of it, in plain text; the page escapes it. */
export interface SignedIn {
  /** As a person would say it: a name, or an e-mail address. */
  readonly who: string;
  readonly issuer: string;
  /** ARN. */
  readonly role?: string | undefined;
  readonly account?: string | undefined;
  /** Of AWS. */
  readonly profile?: string | undefined;
  /** That were written. */
  readonly files?: readonly string[] | undefined;
  readonly until?: Until | undefined;
  /** What is left to do in the terminal, in a sentence. */
  readonly toDo?: string | undefined;
  /** Commands to type next, without a prompt. */
  readonly next?: readonly string[] | undefined;
}

/** The page for a sign-in that went well. */
export function signedInPage(signedIn: SignedIn): Page {
  const { who, issuer, role, account, profile, files = [], until, toDo, next = [] } = signedIn;
  const lasts = until && html`<p class="lead">${showUntil(until)}</p>`;
  return layout({
    title: 'Signed in',
    heading: 'You are signed in',
    mood: 'good',
    body: html`${lasts ?? html`<p class="lead">${toDo ?? 'You can go back to your terminal.'}</p>`}
<dl>
${fact('Signed in as', html`<strong><bdi>${breakable(who)}</bdi></strong>`)}
${fact('Provider', code(issuer))}
${fact('Role', code(role))}
${fact('Account', code(account))}
${fact('Profile', code(profile))}
${fact(files.length > 1 ? 'Files written' : 'File written', fileList(files))}
</dl>
${next.length > 0 ? html`<h2>What to type next</h2>\n${next.map(command)}` : undefined}
<footer><p class="soft">This window may be closed. The page came from your own machine, and nothing in it goes anywhere.</p></footer>`,
  });
}

function fact(name: string, value: HtmlValue): HtmlValue {
  return value && html`<dt>${name}</dt><dd>${value}</dd>\n`;
}

function code(text: string | undefined): HtmlValue {
  return text && html`<code>${breakable(text)}</code>`;
}

function fileList(files: readonly string[]): HtmlValue {
  if (files.length < 2) return code(files[0]);
  return html`<ul>${files.map((file) => html`<li>${code(file)}</li>`)}</ul>`;
}
