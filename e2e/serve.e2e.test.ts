import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { forgeHostileTokens } from '@drawbridge/testing';
import { decodeJwt, decodeProtectedHeader, exportSPKI, importJWK, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ACCEPTED,
  type Answer,
  exchangeArguments,
  getJson,
  GRANTED,
  ISSUER,
  type Jwks,
  post,
  postToken,
  readyAt,
  serveExchange,
  type ServedExchange,
} from './support/exchange.ts';
import { createStage } from './support/stage.ts';
import { startUpstream, type Upstream } from './support/upstream.ts';

const stage = createStage();
afterAll(() => stage.clear());

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

let upstream: Upstream;
let served: ServedExchange;
let data: string;
/** Every token that was sent or received: none of them may be in any output. */
const secrets: string[] = [];

beforeAll(async () => {
  upstream = await startUpstream(stage, ACCEPTED);
  data = await stage.folder();
  served = await serveExchange(stage, upstream.issuer, data);
});

async function goodToken(): Promise<string> {
  const token = await upstream.issue();
  secrets.push(token);
  return token;
}

/** Whatever came before, the next good request is served. */
async function expectServed(): Promise<string> {
  const { status, text } = await postToken(served.url, await goodToken());
  expect({ status, error: status === 200 ? '' : text }).toEqual({ status: 200, error: '' });
  secrets.push(text);
  return text;
}

interface Refusal {
  readonly error: string;
  readonly error_description: string;
  readonly code: string;
}

function isOfUpstream(token: string): boolean {
  return decodeJwt(token).iss === upstream.issuer;
}

/** RFC 6749 section 5.2, and our code. */
function refusalOf({ status, headers, text }: Answer): Refusal & { readonly status: number } {
  expect(headers.get('content-type')).toBe('application/json');
  expect(headers.get('cache-control')).toBe('no-store');
  const body = JSON.parse(text) as Refusal;
  expect(Object.keys(body)).toEqual(['error', 'error_description', 'code']);
  expect(body.error_description).toMatch(/^[A-Z].*[.?}]$/);
  return { status, ...body };
}

describe('drawbridge serve exchange', () => {
  test('prints its one rule, and where it listens', () => {
    const { command, url } = served;
    expect(command.stderr()).toContain(
      [
        'rule command-line',
        `  when  iss = ${JSON.stringify(upstream.issuer)}`,
        `  then  aud = "${GRANTED}", for 600 seconds at most`,
        '  copy  sub and nothing else',
      ].join('\n'),
    );
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
    expect(command.stdout()).toBe('');
  });

  test('takes JSON, a form and the bare token', async () => {
    const token = await goodToken();
    const form = new URLSearchParams({ token, alg: 'RS256' }).toString();
    for (const [type, body] of [
      [JSON_TYPE, JSON.stringify({ token })],
      [JSON_TYPE, JSON.stringify({ token, alg: 'RS256' })],
      [`${JSON_TYPE}; charset=utf-8`, JSON.stringify({ token })],
      [FORM_TYPE, form],
      ['application/jwt', token],
      ['application/jwt', `${token}\n`],
    ] as const) {
      const { status, headers, text } = await post(served.url, type, body);
      expect([status, headers.get('content-type')]).toEqual([200, 'application/jwt']);
      expect(headers.get('cache-control')).toBe('no-store');
      const claims = decodeJwt(text);
      expect(claims).toMatchObject({ iss: ISSUER, sub: 'alice', aud: GRANTED });
      expect(Object.keys(claims).toSorted()).toEqual(
        ['aud', 'exp', 'iat', 'iss', 'jti', 'nbf', 'sub'].toSorted(),
      );
      secrets.push(text);
    }
  });

  test('answers JSON with the members of RFC 8693 to who asks for it', async () => {
    const { status, headers, text } = await post(
      served.url,
      'application/jwt',
      await goodToken(),
      JSON_TYPE,
    );
    expect([status, headers.get('content-type')]).toEqual([200, JSON_TYPE]);
    const answer = JSON.parse(text) as Record<string, unknown>;
    expect(answer).toEqual({
      access_token: expect.any(String),
      issued_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      token_type: 'N_A',
      expires_in: expect.any(Number),
    });
    // The upstream token ends in 300 seconds, before the rule's 600.
    expect(answer['expires_in']).toBeGreaterThan(290);
    expect(answer['expires_in']).toBeLessThanOrEqual(300);
    secrets.push(String(answer['access_token']));
  });

  test('publishes the six members of discovery', async () => {
    expect(await getJson(`${served.url}/.well-known/openid-configuration`)).toEqual({
      issuer: ISSUER,
      jwks_uri: `${ISSUER}/.well-known/jwks.json`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      claims_supported: ['aud', 'exp', 'iat', 'iss', 'jti', 'nbf', 'sub'],
    });
  });

  test('publishes public members of its keys and no others', async () => {
    const { keys } = await getJson<Jwks>(`${served.url}/.well-known/jwks.json`);
    expect(keys.map((key) => Object.keys(key).toSorted())).toEqual([
      ['alg', 'e', 'kid', 'kty', 'n', 'use'],
    ]);
    expect(decodeProtectedHeader(await expectServed()).kid).toBe(keys[0]?.kid);
  });

  test('serves 200 callers at once, and mints a token for each', async () => {
    const token = await goodToken();
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => postToken(served.url, token)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ text }) => decodeJwt(text).jti)).size).toBe(200);
  });
});

