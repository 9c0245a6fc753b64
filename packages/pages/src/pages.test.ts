import { describe, expect, it } from 'vitest';
import { chooseProviderPage } from './choose-provider.ts';
import { foreignCallbackPage } from './foreign-callback.ts';
import { handOnPage } from './hand-on.ts';
import { refusedPage } from './refused.ts';
import { signInLoopPage } from './sign-in-loop.ts';
import { accountPage, noAccountPage } from './account.ts';
import { confirmSignOutPage } from './confirm-sign-out.ts';
import { leavingPage } from './leaving.ts';
import { signedInPage } from './signed-in.ts';
import { signedOutPage } from './signed-out.ts';
import { signInFailedPage } from './sign-in-failed.ts';

const BAD = `"><script>alert('x')</script>`;
const ESCAPED = '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;';

const hostile = {
  'signed in': signedInPage({
    who: BAD,
    issuer: BAD,
    role: BAD,
    account: BAD,
    profile: BAD,
    files: [BAD, BAD],
    next: [BAD],
  }),
  'not signed in': signInFailedPage({
    what: BAD,
    next: [BAD, BAD],
    code: BAD,
  }),
  'of the sign-ins': accountPage({
    who: BAD,
    provider: BAD,
    formToken: BAD,
    sessions: [
      { handle: BAD, provider: BAD, createdAt: 0, endsAt: 60, isThis: true },
      { handle: BAD, provider: BAD, createdAt: 0, endsAt: 60, isThis: false },
    ],
  }),
  'sign out?': confirmSignOutPage({ who: BAD }),
};
/** Each leads to where it was told, and no further. */
const leading = {
  leaving: leavingPage(BAD),
  'signed out': signedOutPage({ isAtProvider: false, home: BAD }),
  'without an account': noAccountPage(BAD),
};
const all = {
  ...hostile,
  foreign: foreignCallbackPage(),
  'handing on': handOnPage(),
};
/** Pages of the gateway, which lead on to where they are told, to one address or several. */
const ways = {
  refused: refusedPage({
    heading: BAD,
    what: BAD,
    next: [BAD, BAD],
    who: BAD,
    signOut: BAD,
    goOn: { href: BAD, label: BAD },
    code: BAD,
  }),
  'choose a provider': chooseProviderPage({
    host: BAD,
    providers: [
      { title: BAD, href: BAD, isLast: true },
      { title: BAD, href: BAD, isLast: false },
    ],
  }),
  'sent round in a circle': signInLoopPage({ host: BAD, again: BAD, code: BAD }),
  ...leading,
};

it.each(Object.entries(all))('the page %s leads nowhere', (_, { html }) => {
  expect(html).not.toMatch(/<a\b/);
  expect(html).not.toMatch(/\b(?:href|src|action)="(?!data:image\/svg)/);
});

it.each(Object.entries(ways))(
  'the page %s leads where it was told, and no further',
  (_, { html }) => {
    const addresses = [...html.matchAll(/\b(?:href|src|action)="(?!data:image\/svg)([^"]*)"/g)];
    expect(new Set(addresses.map(([, address]) => address))).toEqual(new Set([ESCAPED]));
  },
);

it.each(Object.entries(leading))('the page %s leads to one address', (_, { html }) => {
  expect(html.match(/\bhref="(?!data:image\/svg)/g)).toHaveLength(1);
});

const every = Object.entries({ ...all, ...ways });

describe.each(every)('the page %s', (_, { html, contentSecurityPolicy }) => {
  it('loads nothing', () => {
    expect(html).not.toMatch(/<(?:img|iframe|object|script src|link rel="stylesheet)\b/);
    expect(html).not.toMatch(/url\(|@import/);
  });

  it('allows nothing but what is in it', () => {
    const policy = contentSecurityPolicy.split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:/);
    expect(contentSecurityPolicy.includes('script-src')).toBe(html.includes('<script'));
    expect(policy).toContain(`form-action ${html.includes('<form') ? "'self'" : "'none'"}`);
  });

  it('says its language, and has one heading', () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html.match(/<h1>/g)).toHaveLength(1);
  });
});

describe.each(Object.entries({ ...hostile, ...ways }))('the page %s', (_, { html }) => {
  it('shows what it is told as text', () => {
    expect(html).not.toContain('<script');
    expect(html.replaceAll('<wbr>', '')).toContain(ESCAPED);
  });
});

it('leaves out what it was not told', () => {
  const { html } = signedInPage({ who: 'Ada', issuer: 'https://id.test' });
  for (const name of ['Role', 'Account', 'Profile', 'File', 'type next', 'undefined']) {
    expect(html).not.toContain(name);
  }
});

it('says that a person is signed in though something failed after it', () => {
  const failed = { what: 'No.', next: ['Again.'], code: 'x' };
  expect(signInFailedPage(failed).html).toContain('<h1>You are not signed in</h1>');
  const { html } = signInFailedPage({ ...failed, isSignedIn: true });
  expect(html).toContain('<h1>You are signed in, but');
  expect(html).not.toContain('ot signed in');
});

it('lists providers as links with a name each, and says which was the last', () => {
  const { html } = chooseProviderPage({
    host: 'app.test',
    providers: [
      { title: 'One', href: '/login?request=r&provider=one', isLast: true },
      { title: 'Two', href: '/login?request=r&provider=two', isLast: false },
    ],
  });
  const items = [...html.matchAll(/<li>(.*)<\/li>/g)].map(([, item]) => item);
  expect(items).toEqual([
    '<a href="/login?request=r&amp;provider=one"><bdi>One</bdi> <span class="soft">last time</span></a>',
    '<a href="/login?request=r&amp;provider=two"><bdi>Two</bdi></a>',
  ]);
  // A link needs no form, and so no other site that one may be answered from.
  expect(html).not.toContain('<form');
});

it('has one thing to do where a sign-in goes on, and none where it does not', () => {
  const refused = { heading: 'No', what: 'No.', next: ['Again.'], code: 'x' };
  expect(refusedPage(refused).html).not.toContain('<a ');
  const { html } = refusedPage({ ...refused, goOn: { href: '/x', label: 'Begin again' } });
  expect(html.match(/<a [^>]*>[^<]*/g)).toEqual(['<a class="go" href="/x">Begin again']);
});

it('ends no session by a button of its own where there is one alone, nor that of this browser twice', () => {
  const session = { handle: 'h', provider: 'p', createdAt: 0, endsAt: 60 };
  const show = (...isThis: boolean[]) =>
    accountPage({
      who: 'Ada',
      provider: 'p',
      formToken: 't',
      sessions: isThis.map((is) => ({ ...session, isThis: is })),
    }).html.match(/<button name="[a-z]+/g);
  expect(show(true)).toEqual(['<button name="this']);
  expect(show(true, false)).toEqual([
    '<button name="this',
    '<button name="handle',
    '<button name="all',
  ]);
});

it('says that a provider may still know somebody, unless it was asked', () => {
  const home = '/';
  expect(signedOutPage({ isAtProvider: false, home }).html).toContain('may still know you');
  expect(signedOutPage({ isAtProvider: true, home }).html).not.toContain('may still know you');
});
