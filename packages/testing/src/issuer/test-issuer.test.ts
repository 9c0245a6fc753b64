import { createLocalJWKSet, jwtVerify } from 'jose';
import { ALGORITHM_NAMES } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { createTestClock } from '../test-clock.ts';
import { createTestIssuer, type TestIssuer } from './test-issuer.ts';

const DISCOVERY = 'https://issuer.test/.well-known/openid-configuration';
const JWKS = 'https://issuer.test/jwks.json';
const LIMITS = { accept: 'application/json', maxBytes: 100_000 };

async function get(issuer: TestIssuer, url: string): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode((await issuer.fetch(url, LIMITS)).body));
}

describe('createTestIssuer', () => {
  it.each(ALGORITHM_NAMES)('signs with %s what jose verifies by its key set', async (alg) => {
    const issuer = await createTestIssuer({ algorithms: ALGORITHM_NAMES });
    const token = await issuer.issue({ groups: ['a'] }, { alg });
    const keys = createLocalJWKSet(issuer.jwks() as Parameters<typeof createLocalJWKSet>[0]);
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer: issuer.issuer,
      audience: 'drawbridge',
    });
    expect(payload).toMatchObject({ sub: 'alice', groups: ['a'] });
    expect(payload.jti).toBeTypeOf('string');
    expect(protectedHeader).toEqual({ alg, typ: 'JWT', kid: issuer.key(alg).kid });
  });

  it('serves discovery and keys, and counts', async () => {
    const issuer = await createTestIssuer();
    expect(await get(issuer, DISCOVERY)).toMatchObject({ issuer: issuer.issuer, jwks_uri: JWKS });
    expect(await get(issuer, JWKS)).toEqual(issuer.jwks());
    await expect(issuer.fetch('https://elsewhere.test/', LIMITS)).rejects.toMatchObject({
      code: 'upstream_unreachable',
    });
    expect(issuer.requests).toMatchObject({ discovery: 1, jwks: 1, elsewhere: 1 });
  });

  it('serves keys again only when they have changed', async () => {
    const issuer = await createTestIssuer({ keyName: 'rotating', algorithms: ['ES256'] });
    const { etag } = await issuer.fetch(JWKS, LIMITS);
    const again = { ...LIMITS, ifNoneMatch: etag as string };
    expect(await issuer.fetch(JWKS, again)).toEqual({ status: 304, etag, body: new Uint8Array() });
    await issuer.rotate();
    expect((await issuer.fetch(JWKS, again)).status).toBe(200);
  });

  it('publishes no private member', async () => {
    const issuer = await createTestIssuer({ algorithms: ALGORITHM_NAMES });
    for (const key of issuer.jwks().keys) {
      expect(Object.keys(key)).not.toEqual(expect.arrayContaining(['d']));
      for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi']) expect(key).not.toHaveProperty(name);
    }
  });

  it('leaves claims and header parameters out when told', async () => {
    const issuer = await createTestIssuer();
    const token = await issuer.issue({ sub: undefined }, { header: { kid: undefined } });
    const [header, payload] = token.split('.').map((part) => atobUrl(part));
    expect(header).toBe('{"alg":"RS256","typ":"JWT"}');
    expect(payload).not.toContain('"sub"');
  });

  it('rotates, with the old keys or without', async () => {
    const issuer = await createTestIssuer({ keyName: 'rotating', algorithms: ['ES256'] });
    const first = issuer.key();
    await issuer.rotate();
    expect(issuer.key().kid).not.toBe(first.kid);
    expect(issuer.key().publicJwk.x).not.toBe(first.publicJwk.x);
    expect(issuer.jwks().keys).toEqual([first.publicJwk, issuer.key().publicJwk]);
    await issuer.rotate(false);
    expect(issuer.jwks().keys).toEqual([issuer.key().publicJwk]);
  });

  it('shares keys unless fresh ones are asked for', async () => {
    const [one, two, fresh] = await Promise.all([
      createTestIssuer({ algorithms: ['ES256'] }),
      createTestIssuer({ algorithms: ['ES256'] }),
      createTestIssuer({ algorithms: ['ES256'], freshKeys: true }),
    ]);
    expect(one.key().publicJwk).toEqual(two.key().publicJwk);
    expect(fresh.key().publicJwk.x).not.toBe(one.key().publicJwk.x);
  });

  it('takes its times from the clock', async () => {
    const issuer = await createTestIssuer({ clock: createTestClock(5000) });
    expect(issuer.claims()).toMatchObject({ iat: 5000, exp: 5300 });
  });

  it('goes down and comes up again', async () => {
    const issuer = await createTestIssuer();
    issuer.goDown();
    await expect(get(issuer, JWKS)).rejects.toMatchObject({ code: 'upstream_unreachable' });
    issuer.comeUp();
    await expect(get(issuer, JWKS)).resolves.toEqual(issuer.jwks());
  });

  it('answers what it is told, whole and within the limit', async () => {
    const issuer = await createTestIssuer();
    issuer.answer('jwks', { status: 500, body: 'no' });
    expect(await issuer.fetch(JWKS, LIMITS)).toEqual({
      status: 500,
      body: new TextEncoder().encode('no'),
    });
    issuer.answer('jwks', { body: 'x'.repeat(LIMITS.maxBytes + 1) });
    await expect(get(issuer, JWKS)).rejects.toMatchObject({ code: 'upstream_invalid' });
    issuer.answer('jwks', undefined);
    await expect(get(issuer, JWKS)).resolves.toEqual(issuer.jwks());
  });

  it('holds requests until they are released', async () => {
    const issuer = await createTestIssuer();
    const release = issuer.hold();
    let answered = false;
    const answer = get(issuer, JWKS).then(() => {
      answered = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect([answered, issuer.requests.jwks]).toEqual([false, 1]);
    release();
    await answer;
    await get(issuer, JWKS);
  });
});

function atobUrl(part: string): string {
  return atob(part.replaceAll('-', '+').replaceAll('_', '/'));
}
