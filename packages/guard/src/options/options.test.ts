import type { HeaderField, Peer } from '@drawbridge/core';
import { createLogRecorder, createTestClock, createTestIssuer } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createGuard } from '../create-guard.ts';
import { bearer, judge, outcome } from '../outcome.fixture.ts';
import { APISIX } from '../profiles/apisix.ts';
import { role } from '../requirements/roles.ts';
import { scopes } from '../requirements/scopes.ts';
import type { GuardSettings } from './guard-options.ts';

const clock = createTestClock();
const issuer = await createTestIssuer({ algorithms: ['ES256'], clock });
const token = await issuer.issueAccess();
const guardWith = (settings: GuardSettings = {}) =>
  createGuard({ ...issuer.guardOptions, ...settings });
const apisixWith = (settings: GuardSettings = {}) => guardWith({ headers: APISIX, ...settings });

describe('proxy', () => {
  const secret = 'a-secret-of-the-proxy-that-nobody-guesses';
  const guard = guardWith({
    proxy: { addresses: ['10.0.0.0/8'], header: { name: 'X-Proxy-Proof', values: [secret] } },
  });
  const proof: HeaderField = ['x-proxy-proof', secret];
  const fields: readonly HeaderField[] = bearer(token);
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
    expect((await guard.identify(call))?.subject).toBe('alice');
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

  it('audience: warns of Keycloak’s "account" without a list of clients', () => {
    const log = createLogRecorder();
    createGuard({ ...issuer.guardOptions, audience: ['account', 'orders'], log });
    expect(log.entries).toEqual([expect.objectContaining({ level: 'warn' })]);
  });
});
