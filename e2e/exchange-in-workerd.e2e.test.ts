import { forgeHostileTokens, testKey } from '@drawbridge/testing';
import { createLocalJWKSet, exportJWK, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleWorker } from './support/bundle-worker.ts';
import { readPage } from './support/documents.ts';
import { createStage } from './support/stage.ts';
import { startUpstream, type Upstream } from './support/upstream.ts';
import { type RunningWorker, serveFiles, serveWorker } from './support/workerd.ts';

const ISSUER = 'https://public.test';
const stage = createStage();
let upstream: Upstream;
let worker: RunningWorker;
let code: string;
let settings: Readonly<Record<string, string>>;

beforeAll(async () => {
  const { privateKey, kid, alg } = await testKey('ES256', 'ring');
  upstream = await startUpstream(stage, 'drawbridge');
  code = await bundleWorker('examples/exchange-workers/worker.js');
  settings = {
    ISSUER,
    UPSTREAM: upstream.issuer,
    ACCEPT_AUDIENCE: upstream.audience,
    GRANT_AUDIENCE: 'aws',
    SIGNING_KEYS: JSON.stringify({ keys: [{ ...(await exportJWK(privateKey)), kid, alg }] }),
  };
  worker = await serveWorker(code, [], settings);
  stage.later(worker.stop);
});
afterAll(() => stage.clear());

const post = (token: string) =>
  fetch(`${worker.origin}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });

async function getJson(path: string, { origin } = worker): Promise<Record<string, unknown>> {
  const reply = await fetch(`${origin}${path}`);
  expect(reply.status).toBe(200);
  return (await reply.json()) as Record<string, unknown>;
}

describe('the exchange in workerd', () => {
  it('exchanges a token of an upstream for one that jose verifies by its documents', async () => {
    const reply = await post(await upstream.issue({ sub: 'job-7' }));
    expect(reply.status, worker.output()).toBe(200);
    const token = await reply.text();
    const { jwks_uri } = await getJson('/.well-known/openid-configuration');
    const jwks = await getJson(new URL(jwks_uri as string).pathname);
    expect(JSON.stringify(jwks)).not.toContain('"d"');
    const keys = createLocalJWKSet(jwks as unknown as JSONWebKeySet);
    const { payload } = await jwtVerify(token, keys, {
      issuer: ISSUER,
      audience: 'aws',
      algorithms: ['ES256'],
    });
    expect(payload.sub).toBe('job-7');
  });

  it('exchanges no hostile token, and answers each with a fault of the caller', async () => {
    // White space around a token in JSON is passed over, and this issuer's name has no letters or default port to change.
    const good = [
      'a line feed at the end',
      'a space in front',
      'an iss with the default port',
      'an iss with a letter that looks alike',
      'an iss of full-width letters',
    ];
    const answers: string[] = [];
    for (const { name, token } of await forgeHostileTokens(upstream)) {
      const { status } = await post(token);
      if (status < 400 || status > 499) answers.push(status === 200 ? name : `${name}: ${status}`);
    }
    expect(answers).toEqual(good);
  });

  it('says in its log which setting is missing, and no caller learns it', async () => {
    const { SIGNING_KEYS: _, ...others } = settings;
    const served = await serveWorker(code, [], others);
    stage.later(served.stop);
    const reply = await fetch(`${served.origin}/.well-known/jwks.json`);
    const text = await reply.text();
    expect([reply.status, text]).toEqual([500, expect.not.stringContaining('SIGNING_KEYS')]);
    expect(JSON.parse(text)).toMatchObject({ code: 'config_invalid' });
    await expect
      .poll(() => served.output())
      .toContain('the configuration is not valid: SIGNING_KEYS is not set');
    expect(served.output()).not.toMatch(/^\s*at /m);
  });

  it('is served by the configuration file of its example', async () => {
    const config = await readPage('examples/exchange-workers/workerd.capnp');
    const served = await serveFiles({ 'config.capnp': config, 'dist/worker.js': code }, settings);
    stage.later(served.stop);
    expect(await getJson('/.well-known/openid-configuration', served)).toMatchObject({
      issuer: ISSUER,
    });
  });
});
