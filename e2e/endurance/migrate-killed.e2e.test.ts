import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStage } from '../support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

const INI = `[app:main]
use = egg:oidc-token-proxy
jwks_file = %(here)s/private.jwks.json
signing_key_ids =
    RS256 = first
    ES256 = second
issuer = https://oidc-proxy.example.com
upstream_issuer = https://gitlab.internal
upstream_jwks_uri = https://gitlab.internal/oauth/discovery/keys
clone_upstream_claims = sub
`;

let jwks: { readonly keys: readonly JWK[] };
beforeAll(async () => {
  const make = async (alg: string, kid: string): Promise<JWK> => {
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    return { ...(await exportJWK(privateKey)), use: 'sig', alg, kid };
  };
  jwks = {
    keys: [await make('RS256', 'first'), await make('ES256', 'second'), await make('RS256', 'old')],
  };
});

async function installation(): Promise<string> {
  const folder = await stage.folder();
  await writeFile(join(folder, 'site.ini'), INI);
  await writeFile(join(folder, 'private.jwks.json'), JSON.stringify(jwks), { mode: 0o600 });
  return folder;
}

const WORDS = ['migrate', 'oidc-token-proxy', 'site.ini', '--data', 'data', '--out', 'out.yaml'];

async function ringOf(folder: string): Promise<readonly string[]> {
  const keys = join(folder, 'data', 'keys');
  return existsSync(keys) ? (await readdir(keys)).filter((name) => name.startsWith('ring.')) : [];
}

async function kidsOf(folder: string, ring: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, 'data', 'keys', ring), 'utf8');
  const { keys } = JSON.parse(text) as { readonly keys: readonly { readonly kid: string }[] };
  return keys.map(({ kid }) => kid);
}

/** Kills a migration a moment after it began to write, and runs it again. */
async function killAndRunAgain(delay: number): Promise<string> {
  const folder = await installation();
  const first = await stage.start(WORDS, { cwd: folder });
  const state = { ended: false };
  void first.exited.then(() => (state.ended = true));
  while (!state.ended && !existsSync(join(folder, 'data', 'keys'))) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await new Promise((resolve) => setTimeout(resolve, delay));
  await first.stop('SIGKILL');

  const [ring, ...more] = await ringOf(folder);
  expect(more).toEqual([]);
  if (ring !== undefined) expect(await kidsOf(folder, ring)).toEqual(['first', 'second', 'old']);
  const written = existsSync(join(folder, 'out.yaml'));
  // The configuration comes last: who has it has the keys.
  if (written) expect(ring).toBeDefined();

  const { code, stderr } = await stage.run(WORDS, { cwd: folder });
  expect({ delay, code, stderr: code === 0 ? '' : stderr }).toEqual({ delay, code: 0, stderr: '' });
  const rings = await ringOf(folder);
  expect(rings).toHaveLength(1);
  if (ring !== undefined) expect(rings).toEqual([ring]);
  expect(await kidsOf(folder, rings[0] ?? '')).toEqual(['first', 'second', 'old']);
  expect(existsSync(join(folder, 'out.yaml'))).toBe(true);
  return ring === undefined ? 'no ring' : written ? 'all' : 'ring alone';
}

test('a migration that is killed at any moment leaves a whole key ring or none, and may be run again', {
  // Twenty runs of the command, on a machine that may have more to do.
  timeout: 240_000,
}, async () => {
  const moments = new Set<string>();
  for (let round = 0; round < 5; round++) {
    const outcomes = await Promise.all([killAndRunAgain(round), killAndRunAgain(round * 3)]);
    for (const outcome of outcomes) moments.add(outcome);
  }
  // Some were killed in the middle of it, or this test would say nothing.
  expect([...moments].some((moment) => moment !== 'all')).toBe(true);
});