describe('bad input is refused, and the next good request is served', () => {
  const MB = 'x'.repeat(1_000_000);
  const quoted = (value: unknown) => JSON.stringify({ token: value });

  test.each<[name: string, type: string | undefined, body: string | undefined, expected: object]>([
    ['no body, as JSON', JSON_TYPE, undefined, { status: 400, code: 'body_missing' }],
    ['no body, as a form', FORM_TYPE, undefined, { status: 400, code: 'body_missing' }],
    ['no body, as a token', 'application/jwt', undefined, { status: 400, code: 'body_missing' }],
    ['no type at all', undefined, 'x', { status: 415, code: 'media_type_unsupported' }],
    ['a wrong type', 'text/plain', 'x', { status: 415, code: 'media_type_unsupported' }],
    ['a wrong type, 1 MB', 'text/plain', MB, { status: 415, code: 'media_type_unsupported' }],
    ['1 MB of JSON', JSON_TYPE, quoted(MB), { status: 413, code: 'body_too_large' }],
    ['1 MB of form', FORM_TYPE, `token=${MB}`, { status: 413, code: 'body_too_large' }],
    ['1 MB of token', 'application/jwt', MB, { status: 413, code: 'body_too_large' }],
    ['broken JSON', JSON_TYPE, '{"token":', { status: 400, code: 'body_malformed' }],
    ['JSON that is a list', JSON_TYPE, '[]', { status: 400, code: 'body_malformed' }],
    ['JSON null', JSON_TYPE, 'null', { status: 400, code: 'body_malformed' }],
    ['no token', JSON_TYPE, '{}', { status: 400, code: 'parameter_missing' }],
    ['token null', JSON_TYPE, quoted(null), { status: 400, code: 'parameter_invalid' }],
    ['token a list', JSON_TYPE, quoted(['a.b.c']), { status: 400, code: 'parameter_invalid' }],
    ['token a number', JSON_TYPE, quoted(1), { status: 400, code: 'parameter_invalid' }],
    ['token an object', JSON_TYPE, quoted({}), { status: 400, code: 'parameter_invalid' }],
    ['token empty', JSON_TYPE, quoted(''), { status: 400, code: 'parameter_missing' }],
    ['no token in a form', FORM_TYPE, 'alg=RS256', { status: 400, code: 'parameter_missing' }],
    ['two tokens', FORM_TYPE, 'token=a&token=b', { status: 400, code: 'parameter_invalid' }],
    [
      'an algorithm that nobody has',
      FORM_TYPE,
      'token=a.b.c&alg=HS256',
      { status: 400, code: 'algorithm_unavailable' },
    ],
  ])('%s', async (_, type, body, expected) => {
    const refusal = refusalOf(await post(served.url, type, body));
    expect(refusal).toMatchObject({ ...expected, error: 'invalid_request' });
    await expectServed();
  });

  test('bytes that are not UTF-8', async () => {
    const body = new Uint8Array([0x7b, 0xff, 0x7d]);
    expect(refusalOf(await post(served.url, JSON_TYPE, body))).toMatchObject({
      status: 400,
      code: 'body_malformed',
    });
    await expectServed();
  });

  test("GitLab's JSON without quotes around the token, naming what is missing", async () => {
    const body = `{"token": ${await goodToken()}}`;
    const refusal = refusalOf(await post(served.url, JSON_TYPE, body));
    expect(refusal).toMatchObject({ status: 400, code: 'body_malformed' });
    expect(refusal.error_description).toMatch(/token.* no quotes/);
    await expectServed();
  });

  test('an HMAC keyed with our own public key, in each spelling', async () => {
    const { keys } = await getJson<{ keys: JWK[] }>(`${served.url}/.well-known/jwks.json`);
    const [jwk = {}] = keys;
    const pem = await exportSPKI((await importJWK(jwk, 'RS256')) as CryptoKey);
    for (const secret of [pem, pem.trim(), JSON.stringify(jwk), jwk.n ?? '']) {
      const token = await new SignJWT(upstream.claims())
        .setProtectedHeader({ alg: 'HS256', kid: String(jwk.kid) })
        .sign(new TextEncoder().encode(secret));
      secrets.push(token);
      expect(refusalOf(await postToken(served.url, token))).toMatchObject({
        status: 400,
        error: 'invalid_request',
        code: 'algorithm_not_allowed',
      });
    }
    await expectServed();
  });

  test('our own token, taken for an upstream one', async () => {
    expect(refusalOf(await postToken(served.url, await expectServed()))).toMatchObject({
      status: 400,
      code: 'issuer_unknown',
    });
  });

  test('every token of the forge', async () => {
    const forged = await forgeHostileTokens(upstream);
    // White space around a token is a caller's slip, which the exchange forgives.
    const hostile = forged
      .filter(({ token }) => token.trim() === token && token !== '')
      // Some spellings of an issuer differ from it only where that is at an https address.
      .filter(({ token, code }) => code !== 'issuer_unknown' || !isOfUpstream(token));
    expect(hostile.length).toBeGreaterThan(100);
    for (const { name, token, code } of hostile) {
      secrets.push(token);
      // In JSON, for some of them could not travel as they are.
      const answer = await post(served.url, JSON_TYPE, quoted(token));
      const tooLarge = token.length > 64 * 1024;
      const expected = tooLarge ? [413, 'body_too_large'] : [400, code];
      expect([name, answer.status]).toEqual([name, expected[0]]);
      const refusal = refusalOf(answer);
      expect([name, refusal.error, refusal.code]).toEqual([name, 'invalid_request', expected[1]]);
      await expectServed();
    }
  });

  test.each([
    ['GET', '/token', 405],
    ['PUT', '/token', 405],
    ['GET', '/', 404],
    ['POST', '/token/', 404],
  ])('%s %s', async (method, path, status) => {
    const reply = await fetch(served.url + path, { method });
    expect(reply.status).toBe(status);
    expect(Object.keys((await reply.json()) as object)).toEqual([
      'error',
      'error_description',
      'code',
    ]);
    await expectServed();
  });
});

