import { breakable } from './breakable.ts';
import { html, type Html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';
import { showTime } from './show-time.ts';

/** One sign-in of a person, in plain text; the page escapes it. */
export interface AccountSession {
  /** What is posted as `handle`, to end it. */
  readonly handle: string;
  /** Times are seconds since the epoch. */
  readonly createdAt: number;
  readonly endsAt: number;
  readonly provider: string;
  /** Whether it is the one that the page is shown in. */
  readonly isThis: boolean;
}

/** Who is signed in and where, in plain text; the page escapes it. */
export interface Account {
  /** As a person would say it: an e-mail address, or a name. */
  readonly who: string;
  readonly provider: string;
  /** The newest first. */
  readonly sessions: readonly AccountSession[];
  /** What is posted as `form`, to show that the button was on this page. */
  readonly formToken: string;
  /** Where the page is that says what is in a session. Default: there is none. */
  readonly inspector?: string | undefined;
}

/**
 * A person's own page. Each button posts `form` to the page's own address, with `handle`, with `this`, or with `all`. It is
 * made on a server, which knows no time zone but its own: times are in UTC.
 */
export function accountPage({ who, provider, sessions, formToken, inspector }: Account): Page {
  return layout({
    title: 'Your sign-ins',
    heading: 'You are signed in',
    mood: 'good',
    form: true,
    body: html`<dl>
<dt>Signed in as</dt><dd><strong><bdi>${breakable(who)}</bdi></strong></dd>
<dt>Provider</dt><dd><bdi>${breakable(provider)}</bdi></dd>
</dl>
<form method="post"><input type="hidden" name="form" value="${formToken}">
<p><button name="this" value="yes">Sign out of this browser</button></p>
<h2>Where you are signed in</h2>
<ul class="rows">
${sessions.map(row)}</ul>
${sessions.length < 2 ? '' : html`<p>If one of them is not yours, end it, and tell whoever runs your apps.</p>\n<p><button name="all" value="yes">Sign out everywhere</button></p>`}
</form>
${inspector === undefined ? undefined : html`<p class="soft"><a href="${inspector}">What is in this session, and what apps are told of you</a></p>`}`,
  });
}

function row({ handle, createdAt, endsAt, provider, isThis }: AccountSession): Html {
  return html`<li><span>${isThis ? html`<strong>This browser</strong><br>` : ''}Since ${showTime(createdAt, 'UTC')}, by <bdi>${breakable(provider)}</bdi><br><span class="soft">Ends ${showTime(endsAt, 'UTC')}</span></span>${isThis ? '' : html`<button name="handle" value="${handle}">Sign out</button>`}</li>\n`;
}

/** The same page where nobody is signed in. @param signIn - where a sign-in begins */
export function noAccountPage(signIn: string): Page {
  return layout({
    title: 'Not signed in',
    heading: 'You are not signed in',
    mood: 'calm',
    body: html`<p class="lead">Here you see who you are signed in as, and where.</p>
<p><a href="${signIn}">Sign in</a>, or open one of your apps: it asks you to.</p>`,
  });
}
