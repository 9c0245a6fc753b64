import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { createSealer, DrawbridgeError } from '@drawbridge/core';
import { createVouchCodec } from '@drawbridge/oauth';
import { createLogRecorder, replyJson, replyText, testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { STEP_PATHS } from './api/steps.ts';
import { createInspector } from './create-inspector.ts';
import { COOKIE, createDemo, readGolden, SECRET } from './demo.fixture.ts';
import { accessToken } from './inspector.fixture.ts';

const LOGIN = 'Login required: https://127.0.0.1:8443/login';

describe('answers 401, and says why, to', () => {
  const cases: [string, (demo: Demo) => Promise<string> | string, string][] = [
    ['text', () => 'no cookie of Vouch', 'token_malformed'],
    ['the value that clears it', () => 'delete', 'token_malformed'],
    ['markup', () => '<script>alert(1)</script>', 'token_malformed'],
    ['an address', () => 'javascript:alert(1)', 'token_malformed'],
    ['control characters', () => 'a\r\nset-cookie: x=y\u0000', 'token_malformed'],
    ['pictures', () => '😀'.repeat(20), 'token_malformed'],
    ['a bomb', () => pack(Buffer.alloc(30_000_000)), 'token_too_large'],
    ['a huge value', () => 'A'.repeat(1_000_000), 'token_too_large'],
    ['gzip that breaks off', ({ value }) => value.slice(0, 200), 'token_malformed'],
    [
      'one that is signed with another secret',
      (demo) => forge(demo, 'x'.repeat(44)),
      'signature_invalid',
    ],
    ['one that is not signed', (demo) => unsigned(demo), 'algorithm_not_allowed'],
    [
      'one that is signed otherwise',
      ({ session, clock }) =>
        createVouchCodec({ algorithm: 'HS512', keys: [{ secret: SECRET }], clock }).encode(session),
      'algorithm_not_allowed',
    ],
    [
      'one that has expired',
      ({ session, codec }) => codec.encode({ ...session, expiresAt: 1_647_474_700 }),
      'token_expired',
    ],
  ];

  it.each(cases)('%s', async (_, make, code) => {
    const demo = await createDemo();
    const value = await make(demo);
    for (const path of STEP_PATHS) {
      const reply = await demo.ask(path, [`${COOKIE}=${value}`]);
      expect(reply.status).toBe(401);
      expect(reply.headers).toContainEqual(['x-error', LOGIN]);
      expect(replyJson(reply)).toEqual({
        errors: [{ code, details: LOGIN, message: 'Unauthorized', reason: expect.any(String) }],
        size: 1,
        status: 401,
        type: 'error',
      });
    }
  });

  it('nobody, as the demo does', async () => {
    const { ask, value } = await createDemo();
    const golden = await readGolden('unauthorized');
    const parts = Array.from({ length: 10_000 }, (_, at) => `${COOKIE}_${at + 1}of10000=${value}`);
    for (const cookies of [[], [''], ['other=x'], [parts.join('; ')], [`${COOKIE}=`]]) {
      for (const path of STEP_PATHS) {
        const reply = await ask(path, cookies);
        expect([reply.status, replyText(reply)]).toEqual([401, golden]);
      }
    }
  });

  it('one that was ended', async () => {
    const { ask, value } = await createDemo({ isRevoked: async () => true });
    const reply = await ask(STEP_PATHS[1], [`${COOKIE}=${value}`]);
    expect(reply.status).toBe(401);
    expect(replyText(reply)).toContain('token_revoked');
    expect(replyText(reply)).not.toContain('ada');
  });
});

it('shows nothing where it cannot be said whether a cookie was ended', async () => {
  const isRevoked = () => Promise.reject(new DrawbridgeError('store_unavailable'));
  const { ask, value } = await createDemo({ isRevoked });
  const reply = await ask(STEP_PATHS[0], [`${COOKIE}=${value}`]);
  expect(reply.status).toBe(503);
  expect(replyText(reply)).not.toContain(value.slice(0, 20));
});

it('is never at fault by what a Cookie field says (property)', async () => {
  const { ask, value } = await createDemo();
  const piece = fc.oneof(
    fc.constantFrom(
      COOKIE,
      `${COOKIE}=`,
      '_1of2=',
      '_2of2=',
      '; ',
      '=',
      '.',
      value.slice(0, 60),
      'H4sI',
    ),
    fc.string({ unit: anyCharacter, maxLength: 9 }),
  );
  const field = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...STEP_PATHS),
      fc.array(field, { maxLength: 3 }),
      async (path, fields) => {
        expect((await ask(path, fields)).status).toBe(401);
      },
    ),
  );
});

it.each(STEP_PATHS)('answers %s as the demo does, to the byte', async (path) => {
  const { ask, value, session } = await createDemo();
  const golden = (await readGolden(path.slice(1)))
    .replace('THE COOKIE', value)
    .replace('THE ID TOKEN', session.idToken ?? '');
  const reply = await ask(path, [`a=b; ${COOKIE}=${value}`]);
  expect([reply.status, replyText(reply)]).toEqual([200, golden]);
  expect(Object.fromEntries(reply.headers)).toEqual({
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
  });
});

