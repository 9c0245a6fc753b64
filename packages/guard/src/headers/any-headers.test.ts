import { inspect } from 'node:util';
import { DrawbridgeError, decodeToken, type HeaderField } from '@drawbridge/core';
import {
  createLogRecorder,
  createTestClock,
  createTestIssuer,
  forgeHostileAccess,
  forgeHostileHeaders,
} from '@drawbridge/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { createGuard } from '../create-guard.ts';
import type { GuardOptions } from '../options/guard-options.ts';
import { base64Of, judge } from '../outcome.fixture.ts';
import { APISIX } from '../profiles/apisix.ts';

const clock = createTestClock();
const issuer = await createTestIssuer({ algorithms: ['ES256'], clock });
const base = { ...issuer.guardOptions, headers: APISIX, authorizedParties: ['web'] };

const [mine, theirs] = [await issuer.grant({ sub: 'mallory' }), await issuer.grant()];
const hostile = (await forgeHostileHeaders(issuer)).flatMap(({ headers }) => headers);
const good = new Set([
  mine.accessToken,
  theirs.accessToken,
  // Those beside which there is something hostile.
  ...hostile
    .filter(([name, value]) => name === 'X-Access-Token' && !value.includes(','))
    .map(([, value]) => value),
]);
/** Every token here was made for this test: no part of one may come out again. */
const tokens = [
  ...good,
  mine.idToken ?? '',
  theirs.idToken ?? '',
  mine.refreshToken ?? '',
  ...(await forgeHostileAccess(issuer)).map(({ token }) => token),
  // Long enough to be one.
  ...hostile.map(([, value]) => value).filter(({ length }) => length > 40 && length < 5000),
  base64Of({ iss: issuer.issuer, sub: 'mallory', name: 'Mallory', secret: 'of-an-unsigned-claim' }),
];
const secrets = [...new Set(tokens.flatMap((token) => token.split(/[., ]+/)))].filter(
  (part) => part.length > 20,
);

const NAMES = [
  'Authorization',
  'X-Access-Token',
  'X-ID-Token',
  'X-Raw-ID-Token',
  'X-Userinfo',
  'X-Refresh-Token',
];
const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...NAMES) },
  fc.constantFrom(...NAMES).map((one) => one.toLowerCase()),
  fc.mixedCase(fc.constantFrom(...NAMES)),
  fc.constantFrom(...NAMES).map((one) => one.replaceAll('-', '_')),
  fc.constantFrom('Cookie', 'Host', 'X-Forwarded-User', '', '__proto__'),
  fc.string(),
);
const token = fc.constantFrom(...tokens);
const bad = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.tuple(token, token).map(([one, other]) => `${one}, ${other}`),
  fc.tuple(token, fc.string({ unit: anyCharacter, minLength: 1 })).map((parts) => parts.join('')),
  fc.tuple(token, fc.nat()).map(([text, at]) => text.slice(0, at % text.length)),
  fc.constantFrom(
    '',
    'Bearer',
    'Bearer ',
    'Basic YWxpY2U6',
    'a'.repeat(65_536),
    '.'.repeat(65_536),
  ),
  fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64')),
);
const value = fc.oneof(
  { weight: 4, arbitrary: token },
  { weight: 4, arbitrary: token.map((text) => `Bearer ${text}`) },
  { weight: 3, arbitrary: bad },
  { weight: 1, arbitrary: bad.map((text) => `bearer ${text}`) },
);
const field = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(name, value) },
  // What is good, often enough that requests are let in.
  {
    weight: 2,
    arbitrary: fc.constantFrom(...good).map((text) => ['X-Access-Token', text] as const),
  },
);
const headers: fc.Arbitrary<readonly HeaderField[]> = fc.array(field, { maxLength: 4 });

async function requireOneOf(statuses: readonly number[], options: GuardOptions) {
  const log = createLogRecorder();
  const guard = createGuard({ ...options, log });
  const counts = { accepted: 0, refused: 0 };
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(headers, async (fields) => {
      const { caller, reply } = await judge(guard, fields);
      if (reply !== undefined) {
        counts.refused++;
        expect(statuses).toContain(reply.status);
      } else if (caller !== undefined) {
        counts.accepted++;
        const { raw } = caller.access;
        expect(good).toContain(raw);
        expect(fields.some(([, sent]) => sent === raw || sent === `Bearer ${raw}`)).toBe(true);
        expect(caller.subject).toBe(decodeToken(raw).claims['sub']);
      }
      const logged = JSON.stringify(log.entries.slice(seen));
      seen = log.entries.length;
      const shown = [
        JSON.stringify(reply),
        JSON.stringify(caller),
        inspect(caller, { depth: 9 }),
        logged,
      ].join();
      expect(secrets.find((secret) => shown.includes(secret))).toBeUndefined();
    }),
    { numRuns: 1500 },
  );
  return counts;
}

describe('whatever the header fields are', () => {
  it('a request is let in by a good access token alone, and else refused as the caller’s fault', async () => {
    const { accepted, refused } = await requireOneOf([400, 401], base);
    expect(accepted).toBeGreaterThan(50);
    expect(refused).toBeGreaterThan(50);
  });

  it('all refusals are 403 where options say so', async () => {
    await requireOneOf([403], { ...base, refusals: 'forbidden', atHash: 'off' });
  });

  it('nothing is refused where anybody may be nobody', async () => {
    const { accepted, refused } = await requireOneOf([], { ...base, anonymous: 'any' });
    expect(accepted).toBeGreaterThan(50);
    expect(refused).toBe(0);
  });

  it('nobody is let in while the issuer is down: 503 for what may be good', async () => {
    const keys = { find: () => Promise.reject(new DrawbridgeError('upstream_unreachable')) };
    const counts = await requireOneOf([400, 401, 503], { ...base, keys });
    expect(counts.accepted).toBe(0);
  });

  it('nobody is let in past the proxy', async () => {
    const proxy = { header: { name: 'X-Proof', values: ['p'.repeat(32)] } };
    const counts = await requireOneOf([403], { ...base, proxy });
    expect(counts.accepted).toBe(0);
  });
});