test('an upstream that is down is a 502; once it is back, the next good request is served', async () => {
  const elsewhere = await startUpstream(stage, ACCEPTED);
  await elsewhere.stopListening();
  const { command, url } = await serveExchange(stage, elsewhere.issuer, await stage.folder());
  await command.waitFor('stderr', /upstream keys not fetched/);
  const token = await elsewhere.issue();
  secrets.push(token);
  for (let attempt = 0; attempt < 3; attempt++) {
    const answer = await postToken(url, token);
    expect(refusalOf(answer)).toMatchObject({
      status: 502,
      error: 'temporarily_unavailable',
      code: 'upstream_unreachable',
    });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  await elsewhere.listenAgain();
  expect((await postToken(url, token)).status).toBe(200);
  await command.stop();
});

test('exchanges the tokens of a real OpenID provider', async () => {
  const home = await stage.folder();
  const dev = await stage.start(['dev', '--json', '--data', home, '--listen', '127.0.0.1:0']);
  const [line] = await dev.waitFor('stdout', /^.*\n/);
  const { upstreamIssuer, upstreamToken, issuer } = JSON.parse(line) as Readonly<
    Record<'upstreamIssuer' | 'upstreamToken' | 'issuer', string>
  >;
  const command = await stage.start([
    ...exchangeArguments(upstreamIssuer, await stage.folder()),
    '--accept-audience',
    issuer,
  ]);
  const url = await readyAt(command);
  const { status, text } = await postToken(url, upstreamToken);
  expect(status).toBe(200);
  expect(decodeJwt(text)).toMatchObject({
    iss: ISSUER,
    sub: 'project_path:acme/web:ref_type:branch:ref:main',
    aud: GRANTED,
  });
  expect(await command.stop('SIGINT')).toEqual({ code: 0, signal: null });
  // The last line is not lost.
  expect(command.stderr()).toMatch(/event="exchange stopping" signal=SIGINT\n/);
  expect(command.stderr()).toMatch(/level=info event="exchange stopped" ms=\d+ cutOff=0\n$/);
  // Not among the secrets: `dev --json` prints this one, as it should.
  expect(command.stderr()).not.toContain(upstreamToken.split('.')[1]);
  await dev.stop();
});

test('says nothing of a token or a key in any output', async () => {
  await expectServed();
  const { code } = await served.command.stop().then(() => served.command.exited);
  expect(code).toBe(0);
  const output = stage.output();
  expect(output).toContain('token exchanged');
  expect(output).toContain('call refused');
  const folder = join(data, 'keys');
  const pems = (await readdir(folder)).filter((name) => name.endsWith('.pem'));
  expect(pems).toHaveLength(1);
  for (const name of pems) {
    secrets.push(...(await readFile(join(folder, name), 'utf8')).split('\n'));
  }
  // Parts too: a payload alone is as telling, a signature alone completes one.
  const parts = secrets.flatMap((secret) => secret.split('.')).filter((part) => part.length >= 16);
  expect(parts.length).toBeGreaterThan(500);
  expect([...new Set(parts)].filter((part) => output.includes(part))).toEqual([]);
  // And the search finds what is there.
  expect(output.includes('command-line')).toBe(true);
});
