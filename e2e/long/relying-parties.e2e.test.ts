import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { finish, start } from '../support/command.ts';
import { ACCEPTED, GRANTED, postToken, readyAt } from '../support/exchange.ts';
import { freePort } from '../support/free-port.ts';
import { buildGo } from '../support/go.ts';
import { createStage } from '../support/stage.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

// Relying parties that nobody here wrote read our documents over HTTP and judge what we mint.

const stage = createStage();
afterAll(() => stage.clear());

const ALGORITHMS = ['RS256', 'ES256'] as const;
type Algorithm = (typeof ALGORITHMS)[number];

/** The rule for this subject mints tokens that end at once, in seconds. */
const SHORT_LIVED = 'short-lived';
const SHORT_LIFETIME = 1;

interface Request {
  readonly issuer: string;
  readonly audience: string;
  readonly token: string;
}

interface Verdict {
  readonly accepted?: Readonly<Record<string, unknown>>;
  readonly refused?: string;
}

let upstream: Upstream;
/** Public issuers, each an exchange with one signing key: its `iss` is where it really listens. */
const issuers = {} as Record<Algorithm, string>;

beforeAll(async () => {
  upstream = await startUpstream(stage, ACCEPTED);
  for (const alg of ALGORITHMS) issuers[alg] = await serveExchange(alg);
});

async function serveExchange(alg: Algorithm): Promise<string> {
  const data = await stage.folder();
  const made = await stage.run(['keys', 'generate', '--alg', alg, '--data', data]);
  expect(made).toMatchObject({ code: 0 });
  const listen = `127.0.0.1:${await freePort()}`;
  const issuer = `http://${listen}`;
  const match = { issuer: upstream.issuer };
  const rules = [
    {
      name: SHORT_LIVED,
      match: { ...match, claims: { sub: SHORT_LIVED } },
      grant: { audience: GRANTED, lifetime: SHORT_LIFETIME },
    },
    { name: 'others', match, grant: { audience: GRANTED } },
  ];
  const upstreams = [{ issuer: upstream.issuer, audiences: [ACCEPTED] }];
  const config = join(data, 'drawbridge.yaml');
  const exchange = { issuer, listen, upstreams, rules };
  await writeFile(config, JSON.stringify({ version: 1, data, exchange }));
  const command = await stage.start(['serve', 'exchange', '--config', config]);
  expect(await readyAt(command)).toBe(issuer);
  return issuer;
}

async function mint(alg: Algorithm, claims = {}): Promise<string> {
  const { status, text } = await postToken(issuers[alg], await upstream.issue(claims));
  expect({ status, text }).toMatchObject({ status: 200 });
  expect(decodeProtectedHeader(text).alg).toBe(alg);
  return text;
}

/** The token with another subject, under the signature that it has. */
function tamper(token: string): string {
  const [header, , signature] = token.split('.');
  const claims = JSON.stringify({ ...decodeJwt(token), sub: 'mallory' });
  return [header, Buffer.from(claims).toString('base64url'), signature].join('.');
}

/** What a relying party says of its refusals. */
type Refusals = Readonly<Record<'audience' | 'signature' | 'expired' | 'issuer' | 'key', RegExp>>;

function relyingPartyTests(judge: (request: Request) => Promise<Verdict>, refusals: Refusals) {
  describe.each(ALGORITHMS)('%s', (alg) => {
    const request = (token: string, changes: Partial<Request> = {}): Request => ({
      issuer: issuers[alg],
      audience: GRANTED,
      token,
      ...changes,
    });

    test('is accepted', async () => {
      const token = await mint(alg);
      const { accepted } = await judge(request(token));
      expect(accepted).toEqual(decodeJwt(token));
      expect(accepted).toMatchObject({ iss: issuers[alg], sub: 'alice', aud: GRANTED });
    });

    test('is refused for another audience', async () => {
      const { refused } = await judge(request(await mint(alg), { audience: 'vault' }));
      expect(refused).toMatch(refusals.audience);
    });

    test('is refused when tampered with', async () => {
      const { refused } = await judge(request(tamper(await mint(alg))));
      expect(refused).toMatch(refusals.signature);
    });

    test('is refused when expired', async () => {
      const token = await mint(alg, { sub: SHORT_LIVED });
      const { exp = Number.NaN } = decodeJwt(token);
      // A relying party may take the second of `exp` itself.
      await sleep((exp + 1) * 1000 - Date.now());
      expect((await judge(request(token))).refused).toMatch(refusals.expired);
    });

    const [other = alg] = ALGORITHMS.filter((name) => name !== alg);
    test(`is refused by who trusts the issuer of ${other}`, async () => {
      const { refused } = await judge(request(await mint(alg), { issuer: issuers[other] }));
      expect(refused).toMatch(refusals.issuer);
    });

    test('is refused when signed with a key that its issuer has not', async () => {
      const foreign = await mint(other);
      const claims = JSON.stringify({ ...decodeJwt(foreign), iss: issuers[alg] });
      const [header, , signature] = foreign.split('.');
      const token = [header, Buffer.from(claims).toString('base64url'), signature].join('.');
      expect((await judge(request(token))).refused).toMatch(refusals.key);
    });
  });
}

/** Asks a program one thing. */
async function ask(program: string, args: readonly string[], request: Request): Promise<Verdict> {
  const options = { stdin: `${JSON.stringify(request)}\n` };
  const { code, stdout, stderr } = await finish(start(program, args, options));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Verdict;
}

const sourceOf = (name: string) =>
  fileURLToPath(new URL(`../relying-parties/${name}`, import.meta.url));

describeWith(['python3-jwt'], 'PyJWKClient judges what we mint', () => {
  relyingPartyTests((request) => ask('/usr/bin/python3', [sourceOf('verify.py')], request), {
    audience: /^InvalidAudienceError/,
    signature: /^InvalidSignatureError/,
    expired: /^ExpiredSignatureError/,
    issuer: /^PyJWKClientError: Unable to find a signing key/,
    key: /^PyJWKClientError: Unable to find a signing key/,
  });
});

describeWith(
  ['golang-go', 'golang-github-coreos-go-oidc-dev'],
  'go-oidc judges what we mint',
  () => {
    let program: string;

    beforeAll(async () => {
      program = await buildGo(stage, 'relying-parties/verify.go');
    });

    relyingPartyTests((request) => ask(program, [], request), {
      audience: /^oidc: expected audience "vault"/,
      signature: /failed to verify signature/,
      expired: /token is expired/,
      issuer: /issued by a different provider/,
      key: /failed to verify signature/,
    });
  },
);
