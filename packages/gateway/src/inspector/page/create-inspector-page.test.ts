import { runInNewContext } from 'node:vm';
import { type Call, createSealer, type HeaderField } from '@drawbridge/core';
import { replyText, testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import {
  accessToken,
  ADA,
  clock,
  cookieOf,
  idToken,
  inParts,
  refreshToken,
  SECRET,
  verifier,
} from '../inspector.fixture.ts';
import { showClock } from '../inspection/show-clock.ts';
import { createInspectorPage } from './create-inspector-page.ts';

const OPENS: readonly HeaderField[] = [
  ['sec-fetch-mode', 'navigate'],
  ['sec-fetch-dest', 'document'],
];
const OWN: readonly HeaderField[] = [['sec-fetch-site', 'same-origin'], ...OPENS];
const value = await cookieOf();
const COOKIE = `theme=dark; VouchCookie=${value}`;
const TOKENS = [value, idToken, accessToken, refreshToken];

const page = createInspectorPage({
  cookieName: 'VouchCookie',
  sealer: createSealer(['x'.repeat(32)]),
  vouchKeys: [{ secret: SECRET }],
  verifier,
  clock,
});

const get = (cookie = COOKIE, headers: readonly HeaderField[] = OPENS): Call =>
  testCall({ method: 'GET', target: '/inspect', headers: [['cookie', cookie], ...headers] });
const post = (form: string, cookie = COOKIE, headers = OWN): Call =>
  testCall({
    method: 'POST',
    target: '/inspect',
    headers: [
      ['cookie', cookie],
      ['content-type', 'application/x-www-form-urlencoded'],
      ...headers,
    ],
    body: new URLSearchParams({ form }).toString(),
  });
const textOf = async (call: Call) => replyText(await page.show(call));
const tokenOf = async (cookie = COOKIE) =>
  /name="form" value="([^"]+)"/.exec(await textOf(get(cookie)))?.[1] ?? '';

describe('tokens are not shown', () => {
  it('by the page as it is opened', async () => {
    const html = (await textOf(get())).replaceAll('<wbr>', '');
    for (const token of TOKENS) expect(html).not.toContain(token);
    expect(html).not.toContain(SECRET);
    expect(html).toContain('ada@<wbr>example.<wbr>edu'.replaceAll('<wbr>', ''));
  });

  it.each([
    ['without its token', ''],
    ['with a token that was made up', 'v1.abcdefghijk.AAAA'],
  ])('by a form %s', async (_, form) => {
    const reply = await page.reveal(post(form));
    expect(reply.status).toBe(400);
    for (const token of TOKENS)
      expect(replyText(reply).replaceAll('<wbr>', '')).not.toContain(token);
  });

  it('by a form of the page of another cookie', async () => {
    const other = `VouchCookie=${await cookieOf({ ...ADA, username: 'bob' })}`;
    expect((await page.reveal(post(await tokenOf(other)))).status).toBe(400);
  });

  it.each([
    ['another site', [['sec-fetch-site', 'cross-site'], ...OPENS]],
    ['a host below the same domain', [['sec-fetch-site', 'same-site'], ...OPENS]],
    ['a browser that does not say where it comes from', []],
    ['a browser that says it twice', [['sec-fetch-site', 'same-origin'], ...OWN]],
    [
      'a frame',
      [
        ['sec-fetch-site', 'same-origin'],
        ['sec-fetch-mode', 'navigate'],
        ['sec-fetch-dest', 'iframe'],
      ],
    ],
    [
      'a script',
      [
        ['sec-fetch-site', 'same-origin'],
        ['sec-fetch-mode', 'cors'],
        ['sec-fetch-dest', 'empty'],
      ],
    ],
  ] as const)('by a form of %s, though it knew the token', async (_, headers) => {
    expect((await page.reveal(post(await tokenOf(), COOKIE, [...headers]))).status).toBe(400);
  });

  it('once there is no cookie any more', async () => {
    expect((await page.reveal(post(await tokenOf(), 'theme=dark'))).status).toBe(400);
  });
});

