import { createSealer, type FetchDocument, type HeaderField } from '@drawbridge/core';
import { createVouchCodec } from '@drawbridge/oauth';
import { createTestIssuer, replyText, testCall } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { createInspector } from './create-inspector.ts';
import { createIdTokenVerifier } from './id-tokens/create-id-token-verifier.ts';
import { ADA, clock, cookieOf, SECRET } from './inspector.fixture.ts';

const OPENS: readonly HeaderField[] = [
  ['sec-fetch-mode', 'navigate'],
  ['sec-fetch-dest', 'document'],
  ['sec-fetch-site', 'same-origin'],
];

async function setUp(ended: readonly string[] = []) {
  const issuer = await createTestIssuer({ issuer: 'https://cilogon.org', clock });
  const idToken = await issuer.issue({ sub: 'ada' });
  const fetched: string[] = [];
  const fetchDocument: FetchDocument = (url, options) => {
    fetched.push(url);
    return issuer.fetch(url, options);
  };
  const inspector = createInspector({
    cookieName: 'VouchCookie',
    serverUrl: 'https://vouch.test',
    codec: createVouchCodec({ keys: [{ secret: SECRET }], clock }),
    verifier: createIdTokenVerifier({
      issuers: [{ issuer: 'https://cilogon.org', jwksUri: 'https://cilogon.org/jwks.json' }],
      fetchDocument,
      clock,
    }),
    page: { vouchKeys: [{ secret: SECRET }], sealer: createSealer(['x'.repeat(32)]) },
    isRevoked: async ({ session }) => ended.includes(session.username),
    clock,
  });
  const ask = (target: string, cookie: string, body?: string) =>
    inspector.handle(
      testCall({
        target,
        headers: [
          ['cookie', `VouchCookie=${cookie}`],
          ...OPENS,
          ...(body === undefined
            ? []
            : [['content-type', 'application/x-www-form-urlencoded'] as const]),
        ],
        ...(body !== undefined && { method: 'POST', body }),
      }),
    );
  return { ask, fetched, inspector, cookie: await cookieOf({ ...ADA, idToken }) };
}

const formOf = (html: string) => /name="form" value="([^"]+)"/.exec(html)?.[1] ?? '';

it('shows nothing of a cookie that was ended, however it is asked', async () => {
  const before = await setUp();
  const form = formOf(replyText(await before.ask('/inspect', before.cookie)));
  const { ask, cookie, fetched } = await setUp([ADA.username]);
  const replies = [
    await ask('/step1-encoded-vouch-cookie', cookie),
    await ask('/inspect', cookie),
    await ask('/inspect', cookie, new URLSearchParams({ form }).toString()),
    // With another of its name in front, and written in another way.
    await ask('/inspect', `delete; VouchCookie=${cookie}`),
    await ask('/inspect', await cookieOf(ADA, { compress: false })),
  ];
  for (const reply of replies) {
    expect(reply.status).toBe(401);
    expect(replyText(reply)).toContain('token_revoked');
    expect(replyText(reply).replaceAll('<wbr>', '')).not.toContain(ADA.username);
  }
  expect(fetched).toEqual([]);
});

it('has the page, and a press of its button shows the tokens', async () => {
  const { ask, cookie } = await setUp();
  const html = replyText(await ask('/inspect', cookie));
  expect(html).not.toContain(cookie);
  const reply = await ask(
    '/inspect',
    cookie,
    new URLSearchParams({ form: formOf(html) }).toString(),
  );
  expect(reply.status).toBe(200);
  expect(replyText(reply).replaceAll('<wbr>', '')).toContain(ADA.accessToken);
});

it('leads to it from the page of the steps', async () => {
  const { ask, cookie, inspector } = await setUp();
  expect(replyText(await ask('/ui/', cookie))).toContain('href="../inspect"');
  expect(inspector.paths).toContain('/inspect');
});

it('asks for keys once, for the steps and the page', async () => {
  const { ask, cookie, fetched } = await setUp();
  expect(replyText(await ask('/step3-decoded-cilogon-tokens', cookie))).not.toContain('warnings');
  // That of the cookie, and that of the ID token in it.
  const states = replyText(await ask('/inspect', cookie)).match(/class="state verified"/g);
  expect(states).toHaveLength(2);
  expect(fetched).toEqual(['https://cilogon.org/jwks.json']);
});

it('leads whoever has no cookie to the sign-in, and back', async () => {
  const { inspector } = await setUp();
  const reply = await inspector.handle(testCall({ target: '/inspect', headers: OPENS }));
  expect(replyText(reply)).toContain(
    'href="https://vouch.test/login?url=https%3A%2F%2Fvouch.test%2Finspect"',
  );
});
