import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getJson, ISSUER, postToken } from './support/exchange.ts';
import { type Installation, install } from './support/installation.ts';

let here: Installation;
beforeEach(async () => {
  here = await install();
});
afterEach(() => here.clear());

describe('the base path', () => {
  const PATHS = ['/.well-known/openid-configuration', '/.well-known/jwks.json'];

  test('is the path of the issuer; probes are at the root', async () => {
    const issuer = `${ISSUER}/team/one`;
    const served = await here.serve({ issuer });
    expect(served.url).toMatch(/\/team\/one$/);
    expect(await getJson(served.url + PATHS[0])).toMatchObject({
      issuer,
      jwks_uri: issuer + PATHS[1],
    });
    const { status, text } = await postToken(served.url, await here.upstream.issue());
    expect([status, decodeJwt(text).iss]).toEqual([200, issuer]);
    const { origin } = new URL(served.url);
    for (const path of [...PATHS, '/token']) {
      expect((await fetch(origin + path)).status).toBe(404);
    }
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    expect((await fetch(`${served.url}/healthz`)).status).toBe(404);
  });

  test('is another one behind a proxy that takes it away', async () => {
    const { url } = await here.serve({ issuer: `${ISSUER}/team`, basePath: '/' });
    expect((await postToken(url, await here.upstream.issue())).status).toBe(200);
  });
});
