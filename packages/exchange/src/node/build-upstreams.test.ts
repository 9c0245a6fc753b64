import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVerifier } from '@drawbridge/core';
import { createRuntime } from '@drawbridge/node';
import { createLogRecorder, createTestIssuer, type TestIssuer } from '@drawbridge/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Certificate, certify } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { createSettingReader } from '@drawbridge/node/config';
import { buildUpstreams } from './build-upstreams.ts';
import type { UpstreamSection } from './section/upstream-schema.ts';

const SECRET = 'Bearer PLANTED-SECRET';
const log = createLogRecorder();
const runtime = createRuntime({ data: '/nowhere', log, env: { KEYS_AUTHORIZATION: SECRET } });
const cleanUps: (() => unknown)[] = [() => runtime.close()];

let folder: string;
/** Of the issuer's address, and the authority that stands for it. */
let certificate: Certificate;
/** An issuer that https with a certificate of its own serves, and the headers it was asked with. */
let issuer: TestIssuer;
let asked: IncomingHttpHeaders[] = [];

/** Builds one upstream, and has it judge a good token. */
async function judge(changes: Partial<UpstreamSection>, token?: string) {
  const reader = createSettingReader(runtime.env);
  const section = { issuer: issuer.issuer, audiences: ['bridge'], ...changes };
  const [built] = await buildUpstreams([section], runtime, reader);
  reader.finish();
  if (built === undefined) throw new Error('nothing was built');
  const verifier = createVerifier({ ...runtime, issuers: [built.upstream] });
  return verifier.verify(token ?? (await issuer.issue()));
}

