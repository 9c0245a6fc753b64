import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { forgeHostileTokens } from '@drawbridge/testing';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCEPTED, type Answer, GRANTED, ISSUER, post, readyAt } from './support/exchange.ts';
import { createStage } from './support/stage.ts';
import { startUpstream, type Upstream } from './support/upstream.ts';

// What serve.e2e.test.ts shows for the short request, for the two other ways to ask.

const stage = createStage();
afterAll(() => stage.clear());

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';

let upstream: Upstream;
let url: string;
let compatible: string;

beforeAll(async () => {
  upstream = await startUpstream(stage, ACCEPTED);
  [url, compatible] = await Promise.all([serve({}), serve({ compatibility: 'oidc-token-proxy' })]);
});

async function serve(changes: object): Promise<string> {
  const data = await stage.folder();
  const config = join(data, 'drawbridge.yaml');
  const exchange = {
    issuer: ISSUER,
    listen: '127.0.0.1:0',
    upstreams: [{ issuer: upstream.issuer, audiences: [ACCEPTED] }],
    rules: [{ name: 'r', match: { issuer: upstream.issuer }, grant: { audience: GRANTED } }],
    ...changes,
  };
  await writeFile(config, JSON.stringify({ version: 1, data, exchange }));
  return readyAt(await stage.start(['serve', 'exchange', '--config', config]));
}

function formOf(token: string, changes: Readonly<Record<string, string>> = {}): string {
  const fields = { grant_type: GRANT, subject_token: token, subject_token_type: ID_TOKEN };
  return new URLSearchParams({ ...fields, ...changes }).toString();
}

/** Posts a form by the letter of RFC 8693. */
const postForm = (token: string) => post(url, FORM_TYPE, formOf(token));
/** Posts JSON as the scripts for oidc-token-proxy do: `curl --data` calls it a form. */
const postAsBefore = (token: string) => post(compatible, FORM_TYPE, JSON.stringify({ token }));

function codeOf({ text }: Answer): string {
  return (JSON.parse(text) as { readonly code: string }).code;
}

async function expectServed(ask: (token: string) => Promise<Answer>): Promise<void> {
  const { status, text } = await ask(await upstream.issue());
  expect({ status, error: status === 200 ? '' : text }).toEqual({ status: 200, error: '' });
  const token = text.startsWith('{')
    ? (JSON.parse(text) as { readonly access_token: string }).access_token
    : text;
  expect(decodeJwt(token).aud).toBe(GRANTED);
}

/** The tokens of the forge that arrive as they are, whatever carries them. */
async function hostileTokens() {
  const forged = await forgeHostileTokens(upstream);
  const hostile = forged
    // White space around a token is forgiven, an empty one is none.
    .filter(({ token }) => token.trim() === token && token !== '')
    // Some spellings of an issuer differ from it only where that is at an https address.
    .filter(
      ({ token, code }) => code !== 'issuer_unknown' || decodeJwt(token).iss !== upstream.issuer,
    );
  expect(hostile.length).toBeGreaterThan(100);
  return hostile;
}

describe.each([
  ['by the letter of RFC 8693', postForm, 400],
  ['with compatibility: oidc-token-proxy', postAsBefore, 403],
] as const)('a request %s', (_, ask, refused) => {
  test('is refused with every token of the forge, and the next good one is served', async () => {
    for (const { name, token, code } of await hostileTokens()) {
      const answer = await ask(token);
      const tooLarge = token.length > 64 * 1024;
      const expected = tooLarge ? [413, 'body_too_large'] : [refused, code];
      expect([name, answer.status, codeOf(answer)]).toEqual([name, ...expected]);
      await expectServed(ask);
    }
  });
});

test.each<[name: string, body: string | Uint8Array<ArrayBuffer>, status: number, code: string]>([
  ['an empty body', '', 400, 'body_missing'],
  ['1 MB', formOf('x'.repeat(1_000_000)), 413, 'body_too_large'],
  ['no token', formOf(''), 400, 'parameter_missing'],
  ['two tokens', `${formOf('a')}&subject_token=b`, 400, 'parameter_invalid'],
  ['two grant types', `${formOf('a')}&grant_type=${GRANT}`, 400, 'parameter_invalid'],
  ['both names of the token', `${formOf('a')}&token=b`, 400, 'parameter_invalid'],
  ['bytes that are not UTF-8', new Uint8Array([0x61, 0x3d, 0xff]), 400, 'body_malformed'],
  ['an algorithm of nobody', formOf('a.b.c', { alg: 'none' }), 400, 'algorithm_unavailable'],
  ['an algorithm without a key', formOf('', { alg: 'ES256' }), 400, 'parameter_missing'],
  ['an empty audience', `${formOf('a')}&audience=x&audience=`, 400, 'parameter_invalid'],
  ['too many audiences', formOf('a') + '&audience=x'.repeat(21), 400, 'parameter_invalid'],
])(
  'RFC 8693 with %s is refused, and the next good request served',
  async (_, body, status, code) => {
    const answer = await post(url, FORM_TYPE, body);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    await expectServed(postForm);
  },
);

test.each<[name: string, body: string | Uint8Array<ArrayBuffer>, status: number, code: string]>([
  ['an empty body', '', 415, 'body_missing'],
  ['broken JSON', '{"token":', 415, 'body_malformed'],
  ['bytes that are not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 415, 'body_malformed'],
  ['two members of one name', '{"token":"a","token":"b"}', 415, 'body_malformed'],
  ['JSON that is a list', '[]', 400, 'parameter_missing'],
  ['JSON nested deeply', '['.repeat(60_000), 415, 'body_malformed'],
  ['no token', '{}', 400, 'parameter_missing'],
  ['token null', '{"token":null}', 403, 'parameter_invalid'],
  ['token a list', '{"token":["a.b.c"]}', 403, 'parameter_invalid'],
  ['token a number', '{"token":1}', 403, 'parameter_invalid'],
  ['1 MB', JSON.stringify({ token: 'x'.repeat(1_000_000) }), 413, 'body_too_large'],
  ['alg a list', '{"token":"a.b.c","alg":["RS256"]}', 403, 'parameter_invalid'],
  ['an alg of nobody', '{"token":"a.b.c","alg":"HS256"}', 403, 'algorithm_unavailable'],
])(
  'compatibility with %s is refused, and the next good request served',
  async (_, body, status, code) => {
    for (const type of [JSON_TYPE, FORM_TYPE]) {
      const answer = await post(compatible, type, body);
      expect([type, answer.status, codeOf(answer)]).toEqual([type, status, code]);
      await expectServed(postAsBefore);
    }
  },
);

test('an algorithm without a key is refused, whoever is asked', async () => {
  const token = await upstream.issue();
  const named = await post(url, FORM_TYPE, formOf(token, { alg: 'ES256' }));
  expect([named.status, codeOf(named)]).toEqual([400, 'algorithm_unavailable']);
  const before = await post(compatible, JSON_TYPE, JSON.stringify({ token, alg: 'ES256' }));
  expect([before.status, codeOf(before)]).toEqual([403, 'algorithm_unavailable']);
});
