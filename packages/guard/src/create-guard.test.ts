import { createDefaultEngine, type Engine, type HeaderField } from '@drawbridge/core';
import {
  apisixHeaders,
  createLogRecorder,
  createTestClock,
  createTestIssuer,
} from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createGuard } from './create-guard.ts';
import type { GuardSettings } from './options/guard-options.ts';
import { base64Of, bearer, judge, outcome } from './outcome.fixture.ts';
import { APISIX } from './profiles/apisix.ts';
import { role } from './requirements/roles.ts';
import { scopes } from './requirements/scopes.ts';

const clock = createTestClock();
const issuer = await createTestIssuer({ algorithms: ['ES256'], clock });
const token = await issuer.issueAccess();
const guardWith = (settings: GuardSettings = {}) =>
  createGuard({ ...issuer.guardOptions, ...settings });
const apisixWith = (settings: GuardSettings = {}) => guardWith({ headers: APISIX, ...settings });

describe('anonymous', () => {
  const beside: HeaderField[] = [['X-ID-Token', base64Of({ sub: 'alice' })]];
  const twice: HeaderField[] = [...bearer(token), ...bearer(token)];
  it.each([
    [
      'refuse',
      [
        'credentials_missing 401',
        'token_malformed 401',
        'credentials_missing 401',
        'credentials_ambiguous 400',
      ],
    ],
    [
      'absent',
      ['nobody', 'token_malformed 401', 'credentials_missing 401', 'credentials_ambiguous 400'],
    ],
    ['any', ['nobody', 'nobody', 'nobody', 'nobody']],
  ] as const)('%s', async (anonymous, expected) => {
    const log = createLogRecorder();
    const guard = apisixWith({ anonymous, log });
    const requests = [[], bearer('bad'), beside, twice];
    expect(await Promise.all(requests.map((fields) => outcome(guard, fields)))).toEqual(expected);
    expect(await outcome(guard, bearer(token))).toBe('alice');
    // Nobody's call is refused where something is needed.
    expect(await outcome(guard, [], { needs: [scopes('openid')] })).toBe('credentials_missing 401');
    expect(() => guard.require(undefined)).not.toThrow();
    expect(() => guard.require(undefined, role('a'))).toThrow(
      expect.objectContaining({ code: 'credentials_missing' }),
    );
    const letIn = log.entries.filter(({ event }) => event === 'a caller is let in as nobody');
    expect(letIn.map(({ level }) => level)).toEqual(
      anonymous === 'any' ? Array.from({ length: 5 }, () => 'debug') : [],
    );
  });
});

describe('required', () => {
  const ALL = { set_raw_id_token_header: true, set_refresh_token_header: true };
  it('refuses who lacks a token, and says where it was looked for', async () => {
    const fields = await apisixHeaders(issuer, {}, { flow: 'bearer' });
    const id = await judge(apisixWith({ required: ['id'] }), fields);
    expect(id.fault).toMatchObject({
      code: 'credentials_missing',
      message: expect.stringContaining('X-Raw-ID-Token or X-ID-Token') as string,
    });
    const refresh = await judge(apisixWith({ required: ['access', 'refresh'] }), fields);
    expect(refresh.fault?.message).toContain('X-Refresh-Token');
  });

  it('lets in who has them, by either kind of ID token', async () => {
    const guard = apisixWith({ required: ['access', 'id', 'refresh'] });
    expect(await outcome(guard, await apisixHeaders(issuer, {}, { settings: ALL }))).toBe('alice');
    const settings = { set_refresh_token_header: true };
    expect(await outcome(guard, await apisixHeaders(issuer, {}, { settings }))).toBe('alice');
  });
});

describe('requirements', () => {
  it('that are not met: 403, and the challenge has the scopes of all', async () => {
    const guard = guardWith({ realm: 'orders' });
    const needs = [scopes('openid', 'orders:read'), scopes('orders:write')];
    const { fault, reply } = await judge(guard, bearer(token), { needs });
    expect([fault?.code, reply?.status]).toEqual(['scope_insufficient', 403]);
    const [, challenge] = reply?.headers.find(([name]) => name === 'www-authenticate') ?? [];
    expect(challenge).toContain('error="insufficient_scope"');
    expect(challenge).toContain('scope="openid orders:read orders:write"');
    expect(challenge).toContain('realm="orders"');
    expect(await outcome(guard, bearer(token), { needs: [scopes('openid')] })).toBe('alice');
  });

  it('are asked of somebody who was let in before', async () => {
    const guard = guardWith();
    const caller = await guard.identify({
      headers: [['authorization', `Bearer ${token}`]],
      peer: { address: undefined },
    });
    expect(() => guard.require(caller, scopes('openid'))).not.toThrow();
    expect(() => guard.require(caller, role('admin'))).toThrow(
      expect.objectContaining({ code: 'scope_insufficient' }),
    );
  });
});

describe('revocations', () => {
  it.each([
    [false, 'alice'],
    [true, 'token_revoked 401'],
    [undefined, 'token_revoked 401'],
    ['false', 'token_revoked 401'],
    [0, 'token_revoked 401'],
  ])('that answer %j: %s', async (answer, expected) => {
    const revocations = { isRevoked: async () => answer as boolean };
    expect(await outcome(guardWith({ revocations }), bearer(token))).toBe(expected);
  });
});

describe('keys and tokens', () => {
  it('are loaded before anybody asks, by ready', async () => {
    const own = await createTestIssuer({ algorithms: ['ES256'], clock });
    const guard = createGuard(own.guardOptions);
    expect(own.requests.jwks).toBe(0);
    await guard.ready();
    own.goDown();
    expect(await outcome(guard, bearer(await own.issueAccess()))).toBe('alice');
  });

  it('are remembered, as many and as long as options say', async () => {
    const engine = createDefaultEngine();
    let verified = 0;
    const verify: Engine['verify'] = (...parameters) => {
      verified++;
      return engine.verify(...parameters);
    };
    const guard = guardWith({
      cache: { maxTokens: 2, maxAge: 60 },
      engine: { ...engine, verify },
    });
    const [a, b, c] = [
      await issuer.issueAccess({ sub: 'a' }),
      await issuer.issueAccess({ sub: 'b' }),
      await issuer.issueAccess({ sub: 'c' }),
    ];
    const verifiedFor = async (text: string, sub: string) => {
      expect(await outcome(guard, bearer(text))).toBe(sub);
      return verified;
    };
    expect(await verifiedFor(a, 'a')).toBe(1);
    expect(await verifiedFor(a, 'a')).toBe(1);
    expect(await verifiedFor(b, 'b')).toBe(2);
    expect(await verifiedFor(c, 'c')).toBe(3);
    expect(await verifiedFor(b, 'b')).toBe(3);
    expect(await verifiedFor(a, 'a')).toBe(4);
    clock.advance(60);
    expect(await verifiedFor(a, 'a')).toBe(5);
  });
});