describeWith(['openssl'], 'buildUpstreams', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-upstreams-'));
    cleanUps.push(() => rm(folder, { recursive: true }));
    certificate = await certify(folder, 'issuer', 'IP:127.0.0.1');
    const server = createServer(
      { key: certificate.key, cert: certificate.cert },
      (request, response) => {
        asked.push(request.headers);
        issuer.fetch(`${issuer.issuer}${request.url}`, { accept: '', maxBytes: 1e6 }).then(
          ({ status, body }) => response.writeHead(status).end(body),
          () => response.writeHead(404).end(),
        );
      },
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUps.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    issuer = await createTestIssuer({ issuer: `https://127.0.0.1:${port}`, audience: 'bridge' });
    await writeFile(join(folder, 'jwks.json'), JSON.stringify(issuer.jwks()));
  });

  afterAll(async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  });

  it.each([
    ['by discovery, trusting an authority of its own', () => ({ caFile: certificate.certFile })],
    [
      'by a discovery document elsewhere',
      () => ({
        caFile: certificate.certFile,
        discoveryUrl: `${issuer.issuer}/.well-known/openid-configuration`,
      }),
    ],
    [
      'at a known address',
      () => ({ caFile: certificate.certFile, jwksUri: `${issuer.issuer}/jwks.json` }),
    ],
    ['in a file', () => ({ jwksFile: join(folder, 'jwks.json') })],
    ['in the configuration', () => ({ jwks: issuer.jwks() as UpstreamSection['jwks'] })],
  ])('finds keys %s', async (_, changes) => {
    await expect(judge(changes())).resolves.toMatchObject({ issuer: issuer.issuer });
  });

  it('does not trust an authority that was not named', async () => {
    await expect(judge({})).rejects.toMatchObject({ code: 'upstream_unreachable' });
  });

  it('sends the headers, secrets among them, and tells none of them', async () => {
    asked = [];
    const headers = { 'X-Custom': 'foo', authorization: { env: 'KEYS_AUTHORIZATION' } };
    await judge({ caFile: certificate.certFile, headers });
    expect(asked).toHaveLength(2);
    for (const sent of asked) {
      expect(sent).toMatchObject({ 'x-custom': 'foo', authorization: SECRET });
    }
    const failed: unknown = await judge({ headers }).catch((thrown: unknown) => thrown);
    expect(String(failed)).not.toContain('PLANTED');
    expect(log.text()).not.toContain('PLANTED');
  });

  it.each([
    ['the algorithms', { algorithms: ['ES256'] as const }, {}, 'algorithm_not_allowed'],
    ['the audiences', { audiences: ['else'] }, {}, 'audience_mismatch'],
    ['the claims that are required', { requiredClaims: ['nbf'] }, {}, 'claim_missing'],
    ['the leeway', { leeway: 0 }, { exp: -10 }, 'token_expired'],
    ['the age of tokens', { maxTokenAge: 60 }, { iat: -120 }, 'token_too_old'],
    ['the length of tokens', { limits: { tokenLength: 100 } }, {}, 'token_too_large'],
  ])('holds tokens to %s', async (_, changes, times, code) => {
    const now = Math.floor(Date.now() / 1000);
    const claims = Object.entries(times).map(([name, offset]) => [name, now + offset]);
    const token = await issuer.issue(Object.fromEntries(claims));
    const keys = { jwks: issuer.jwks() as UpstreamSection['jwks'] };
    await expect(judge({ ...keys, ...changes }, token)).rejects.toMatchObject({ code });
    await expect(judge(keys, token)).resolves.toBeDefined();
  });

  it('accepts any audience where that was chosen, and no token without one', async () => {
    const reader = createSettingReader({});
    const section = {
      issuer: issuer.issuer,
      anyAudience: true,
      jwksFile: join(folder, 'jwks.json'),
    };
    const [built] = await buildUpstreams([section], runtime, reader);
    const issuers = built === undefined ? [] : [built.upstream];
    const { verify } = createVerifier({ ...runtime, issuers });
    await expect(verify(await issuer.issue({ aud: 'whatever' }))).resolves.toBeDefined();
    await expect(verify(await issuer.issue({ aud: undefined }))).rejects.toMatchObject({
      code: 'claim_missing',
    });
  });

  it('reports all that cannot be read at once, each with its path', async () => {
    const failed: unknown = await judge({
      caFile: '/nowhere/ca.pem',
      headers: {
        split: 'a\r\nb: c',
        authorization: { env: 'NOT_SET' },
        cookie: { file: '/nowhere/cookie' },
      },
    }).catch((thrown: unknown) => thrown);
    expect(failed).toMatchObject({ code: 'config_invalid' });
    const { message } = failed as Error;
    for (const fault of [
      'exchange.upstreams[0].caFile is the file /nowhere/ca.pem, which cannot be read (ENOENT)',
      'exchange.upstreams[0].headers.split has a character that the value of a header may not have',
      'exchange.upstreams[0].headers.authorization is in the variable NOT_SET',
      'exchange.upstreams[0].headers.cookie is in a file that is not there: its folder is not there',
    ]) {
      expect(message).toContain(fault);
    }
  });

  it('refuses a file of authorities that holds none', async () => {
    await expect(judge({ caFile: certificate.keyFile })).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining(
        `exchange.upstreams[0].caFile is the file ${certificate.keyFile}, which holds no certificate`,
      ),
    });
  });

  it.each([
    ['that has no end', () => '/dev/zero', 'has more than 1 MiB'],
    ['whose second certificate is broken', () => join(folder, 'half.pem'), 'read, number 2'],
  ])('reports a file of authorities %s', async (_, path, fault) => {
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    await writeFile(join(folder, 'half.pem'), certificate.cert + broken);
    await expect(judge({ caFile: path() })).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining(fault),
    });
  });

  it.each([
    ['an oct key alone', { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }, 'has no key'],
    [
      'too many keys',
      { keys: Array.from({ length: 101 }, () => ({ kty: 'RSA', n: 'AQAB', e: 'AQAB' })) },
      'the limit is 100',
    ],
  ])('refuses %s in the configuration', async (_, jwks, fault) => {
    await expect(judge({ jwks })).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining(fault),
    });
  });
});