it('shows them to whoever pressed the button of the page of that cookie', async () => {
  const reply = await page.reveal(post(await tokenOf()));
  expect(reply.status).toBe(200);
  const html = replyText(reply).replaceAll('<wbr>', '');
  for (const token of TOKENS.slice(1)) expect(html).toContain(token);
  expect(html).not.toContain(SECRET);
});

it('shows nothing to a script, not even masked', async () => {
  const asked: HeaderField[] = [
    ['sec-fetch-mode', 'cors'],
    ['sec-fetch-dest', 'empty'],
  ];
  expect(await textOf(get(COOKIE, asked))).not.toContain('Ada');
});

it.each([
  ['shown', () => page.show(get())],
  ['without a cookie', () => page.show(get('theme=dark'))],
  ['refused', () => page.reveal(post('x'))],
  ['revealed', async () => page.reveal(post(await tokenOf()))],
])('is kept by nobody, and read by no other site: %s', async (_, ask) => {
  const { headers } = await ask();
  const fields = Object.fromEntries(headers);
  expect(fields).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(fields['content-security-policy']).toMatch(
    /^default-src 'none';.*frame-ancestors 'none'$/,
  );
  expect(Object.keys(fields).filter((name) => /^access-control-|^set-cookie$/.test(name))).toEqual(
    [],
  );
});

it('reads parts in any order, and only those of its cookie', async () => {
  const cookies = `${inParts(value, 3).toReversed().join('; ')}; VouchCookieX=eyJhbGciOiJIUzI1NiJ9.e30.AAAA`;
  const html = await textOf(get(cookies));
  expect(html).toContain('in 3 parts');
  expect(html).toContain('class="state verified"');
  expect(html).not.toContain('VouchCookieX');
});

it('says so where there is no cookie', async () => {
  expect(await textOf(get('theme=dark'))).toContain('There is no cookie to look into');
});

it('stays below 60 KB with all tokens', async () => {
  const long = await cookieOf({
    ...ADA,
    customClaims: Object.fromEntries(
      Array.from({ length: 90 }, (_, at) => [`claim${at}`, 'x'.repeat(60)]),
    ),
  });
  const cookie = `VouchCookie=${long}`;
  const reply = await page.reveal(post(await tokenOf(cookie), cookie));
  expect(Buffer.byteLength(replyText(reply))).toBeLessThan(60_000);
});

it.each([`</pre><script>alert(1)</script>`, 'javascript:alert(1)', 'a\r\nb\0', '\u202Etxt'])(
  'shows the claim %j as text',
  async (claim) => {
    const cookie = `VouchCookie=${await cookieOf({ ...ADA, username: claim, customClaims: { [claim]: claim } })}`;
    const html = await textOf(get(cookie));
    expect(html.match(/<script>/g)).toHaveLength(1);
    expect(html).not.toMatch(/href="(?!data:image\/svg)|[\0\r\u202e]/);
  },
);

it('keeps clocks going in the words that it told them in', async () => {
  const script = /<script>([\s\S]*)<\/script>/.exec(await textOf(get()))?.[1] ?? '';
  const clocks = [
    ...Array.from({ length: 70 }, (_, at) => at),
    3_599,
    3_600,
    86_399,
    172_800,
    1e9,
  ].flatMap((seconds) =>
    [seconds, -seconds].map((away) => ({
      away,
      textContent: 'x',
      dataset: { until: `${away + 1_000}` },
    })),
  );
  let tick: () => void = () => undefined;
  let at = 0;
  runInNewContext(script, {
    document: {
      querySelectorAll: () => clocks,
      querySelector: () => ({ dataset: { now: '1000' } }),
    },
    performance: { now: () => at },
    setInterval: (run: () => void) => {
      tick = run;
    },
  });
  for (at of [0, 5_000]) {
    tick();
    for (const { away, textContent } of clocks)
      expect(textContent).toBe(showClock(away - at / 1000));
  }
});