it('has all on one line where that is asked for', async () => {
  const { ask, value } = await createDemo({ indent: 0 });
  const text = replyText(await ask(STEP_PATHS[0], [`${COOKIE}=${value}`]));
  expect(text).toBe(
    `{"data": [{"cookie_name": "${COOKIE}", "cookie_value": "${value}"}], "size": 1, "status": 200, "type": "vouch.cookie.encoded"}`,
  );
});

describe('the cookie', () => {
  it('is read from several', async () => {
    const { ask, value } = await createDemo();
    const [first, second] = [value.slice(0, 700), value.slice(700)];
    const reply = await ask(STEP_PATHS[0], [`${COOKIE}_2of2=${second}; ${COOKIE}_1of2=${first}`]);
    expect(replyText(reply)).toContain(value);
  });

  it('is found beside another of its name', async () => {
    const { ask, value } = await createDemo();
    const reply = await ask(STEP_PATHS[1], [`${COOKIE}=planted; ${COOKIE}=${value}`]);
    expect(reply.status).toBe(200);
  });

  it('has what is in it written as text, whatever it is', async () => {
    const { askAs } = await createDemo();
    const claims = {
      '😀': '</script><b>',
      link: 'javascript:alert(1)',
      cut: 'a\r\nb\u0000',
      none: null,
    };
    const reply = await askAs(STEP_PATHS[1], { customClaims: claims });
    expect(reply.headers.every(([, text]) => /^[\x20-\x7e]*$/.test(text))).toBe(true);
    expect(replyJson(reply)).toMatchObject({
      data: [{ custom_claims: { '😀': '</script><b>', cut: 'a\r\nb\u0000' } }],
    });
    expect(replyText(reply)).not.toContain('none');
  });

  it('has empty texts for tokens that Vouch Proxy does not keep, as it writes them', async () => {
    const { askAs } = await createDemo();
    const kept = { accessToken: undefined, idToken: undefined, refreshToken: undefined };
    const second = replyJson(await askAs(STEP_PATHS[1], kept));
    expect(second).toMatchObject({ data: [{ p_access_token: '', p_id_token: '' }] });
    expect(JSON.stringify(second)).not.toContain('refresh');
    const third = replyJson(await askAs(STEP_PATHS[2], kept));
    expect(third).toEqual({
      data: [{ access_token: '' }],
      size: 1,
      status: 200,
      type: 'cilogon.tokens',
      warnings: [expect.stringContaining('headers.idtoken')],
    });
  });
});

