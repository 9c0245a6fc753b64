import type { HeaderField, Peer } from '@drawbridge/core';
import {
  apisixHeaders,
  createLogRecorder,
  createTestClock,
  createTestIssuer,
} from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createGuard } from './create-guard.ts';
import type { GuardSettings } from './guard-options.ts';
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
  const twice: HeaderField[] = [...bearer(token), ...bearer(token)] as HeaderField[];
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

describe('proxy', () => {
  const secret = 'a-secret-of-the-proxy-that-nobody-guesses';
  const guard = guardWith({
    proxy: { addresses: ['10.0.0.0/8'], header: { name: 'X-Proxy-Proof', values: [secret] } },
  });
  const proof: HeaderField = ['x-proxy-proof', secret];
  const fields = [...bearer(token)] as HeaderField[];
  const near: Peer = { address: '10.1.2.3' };

  it('lets nobody in past it, whatever the token', async () => {
    expect(await outcome(guard, [...fields, proof], { peer: near })).toBe('alice');
    for (const [sent, peer] of [
      [fields, near],
      [[...fields, ['x-proxy-proof', `${secret}x`]], near],
      [[...fields, proof, proof], near],
      [[...fields, proof], { address: '192.0.2.1' }],
      [[...fields, proof, ['x-forwarded-for', '10.1.2.3']], { address: '192.0.2.1' }],
      [[...fields, proof], { address: undefined }],
      [[], near],
    ] as [HeaderField[], Peer][]) {
      expect(await outcome(guard, sent, { peer })).toBe('proxy_unproven 403');
    }
  });

  it('is told by a whole call too, which has a method and a peer', async () => {
    const call = { method: 'GET', target: '/', headers: [...fields, proof], peer: near };
    expect((await guard.identify(call)).subject).toBe('alice');
    const request = new Request('https://api.test/', {
      headers: [...fields, proof] as [string, string][],
    });
    await expect(guard.identify(request)).rejects.toMatchObject({ code: 'proxy_unproven' });
  });

  it('has its field removed with the others', () => {
    expect([...guard.fields]).toEqual(['authorization', 'x-proxy-proof']);
    expect([...apisixWith().fields].toSorted()).toEqual([
      'authorization',
      'x-access-token',
      'x-id-token',
      'x-raw-id-token',
      'x-refresh-token',
      'x-userinfo',
    ]);
  });
});

describe('other options', () => {
  it('keepHeaders', () => {
    expect([guardWith().removesFields, guardWith({ keepHeaders: true }).removesFields]).toEqual([
      true,
      false,
    ]);
  });

  it('refusals: 403 for all that is the caller’s, without a challenge', async () => {
    const guard = guardWith({ refusals: 'forbidden' });
    for (const [fields, detail] of [
      [[], 'Not authenticated'],
      [bearer('bad'), 'Invalid authentication credentials'],
      [bearer('"'), 'Invalid authentication credentials'],
    ] as const) {
      const { reply } = await judge(guard, fields);
      expect(reply?.status).toBe(403);
      expect(reply?.headers.map(([name]) => name)).not.toContain('www-authenticate');
      expect(JSON.parse(String(reply?.body))).toMatchObject({ detail });
    }
  });

  it('resource: metadata, and every challenge points to them', async () => {
    const url = 'https://api.test/orders';
    const guard = guardWith({ resource: { url, scopes: ['orders:read'], name: 'Orders' } });
    const { metadata } = guard;
    expect(metadata).toMatchObject({
      path: '/.well-known/oauth-protected-resource/orders',
      url: 'https://api.test/.well-known/oauth-protected-resource/orders',
    });
    expect(JSON.parse(new TextDecoder().decode(metadata?.reply.body as Uint8Array))).toMatchObject({
      resource: url,
      authorization_servers: [issuer.issuer],
      scopes_supported: ['orders:read'],
    });
    const { reply } = await judge(guard, []);
    expect(reply?.headers).toContainEqual([
      'www-authenticate',
      `Bearer resource_metadata="${metadata?.url}"`,
    ]);
    expect(guardWith().metadata).toBeUndefined();
  });

  it('scheme: the OpenAPI document', () => {
    const openIdConnectUrl = `${issuer.issuer}/.well-known/openid-configuration`;
    expect(guardWith().securitySchemes).toEqual({
      oidc: { type: 'openIdConnect', openIdConnectUrl },
    });
    const guard = guardWith({ scheme: { name: 'login', description: 'x' }, anonymous: 'absent' });
    expect(guard.securitySchemes).toMatchObject({ login: { openIdConnectUrl, description: 'x' } });
    expect(guard.security()).toEqual([{ login: [] }, {}]);
    expect(guard.security(scopes('a'), role('b'))).toEqual([{ login: ['a'] }]);
  });

  it('ready: loads the keys before anybody asks', async () => {
    const own = await createTestIssuer({ algorithms: ['ES256'], clock });
    const guard = createGuard(own.guardOptions);
    expect(own.requests.jwks).toBe(0);
    await guard.ready();
    own.goDown();
    expect(await outcome(guard, bearer(await own.issueAccess()))).toBe('alice');
  });

  it('cache: how many are remembered, and how long', async () => {
    const guard = guardWith({ cache: { maxTokens: 1 } });
    for (const sub of ['a', 'b', 'a']) {
      expect(await outcome(guard, bearer(await issuer.issueAccess({ sub })))).toBe(sub);
    }
  });

  it('audience: warns of Keycloak’s "account" without a list of clients', () => {
    const log = createLogRecorder();
    createGuard({ ...issuer.guardOptions, audience: ['account', 'orders'], log });
    expect(log.entries).toEqual([expect.objectContaining({ level: 'warn' })]);
  });
});
