import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

// Whoever is named in an address, and by which password, is nobody's business: neither good nor bad files show it.

const HOST = 'oidc.drawbridge.invalid';
const ISSUER = `https://joe:PLANTED@${HOST}/a`;

const TRUST: Readonly<Record<string, readonly object[]>> = {
  aws: [
    {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${HOST}/a` },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: { StringEquals: { [`${HOST}/a:sub`]: ISSUER, [`${HOST}/a:aud`]: ISSUER } },
        },
      ],
    },
  ],
  gcp: [
    {
      name: 'projects/1/locations/global/workloadIdentityPools/ci/providers/ci',
      oidc: { issuerUri: ISSUER, allowedAudiences: [ISSUER] },
      attributeMapping: { 'google.subject': 'assertion.sub' },
    },
  ],
  azure: [[{ name: 'a', issuer: ISSUER, subject: ISSUER, audiences: [ISSUER] }]],
  kubernetes: [
    { 'oidc-issuer-url': ISSUER, 'oidc-client-id': ISSUER },
    {
      apiVersion: 'apiserver.config.k8s.io/v1',
      kind: 'AuthenticationConfiguration',
      jwt: [
        {
          issuer: { url: ISSUER, discoveryURL: `${ISSUER}/b`, audiences: [ISSUER] },
          claimMappings: { username: { claim: 'sub', prefix: 'ci:' } },
        },
      ],
    },
  ],
  vault: ['oidc_discovery_url', 'jwks_url'].map((name) => ({
    config: { [name]: ISSUER, bound_issuer: ISSUER },
    role: { name: 'ci', role_type: 'jwt', user_claim: 'sub', bound_audiences: [ISSUER] },
  })),
};

let folder: string;
let token: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-doctor-'));
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: ISSUER, sub: 'repo:a', aud: ISSUER, iat: 1, exp: 2 };
  token = join(folder, 'token.jwt');
  await writeFile(token, `${part({ alg: 'RS256', kid: ISSUER })}.${part(claims)}.AAAA`);
});
afterAll(() => rm(folder, { recursive: true }));

const ROWS = Object.entries(TRUST).flatMap(([party, files]) =>
  files.flatMap((file) => [[], ['--json']].map((flags) => [party, flags, file] as const)),
);

describe.each(ROWS)('doctor %s %j', (party, flags, trust) => {
  test('shows no password of an address', async () => {
    const file = join(folder, 'trust.json');
    await writeFile(file, JSON.stringify(trust));
    const args = ['--token', `@${token}`, '--trust', file, '--data', folder];
    const whole = await testRun(['doctor', party, '--issuer', ISSUER, ...args, ...flags]);
    const way = await testRun(['doctor', 'issuer', ISSUER, '--for', party, ...args, ...flags]);
    for (const { stdout, stderr } of [whole, way]) {
      expect(`${stdout}${stderr}`).toMatch(/\S/);
      expect(`${stdout}${stderr}`).not.toContain('PLANTED');
    }
  });
});

test('what is left of such an address is shown', async () => {
  const args = ['--token', `@${token}`, '--data', folder];
  const { stdout } = await testRun(['doctor', 'aws', '--issuer', ISSUER, ...args]);
  expect(stdout).toContain(`https://…@${HOST}/a`);
});
