import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A configuration with two rules, one of which has every kind of condition. */
const CONFIGURATION = `
version: 1
exchange:
  issuer: https://bridge.example.com
  upstreams:
    - issuer: https://gitlab.internal
      audiences: [https://bridge.example.com]
  clients:
    - id: runners
      secret: { env: RUNNERS_SECRET }
  rules:
    - name: releases
      match:
        issuer: https://gitlab.internal
        claims:
          project_path: acme/web
          ref: { glob: "release/*" }
      grant:
        audience: [sts.amazonaws.com, https://vault.example.com]
        claims: { sub: "project:{project_path}" }
        maxBytes: { sub: 20 }
        lifetime: 300
    - name: deployers
      match:
        issuer: https://gitlab.internal
        client: runners
        claims: { groups: { has: deploy } }
      grant: { audience: kubernetes, algorithm: ES256, once: true }
`;

/** Writes the configuration into a new folder. */
export async function writeRules(): Promise<{ readonly folder: string; readonly config: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-rules-'));
  const config = join(folder, 'drawbridge.yaml');
  await writeFile(config, CONFIGURATION);
  return { folder, config };
}

/** A token that says what is given, with a signature of nobody. */
export function unsignedToken(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', kid: 'k' })}.${part(claims)}.c2ln`;
}

/** A release of the project that the first rule is about. */
export const RELEASE = {
  iss: 'https://gitlab.internal',
  sub: 'job',
  project_path: 'acme/web',
  ref: 'release/1',
};
