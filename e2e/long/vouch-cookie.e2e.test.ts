import { headerValues } from '@drawbridge/core';
import {
  createVouchCodec,
  readCookies,
  VOUCH_ALGORITHMS,
  type VouchAlgorithm,
  type VouchSession,
} from '@drawbridge/oauth';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { vouchCookieFields } from '../../packages/gateway/src/vouch/cookie/vouch-cookie-fields.ts';
import { readGorillaSession } from '../../packages/gateway/src/vouch/session/read-gorilla-session.ts';
import { describeWith } from '../../tools/describe-with.ts';
import { finish, start } from '../support/command.ts';
import { buildGo } from '../support/go.ts';
import { createStage } from '../support/stage.ts';

// Those who write and read cookies beside us: the libraries that Vouch Proxy is made with, and PyJWT.

const SECRET = 'a secret of the tests, which has forty-four…';
const SESSIONS: readonly VouchSession[] = [
  {
    username: 'alice@example.com',
    customClaims: undefined,
    accessToken: undefined,
    idToken: undefined,
    refreshToken: undefined,
    audience: 'sub.example.com,example.com',
    expiresAt: 4_102_444_800,
    issuer: 'Vouch',
  },
  {
    username: 'josé',
    customClaims: {
      name: 'Zoë 👩‍🚀 <b>&"\'\u2028',
      groups: ['staff', 'ops'],
      'http://www.example.com/number': 0.5,
      big: 1e21,
      whole: 12_345_678,
      admin: true,
      none: null,
      nested: { a: [1, { b: 'c' }] },
    },
    // What no compression makes small.
    accessToken: randomBytes(3000).toString('base64url'),
    idToken: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.',
    refreshToken: 'https://cilogon.org/oauth2/refreshToken/abc',
    audience: 'example.com',
    expiresAt: 4_102_444_800,
    issuer: 'Ours',
  },
];

/** Both halves of a key as text: of HMAC they are one. */
function keysOf(algorithm: VouchAlgorithm): { readonly own: string; readonly others: string } {
  if (algorithm.startsWith('HS')) return { own: SECRET, others: SECRET };
  const curves: Partial<Record<VouchAlgorithm, string>> = {
    ES256: 'P-256',
    ES384: 'P-384',
    ES512: 'P-521',
  };
  const curve = curves[algorithm];
  const { publicKey, privateKey } =
    curve === undefined
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: curve });
  return {
    own: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    others: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/** Every algorithm, with every session, compressed and not. */
const CASES = VOUCH_ALGORITHMS.flatMap((algorithm) => {
  const { own, others } = keysOf(algorithm);
  const key = own === others ? { secret: own } : { publicKey: others, privateKey: own };
  return [true, false].flatMap((compress) =>
    SESSIONS.map((session) => ({ algorithm, compress, session, own, others, key })),
  );
});

/** The claims by the names that they have in the JWT. */
function claimsOf(session: VouchSession) {
  return {
    username: session.username,
    CustomClaims: session.customClaims ?? null,
    PAccessToken: session.accessToken ?? '',
    PIdToken: session.idToken ?? '',
    ...(session.refreshToken !== undefined && { PRefreshToken: session.refreshToken }),
    aud: session.audience,
    exp: session.expiresAt,
    iss: session.issuer,
  };
}

/** What a browser sends back of the fields that set a value. */
function throughBrowser(value: string): string {
  const settings = {
    name: 'VouchCookie',
    domain: 'example.com',
    secure: true,
    httpOnly: true,
    maxAge: 14_400,
    sameSite: undefined,
  };
  const fields = vouchCookieFields(settings, value, { domain: undefined, cookies: [] });
  const sent = fields.map(([, text]) => text.slice(0, text.indexOf(';'))).join('; ');
  const call = { headers: [['cookie', sent]] as const };
  const [found = ''] = readCookies(headerValues(call, 'cookie'), settings.name);
  return found;
}

async function ask(program: string, args: readonly string[], list: unknown): Promise<unknown[]> {
  const asked = start(program, args, { stdin: JSON.stringify(list) });
  const { code, stdout, stderr } = await finish(asked);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as unknown[];
}

/** The cookies that we write, each with what others read it with. */
const written = () =>
  Promise.all(
    CASES.map(async ({ algorithm, compress, session, key, others }) => {
      const value = await createVouchCodec({ algorithm, keys: [key], compress }).encode(session);
      return { algorithm, compress, key: others, value: throughBrowser(value) };
    }),
  );

async function readBack(values: readonly unknown[]): Promise<readonly VouchSession[]> {
  return Promise.all(
    CASES.map(({ algorithm, key }, index) =>
      createVouchCodec({ algorithm, keys: [key] }).decode(throughBrowser(String(values[index]))),
    ),
  );
}

const sessions = CASES.map(({ session }) => session);

describeWith(
  ['golang-go', 'golang-github-golang-jwt-jwt-dev', 'golang-github-gorilla-securecookie-dev'],
  'a Vouch Proxy in Go',
  () => {
    const stage = createStage();
    let program = '';
    beforeAll(async () => {
      program = await buildGo(stage, 'vouch/vouch.go');
    }, 120_000);
    afterAll(() => stage.clear());

    it('reads the cookies that we write, whole and in parts', async () => {
      const found = await ask(program, ['cookies', 'read'], await written());
      const expected = sessions.map((session) => ({ PRefreshToken: '', ...claimsOf(session) }));
      expect(found).toEqual(expected);
    });

    it('writes cookies that we read', async () => {
      const asked = CASES.map(({ algorithm, compress, session, own }) => ({
        ...session,
        fabric: session.refreshToken !== undefined,
        algorithm,
        compress,
        key: own,
      }));
      expect(await readBack(await ask(program, ['cookies', 'write'], asked))).toEqual(sessions);
    });

    it('begins sign-ins that we can end', async () => {
      const session = {
        state: 'Zm9vYmFy',
        requestedUrl: 'https://app.example.com/?a=ü',
        codeVerifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
        tries: 3,
      };
      const { state, requestedUrl, codeVerifier, tries } = session;
      const strings = { state, requestedURL: requestedUrl, codeVerifier, codeChallenge: 'E9Mel' };
      const asked = [
        { name: 'VouchSession', key: SECRET, strings, ints: { [requestedUrl]: tries } },
      ];
      const [value] = await ask(program, ['sessions', 'write'], asked);
      const clock = { now: () => Date.now(), monotonic: () => performance.now() };
      const options = { name: 'VouchSession', key: SECRET, maxAge: 300, clock };
      expect(await readGorillaSession(String(value), options)).toEqual(session);
    });
  },
);

describeWith(['python3-jwt'], 'PyJWT', () => {
  const script = fileURLToPath(new URL('../vouch/vouch.py', import.meta.url));

  it('reads the cookies that we write', async () => {
    expect(await ask('/usr/bin/python3', [script], await written())).toEqual(
      sessions.map(claimsOf),
    );
  });

  it('writes cookies that we read', async () => {
    const asked = CASES.map(({ algorithm, compress, session, own }) => ({
      algorithm,
      compress,
      key: own,
      claims: claimsOf(session),
    }));
    expect(await readBack(await ask('/usr/bin/python3', [script], asked))).toEqual(sessions);
  });
});