describe('the ID token', () => {
  it('is shown when it has expired, which is said', async () => {
    const { ask, value, clock } = await createDemo();
    clock.advance(3600);
    const reply = replyJson(await ask(STEP_PATHS[3], [`${COOKIE}=${value}`]));
    expect(reply).toMatchObject({
      data: [{ cilogon_identity_token: { email: 'ada@example.edu' } }],
      warnings: ['The ID token expired at 2022-03-17T00:05:42.000Z.'],
    });
  });

  it.each([
    ['of another issuer', { iss: 'https://evil.test' }, 'its issuer are not configured'],
    ['whose signature is not that of its issuer', undefined, 'signature_invalid'],
  ])('%s is shown, and said not to be verified', async (_, claims, said) => {
    const { askAs, issuer, session } = await createDemo();
    const forged = (session.idToken ?? '').replace(/\.[^.]*$/, `.${'A'.repeat(342)}`);
    const idToken = claims === undefined ? forged : await issuer.issue(claims);
    for (const path of [STEP_PATHS[2], STEP_PATHS[3]]) {
      const reply = await askAs(path, { idToken });
      expect(reply.status).toBe(200);
      expect(replyText(reply)).toMatch(/identity_token": \{/);
      expect(replyJson(reply)).toMatchObject({ warnings: [expect.stringContaining(said)] });
      expect(replyText(reply)).toContain('anybody may have written it');
    }
  });

  it('that is none is left out', async () => {
    const { askAs } = await createDemo();
    for (const idToken of ['opaque', 'a.b.c', '<b>']) {
      const reply = await askAs(STEP_PATHS[2], { idToken });
      expect(replyText(reply)).not.toContain('identity_token');
      expect(replyJson(reply)).toMatchObject({
        warnings: [expect.stringContaining('not verified')],
      });
    }
  });

  it('is said not to be verified where its issuer does not answer, and keys are asked for once', async () => {
    const { ask, value, issuer } = await createDemo();
    issuer.goDown();
    const reply = await ask(STEP_PATHS[2], [`${COOKIE}=${value}`]);
    expect(replyJson(reply)).toMatchObject({
      data: [{ identity_token: { email: 'ada@example.edu' } }],
      warnings: [expect.stringContaining('cannot be had')],
    });
    const good = await createDemo();
    for (let count = 0; count < 3; count++)
      await good.ask(STEP_PATHS[2], [`${COOKIE}=${good.value}`]);
    expect(good.issuer.requests.jwks).toBe(1);
  });
});

describe('what a browser is led to', () => {
  it.each(STEP_PATHS)('%s is refused where another site asks for it', async (path) => {
    const { ask, value } = await createDemo();
    const reply = await ask(path, [`${COOKIE}=${value}`], [['Sec-Fetch-Site', 'cross-site']]);
    expect(reply.status).toBe(403);
    expect(replyJson(reply)).toMatchObject({ errors: [{ message: 'Forbidden' }], type: 'error' });
    expect(replyText(reply)).toContain('the page at https://127.0.0.1:8443/ui/.');
    expect(replyText(reply)).not.toContain('ada');
  });

  it('has no leave for another origin', async () => {
    const { ask, value } = await createDemo();
    const reply = await ask(
      STEP_PATHS[0],
      [`${COOKIE}=${value}`],
      [['Origin', 'https://evil.test']],
    );
    expect(reply.headers.filter(([name]) => name.startsWith('access-control-'))).toEqual([]);
  });

  it('is the page, by a relative address', async () => {
    const alone = await createDemo({ isAlone: true });
    for (const path of ['/', '/ui']) {
      const { status, headers } = await alone.ask(path);
      expect([status, new Map(headers).get('location')]).toEqual([303, './ui/']);
    }
    const page = await alone.ask('/ui/');
    expect(replyText(page)).toContain('id="/vouch-proxy/step1_encoded_vouch_cookie_get"');
    expect((await (await createDemo()).ask('/')).status).toBe(404);
  });
});

it('leaves tokens of CILogon in base32, as the demo does, for who sends them on', async () => {
  const { askAs } = await createDemo();
  const reply = await askAs('/step4-fully-decoded-jwt', { accessToken });
  expect(replyJson(reply)).toMatchObject({ data: [{ cilogon_access_token: accessToken }] });
});

it('says which paths it has, and no more are there', async () => {
  const page = { vouchKeys: [], sealer: createSealer(['x'.repeat(32)]) };
  const { inspector, ask } = await createDemo({ page });
  expect(inspector.paths).toEqual([...STEP_PATHS, '/openapi.json', '/ui/', '/ui', '/inspect']);
  expect(replyText(await ask('/inspect'))).toContain('There is no cookie to look into');
  const pressed = testCall({ method: 'POST', target: '/inspect' });
  expect(replyText(await inspector.handle(pressed))).toContain('Nothing is shown');
  for (const path of ['/inspect/', '/step1-encoded-vouch-cookie/', '/swagger.json', '/UI/']) {
    expect(replyJson(await ask(path))).toMatchObject({
      errors: [{ message: 'Not Found' }],
      status: 404,
    });
  }
  const post = await inspector.handle(testCall({ method: 'POST', target: STEP_PATHS[0] }));
  expect([post.status, new Map(post.headers).get('allow')]).toEqual([405, 'GET, HEAD']);
});

it('has nothing of a cookie in its log', async () => {
  const log = createLogRecorder();
  const { ask, value } = await createDemo({ log });
  await ask(STEP_PATHS[2], [`${COOKIE}=${value}`]);
  await ask(STEP_PATHS[2], [`${COOKIE}=${value.slice(0, 300)}`]);
  const told = JSON.stringify(log.entries);
  expect(told).toContain('token_malformed');
  expect(told).not.toContain(value.slice(20, 40));
  expect(told).not.toContain('ada@');
});

it.each([
  '',
  'x',
  '//x',
  'ftp://x',
  'https://a@b',
  'https://x?y',
  'https://x#y',
  'https://x\r\ny',
  'https://ä',
])('takes no server address %j', async (serverUrl) => {
  await expect(createDemo({ serverUrl })).rejects.toThrow(/serverUrl/);
});

it.each([-1, 17, 1.5, Number.NaN])('takes no indentation of %s', (indent) => {
  expect(() => createInspector({ indent } as never)).toThrow(TypeError);
});

it('knows where to sign in below a document root', async () => {
  const { ask } = await createDemo({ serverUrl: 'https://a.test/vouch/' });
  expect(replyText(await ask(STEP_PATHS[0]))).toContain(
    'Login required: https://a.test/vouch/login"',
  );
});

type Demo = Awaited<ReturnType<typeof createDemo>>;

function pack(bytes: string | Buffer): string {
  const text = gzipSync(bytes).toString('base64url');
  return text + '='.repeat(-text.length & 3);
}

function forge({ session, clock }: Demo, secret: string): Promise<string> {
  return createVouchCodec({ keys: [{ secret }], clock }).encode(session);
}

function unsigned({ session }: Demo): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return pack(`${part({ alg: 'none', typ: 'JWT' })}.${part({ username: session.username })}.`);
}
