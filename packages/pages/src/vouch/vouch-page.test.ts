import { describe, expect, it } from 'vitest';
import { VOUCH_ASSETS } from './vouch-assets.ts';
import { vouchPage } from './vouch-page.ts';

describe('vouchPage', () => {
  it('escapes whatever is said', () => {
    const evil = '</h1><script>alert(1)</script>"\'';
    const { html } = vouchPage({
      title: evil,
      mood: 'bad',
      what: [evil, evil],
      next: [evil, evil],
      goOn: { href: evil, label: evil },
      links: [evil, `https://x.test/"${evil}`],
      button: evil,
      code: evil,
    });
    expect(html).not.toContain('<script>');
    expect(html).not.toContain(`/"<`);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.test',
    '/\\evil.test',
    'vbscript:x',
    'x',
  ])('shows %s, and makes no link of it', (link) => {
    const { html } = vouchPage({ title: 'x', mood: 'calm', what: [], links: [link] });
    expect(html).not.toContain('<a ');
  });

  it.each(['https://app.example.com/a?b=c&d', 'http://x.test/', '/auth/x/?code=1'])(
    'links to %s',
    (link) => {
      const { html } = vouchPage({ title: 'x', mood: 'calm', what: [], links: [link] });
      expect(html).toContain(`<a href="${link.replaceAll('&', '&amp;')}">`);
    },
  );

  it('has what Vouch Proxy has as its title and its heading, and says what to do', () => {
    const { html } = vouchPage({
      title: '400 Bad Request',
      mood: 'bad',
      what: ['It is wrong.'],
      next: ['Try again.'],
      code: 'parameter_invalid',
    });
    expect(html).toContain('<title>400 Bad Request');
    expect(html).toContain('<h1>400 Bad Request</h1>');
    expect(html).toContain('<p>Try again.</p>');
    expect(html).toContain('<code>parameter_invalid</code>');
  });

  it('lets nothing run, and posts nowhere without a button', () => {
    const page = vouchPage({ title: 'x', mood: 'calm', what: [] });
    expect(page.contentSecurityPolicy).toContain("default-src 'none'");
    expect(page.contentSecurityPolicy).toContain("form-action 'none'");
    const asking = vouchPage({ title: 'x', mood: 'calm', what: [], button: 'Sign out' });
    expect(asking.contentSecurityPolicy).toContain("form-action 'self'");
    expect(asking.html).toContain('<form method="post">');
  });
});

describe('VOUCH_ASSETS', () => {
  it('are a style sheet and a picture', () => {
    expect(VOUCH_ASSETS.style).toContain('{');
    expect(VOUCH_ASSETS.sign).toMatch(/^<svg [^>]*>.*<\/svg>$/);
  });
});
