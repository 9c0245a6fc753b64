import { decodeToken, type FetchDocument } from '@drawbridge/core';
import { createTestClock, createTestIssuer, toApisixHeaders } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createGuard } from '../create-guard.ts';
import { introspection } from '../introspection/introspection.ts';
import { bearer, judge, outcome } from '../outcome.fixture.ts';
import { APISIX } from '../profiles/apisix.ts';

const clock = createTestClock();
const make = (issuer: string) =>
  createTestIssuer({ issuer, algorithms: ['ES256'], clock, freshKeys: true });

/** People sign in at one, whose tokens are JWTs and opaque; machines are of another; a third is asked about all. */
async function setUp() {
  const [people, machines, legacy] = [
    await make('https://people.test'),
    await make('https://machines.test'),
    await make('https://legacy.test'),
  ];
  const fetch: FetchDocument = (url, options) =>
    (url.startsWith(people.issuer) ? people : machines).fetch(url, options);
  const guard = createGuard({
    issuers: [
      { issuer: people.issuer, audience: 'drawbridge', authorizedParties: ['web'] },
      { issuer: machines.issuer, audience: 'machines', profile: 'rfc9068' },
      introspection(people.introspectionOptions),
      introspection({
        ...legacy.introspectionOptions,
        openIdConnectUrl: 'https://documents.test/legacy',
        opaque: false,
      }),
    ],
    headers: APISIX,
    fetch,
    clock,
  });
  return { people, machines, legacy, guard };
}

describe('several issuers of mixed kinds', () => {
  it('each judge their own tokens, by their own conditions', async () => {
    const { people, machines, legacy, guard } = await setUp();
    expect(await outcome(guard, bearer(await people.issueAccess()))).toBe('alice');
    const machine = { sub: 'robot', aud: 'machines' };
    const robot = await machines.issueAccess(machine, { profile: 'rfc9068' });
    expect(await outcome(guard, bearer(robot))).toBe('robot');
    expect(await outcome(guard, bearer(await legacy.issueAccess({ sub: 'carol' })))).toBe('carol');
    const { caller } = await judge(guard, bearer(people.issueOpaque({ sub: 'bob' })));
    expect(caller).toMatchObject({ subject: 'bob', clientId: 'web', issuer: people.issuer });
    expect(caller?.access).toMatchObject({ kind: 'introspected', alg: undefined });
    // One's conditions are not another's.
    expect(await outcome(guard, bearer(await machines.issueAccess(machine)))).toBe(
      'token_type_not_allowed 401',
    );
    const forPeople = await machines.issueAccess({}, { profile: 'rfc9068' });
    expect(await outcome(guard, bearer(forPeople))).toBe('audience_mismatch 401');
    const forged = await machines.issueAccess({ iss: people.issuer });
    expect(await outcome(guard, bearer(forged))).toBe('key_unknown 401');
    const header = { kid: people.key().kid };
    const named = await machines.issueAccess({ iss: people.issuer }, { header });
    expect(await outcome(guard, bearer(named))).toBe('signature_invalid 401');
  });

  it('hear of no tokens but their own', async () => {
    const { people, machines, legacy, guard } = await setUp();
    const stranger = await people.issueAccess({ iss: 'https://evil.test' });
    expect(await outcome(guard, bearer(stranger))).toBe('issuer_unknown 401');
    expect(await outcome(guard, bearer(legacy.issueOpaque()))).toBe('token_inactive 401');
    expect(legacy.requests.introspection).toBe(0);
    expect(people.requests.introspection).toBe(1);
    expect(machines.requests).toMatchObject({ discovery: 0, jwks: 0 });
  });

  it('verify a signed ID token beside an opaque access token, of the same issuer alone', async () => {
    const { people, machines, guard } = await setUp();
    const accessToken = people.issueOpaque({ sub: 'bob' });
    const id = { sub: 'bob', aud: 'web' };
    const put = (idToken: string) =>
      toApisixHeaders({ accessToken, idToken }, { set_raw_id_token_header: true });
    const { caller } = await judge(guard, put(await people.issue({ ...id, nickname: 'bobby' })));
    expect(caller?.id?.signed).toBe(true);
    expect(caller?.claim('nickname')).toBe('bobby');
    for (const [idToken, expected] of [
      [await machines.issue(id), 'token_mismatch 401'],
      [await machines.issue({ ...id, iss: people.issuer }), 'key_unknown 401'],
      [await people.issue({ ...id, sub: 'alice' }), 'token_mismatch 401'],
      [await people.issue({ ...id, aud: 'other' }), 'token_mismatch 401'],
    ] as const) {
      expect(await outcome(guard, put(idToken))).toBe(expected);
    }
  });

  it('have no keys where they are only asked: a signed ID token is refused, unsigned claims are shown', async () => {
    const { legacy, guard } = await setUp();
    const { accessToken, idToken = '' } = await legacy.grant();
    const settings = { set_raw_id_token_header: true };
    expect(await outcome(guard, toApisixHeaders({ accessToken, idToken }, settings))).toBe(
      'token_mismatch 401',
    );
    const { claims } = decodeToken(idToken);
    expect(await outcome(guard, toApisixHeaders({ accessToken, idClaims: claims }))).toBe('alice');
  });

  it('are 503 each for themselves', async () => {
    const { people, machines, legacy, guard } = await setUp();
    people.goDown();
    legacy.goDown();
    expect(await outcome(guard, bearer(await people.issueAccess()))).toBe(
      'upstream_unreachable 503',
    );
    const { fault, reply } = await judge(guard, bearer(people.issueOpaque()));
    expect([fault?.code, reply?.status]).toEqual(['introspection_unavailable', 503]);
    expect(reply?.headers.map(([name]) => name)).toContain('retry-after');
    expect(await outcome(guard, bearer(await legacy.issueAccess()))).toBe(
      'introspection_unavailable 503',
    );
    const robot = await machines.issueAccess({ aud: 'machines' }, { profile: 'rfc9068' });
    expect(await outcome(guard, bearer(robot))).toBe('alice');
  });

  it('are all in the OpenAPI document, each once', async () => {
    const { guard } = await setUp();
    const urls = Object.entries(guard.securitySchemes).map(([name, { openIdConnectUrl }]) => [
      name,
      new URL(openIdConnectUrl).host,
    ]);
    expect(urls).toEqual([
      ['oidc', 'people.test'],
      ['oidc-2', 'machines.test'],
      ['oidc-3', 'documents.test'],
    ]);
  });
});
