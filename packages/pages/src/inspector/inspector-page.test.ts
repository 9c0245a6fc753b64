import { describe, expect, it } from 'vitest';
import type { InspectorView } from './inspector.ts';
import { inspectorPage, noCookiePage } from './inspector-page.ts';

const CLAIMS = [
  `</pre><script>alert('x')</script>`,
  'javascript:alert(1)',
  'a\r\nSet-Cookie: b\0',
  '\u202Egnp.exe\u2066',
  '👩‍🚀',
];
const BAD = `"><script>alert('x')</script>`;

/** A page on which all that is told is hostile. */
const view = (bad: string): InspectorView => ({
  at: 1_767_225_600,
  showsTokens: false,
  formToken: bad,
  summary: bad,
  warnings: [{ path: [bad], text: bad }],
  layers: [
    {
      path: [bad, bad],
      title: bad,
      about: bad,
      facts: [{ name: bad, value: bad }],
      header: [{ name: bad, text: bad }],
      claims: [
        {
          name: bad,
          text: bad,
          time: 1_767_229_200,
          clock: bad,
          about: bad,
          scope: bad,
          source: bad,
        },
      ],
      signature: { state: 'forged', algorithm: bad, why: bad },
      steps: [{ does: bad, input: bad, line: bad }],
    },
  ],
});

describe.each([
  ['the inspector', inspectorPage(view(BAD))],
  ['the inspector with tokens', inspectorPage({ ...view(BAD), showsTokens: true })],
  ['no cookie', noCookiePage(BAD)],
  ['no cookie, with a way to sign in', noCookiePage(BAD, `https://a.test/login?${BAD}`)],
])('the page of %s', (_, { html, contentSecurityPolicy }) => {
  it('loads nothing, and allows nothing but what is in it', () => {
    expect(html).not.toMatch(
      /<(?:img|iframe|object|script src|link rel="stylesheet)\b|url\(|@import/,
    );
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:|connect-src/);
    expect(contentSecurityPolicy.split('; ')).toEqual(
      expect.arrayContaining(["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"]),
    );
    expect(contentSecurityPolicy.match(/'sha256-[^']+'/g)).toHaveLength(
      (html.match(/<(?:style|script)>/g) ?? []).length,
    );
  });

  it('shows what it is told as text', () => {
    expect(html).not.toContain('<script>alert');
    expect(html.replaceAll('<wbr>', '')).toContain('&quot;&gt;&lt;script&gt;');
  });

  it('has one heading of the first rank, and no id twice', () => {
    expect(html.match(/<h1>/g)).toHaveLength(1);
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

it.each(CLAIMS)('shows the claim %j where nothing is run, followed or turned around', (claim) => {
  const { html } = inspectorPage(view(claim));
  expect(html.match(/<script>/g)).toHaveLength(1);
  expect(html).not.toMatch(/<a\b|href="(?!data:image\/svg)/);
  expect(html).not.toMatch(/[\0\r\u202a-\u202e\u2066-\u2069]/);
  if (claim === '👩‍🚀') expect(html).toContain(claim);
});

it('has a button where tokens are masked, and a way back where they are not', () => {
  const { formToken: _, ...rest } = view('x');
  expect(inspectorPage(view('x')).html).toContain('<button>Show the tokens</button>');
  const shown = inspectorPage({ ...rest, showsTokens: true }).html;
  expect(shown).not.toContain('<button');
  expect(shown).toContain('<a class="go" href="?">');
});

it('stays below 60 KB, and says what it left out', () => {
  const layers = Array.from({ length: 60 }, () => view('x'.repeat(200)).layers).flat();
  const { html } = inspectorPage({ ...view('x'), layers });
  expect(Buffer.byteLength(html)).toBeLessThan(60_000);
  expect(html).toMatch(/\d+ more layers do not fit on a page/);
});

it('is not as long as warnings may be, and says that some were left out', () => {
  const warnings = Array.from({ length: 60 }, () => ({ path: ['x'.repeat(900)], text: 'x' }));
  const { html } = inspectorPage({ ...view('x'), warnings });
  expect(Buffer.byteLength(html)).toBeLessThan(40_000);
  expect(html).toMatch(/\d+ more warnings do not fit on a page/);
  const huge = { path: ['x'.repeat(100_000)], text: 'x' };
  const { html: one } = inspectorPage({
    ...view('x'),
    warnings: [huge, ...view('shown').warnings],
  });
  expect(one).toContain('1 more warning does not fit on a page');
  expect(one).toContain('shown');
});
