import { describe, expect, it } from 'vitest';
import { foreignCallbackPage } from './foreign-callback.ts';
import { handOnPage } from './hand-on.ts';
import { signedInPage } from './signed-in.ts';
import { signInFailedPage } from './sign-in-failed.ts';

const BAD = `"><script>alert('x')</script>`;

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
};
const all = { ...hostile, foreign: foreignCallbackPage(), 'handing on': handOnPage() };

describe.each(Object.entries(all))('the page %s', (_, { html, contentSecurityPolicy }) => {
  it('loads nothing, and leads nowhere', () => {
    expect(html).not.toMatch(/<(?:a|img|iframe|object|script src|link rel="stylesheet)\b/);
    expect(html).not.toMatch(/\b(?:href|src|action)="(?!data:image\/svg)/);
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

describe.each(Object.entries(hostile))('the page %s', (_, { html }) => {
  it('shows what it is told as text', () => {
    expect(html).not.toContain('<script');
    expect(html.replaceAll('<wbr>', '')).toContain(
      '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;',
    );
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
