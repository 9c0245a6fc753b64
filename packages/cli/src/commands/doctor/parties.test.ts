import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '@drawbridge/clouds/doctor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

// An issuer that nobody reaches from here, whose keys a relying party was told in another way.

const ISSUER = 'https://oidc.drawbridge.invalid';
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const JWK = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' };
const PEM = publicKey.export({ type: 'spki', format: 'pem' });

let folder: string;
let token: string;
let asked: (string | undefined)[] = [];
const server = createServer(({ url }, response) => {
  asked.push(url);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ keys: [JWK] }));
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-doctor-'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: ISSUER, sub: 'repo:acme/app', aud: 'ci', iat: now, exp: now + 600 };
  const input = `${part({ alg: 'RS256', kid: 'k1', typ: 'JWT' })}.${part(claims)}`;
  const made = `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
  token = join(folder, 'token.jwt');
  await writeFile(token, made);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function doctor(party: string, trust: object) {
  asked = [];
  const file = join(folder, 'trust.json');
  await writeFile(file, JSON.stringify(trust));
  const args = ['--issuer', ISSUER, '--token', `@${token}`, '--trust', file, '--json'];
  const { code, stdout } = await testRun(['doctor', party, '--data', folder, ...args]);
  const { answers } = JSON.parse(stdout) as { readonly answers: readonly Answer[] };
  const find = (id: string) => answers.find((each) => each.id === id);
  const failed = answers.filter(({ state }) => state === 'failed').map(({ id }) => id);
  return { code, failed, find };
}

const ROLE = { name: 'ci', role_type: 'jwt', user_claim: 'sub', bound_audiences: ['ci'] };

describe('Vault', () => {
  test('verifies with keys that it was given, whatever their kid', async () => {
    const { code, failed, find } = await doctor('vault', {
      config: { jwt_validation_pubkeys: [PEM] },
      role: ROLE,
    });
    expect([code, failed]).toEqual([0, []]);
    expect(find('token-signature')).toMatchObject({ state: 'passed' });
    expect(find('trust')).toMatchObject({
      state: 'passed',
      seen: 'role "ci" lets it in, as repo:acme/app',
    });
  });

  test('verifies with keys at another address than that of the issuer', async () => {
    const config = { jwks_url: `${address()}/jwks` };
    const { code, failed, find } = await doctor('vault', { config, role: ROLE });
    expect([code, failed, asked]).toEqual([0, [], ['/jwks']]);
    expect(find('token-signature')).toMatchObject({ state: 'passed', seen: 'by the key "k1"' });
  });

  test('looks nowhere where an address is none that keys are taken from', async () => {
    const config = { oidc_discovery_url: 'vault.example' };
    const { find } = await doctor('vault', { config, role: ROLE });
    expect(find('discovery-served')).toMatchObject({
      state: 'unknown',
      seen: expect.stringContaining('is not an absolute URL'),
    });
    expect(find('token-signature')).toMatchObject({ state: 'unknown' });
  });
});

test('Google Cloud verifies with keys that were uploaded', async () => {
  const name = 'projects/1/locations/global/workloadIdentityPools/ci/providers/ci';
  const { code, failed, find } = await doctor('gcp', {
    name,
    oidc: {
      issuerUri: ISSUER,
      allowedAudiences: ['ci'],
      jwksJson: JSON.stringify({ keys: [JWK] }),
    },
    attributeMapping: { 'google.subject': 'assertion.sub' },
  });
  expect([code, failed]).toEqual([0, []]);
  expect(find('token-signature')).toMatchObject({ state: 'passed', seen: 'by the key "k1"' });
  expect(find('trust')).toMatchObject({
    state: 'passed',
    seen: expect.stringContaining('/subject/repo:acme/app'),
  });
});

test('Kubernetes may reach what is not reached from here', async () => {
  const { code, failed, find } = await doctor('kubernetes', {
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'AuthenticationConfiguration',
    jwt: [
      {
        issuer: { url: ISSUER, audiences: ['ci'] },
        claimMappings: { username: { claim: 'sub', prefix: 'ci:' } },
      },
    ],
  });
  expect([code, failed]).toEqual([0, []]);
  expect(find('discovery-served')).toMatchObject({
    state: 'unknown',
    seen: expect.stringContaining('cannot be read from here'),
  });
  expect(find('trust')).toMatchObject({
    state: 'passed',
    seen: expect.stringContaining('ci:repo:acme/app'),
  });
});
