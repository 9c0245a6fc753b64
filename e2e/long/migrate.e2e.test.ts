import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  type JWK,
  jwtVerify,
} from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBlocks } from '../support/documents.ts';
import { type Answer, getJson, type Jwks, post, readyAt } from '../support/exchange.ts';
import { createStage } from '../support/stage.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

const stage = createStage();
afterAll(() => stage.clear());

const PAGE = 'docs/migrate/oidc-token-proxy.md';
const ISSUER = 'https://oidc-proxy.example.com';
const AUDIENCE = 'https://sts.amazonaws.com';
const RSA_KID = '23c017d1-dc52-4ec2-99f7-8cd109efdc81';
const TWIN_KID = 'twin';

interface Migrated {
  readonly config: { readonly exchange: Readonly<Record<string, unknown>> };
  readonly notes: readonly string[];
  readonly keys: readonly {
    readonly kid: string;
    readonly alg: string;
    readonly state: string;
  }[];
}

/** A JWKS with the trap of the original's sample: two EC keys under one kid. */
let jwks: { readonly keys: readonly JWK[] };
let upstream: Upstream;

beforeAll(async () => {
  const make = async (alg: string, kid: string): Promise<JWK> => {
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    return { ...(await exportJWK(privateKey)), use: 'sig', alg, kid };
  };
  jwks = {
    keys: [
      await make('RS256', RSA_KID),
      await make('ES256', TWIN_KID),
      await make('ES256', TWIN_KID),
      await make('RS256', 'rotated-out'),
    ],
  };
  upstream = await startUpstream(stage, AUDIENCE);
});

/** A folder with an ini file and its keys. */
async function installation(ini: string): Promise<string> {
  const folder = await stage.folder();
  await writeFile(join(folder, 'site.ini'), ini);
  await writeFile(join(folder, 'private.jwks.json'), JSON.stringify(jwks), { mode: 0o600 });
  return folder;
}

function iniFor(keyIds: readonly string[]): string {
  return [
    '[app:main]',
    'use = egg:oidc-token-proxy',
    'jwks_file = %(here)s/private.jwks.json',
    'signing_key_ids =',
    ...keyIds.map((line) => `    ${line}`),
    `issuer = ${ISSUER}`,
    `upstream_issuer = ${upstream.issuer}`,
    `upstream_jwks_uri = ${upstream.issuer}/jwks.json`,
    'clone_upstream_claims =',
    '    sub',
    '    project_path exp',
    'extra_request_headers =',
    '    user-agent = my-proxy',
    '[server:main]',
    'listen = 127.0.0.1:6543',
    '[formatter_generic]',
    'format = %(asctime)s %(message)s',
    '',
  ].join('\n');
}

const migrate = (folder: string, ...more: readonly string[]) =>
  stage.run(['migrate', 'oidc-token-proxy', 'site.ini', '--data', 'data', ...more], {
    cwd: folder,
  });

/** The words after `npx drawbridge` of an example of the page, with further ones. */
async function wordsOf(mark: string): Promise<readonly string[]> {
  const { text } = await exampleOf(mark);
  return text.replaceAll('\\\n', ' ').trim().split(/\s+/).slice(2);
}

async function exampleOf(mark: string) {
  const found = (await readBlocks(PAGE)).find((block) => block.mark === mark);
  if (found === undefined) throw new Error(`${PAGE} has no example ${mark}`);
  return found;
}

/** A token as a GitLab job has it. */
const gitlabToken = (claims: Readonly<Record<string, unknown>> = {}) => {
  const now = Math.floor(Date.now() / 1000);
  return upstream.issue({
    sub: 'project_path:acme/web:ref_type:branch:ref:main',
    project_path: 'acme/web',
    namespace_path: 'acme',
    nbf: now - 5,
    ...claims,
  });
};

describe('a migrated exchange', () => {
  let url: string;
  let folder: string;

  const ask = (body: unknown): Promise<Answer> =>
    post(url, 'application/json', JSON.stringify(body), 'application/jwt');

  beforeAll(async () => {
    folder = await installation(iniFor([`RS256 = ${RSA_KID}`]));
    expect(await migrate(folder, '--out', 'drawbridge.yaml')).toMatchObject({
      code: 0,
      stdout: '',
    });
    const command = await stage.start(
      ['serve', 'exchange', '--config', 'drawbridge.yaml', '--listen', '127.0.0.1:0'],
      { cwd: folder },
    );
    url = await readyAt(command);
  });

  test('trades a token in the way of the original, with the key that it had', async () => {
    const token = await gitlabToken();
    const { status, headers, text } = await ask({ token });
    expect([status, headers.get('content-type')]).toEqual([200, 'application/jwt']);
    expect(decodeProtectedHeader(text)).toMatchObject({ alg: 'RS256', kid: RSA_KID });
    const { exp } = decodeJwt(token);
    expect(decodeJwt(text)).toMatchObject({
      iss: ISSUER,
      aud: AUDIENCE,
      exp,
      sub: 'project_path:acme/web:ref_type:branch:ref:main',
      project_path: 'acme/web',
    });
    expect(decodeJwt(text)).not.toHaveProperty('namespace_path');
    const keys = createRemoteJWKSet(new URL(`${url}/.well-known/jwks.json`));
    await jwtVerify(text, keys, { issuer: ISSUER, audience: AUDIENCE });
  });

  test('passes any audience on, as before', async () => {
    const { text } = await ask({ token: await gitlabToken({ aud: 'https://other.example.com' }) });
    expect(decodeJwt(text).aud).toBe('https://other.example.com');
  });

  test('publishes the key that was rotated out, and nothing private', async () => {
    const { keys } = await getJson<Jwks>(`${url}/.well-known/jwks.json`);
    expect(keys.map(({ kid }) => kid)).toEqual([RSA_KID, 'rotated-out']);
    for (const key of keys) expect(key).not.toHaveProperty('d');
  });

  test('has the six members of the discovery document', async () => {
    const document = await getJson<Record<string, unknown>>(
      `${url}/.well-known/openid-configuration`,
    );
    expect(Object.keys(document)).toHaveLength(6);
    expect(document).toMatchObject({
      issuer: ISSUER,
      id_token_signing_alg_values_supported: ['RS256'],
      claims_supported: expect.arrayContaining(['sub', 'project_path']),
    });
  });

  test.each<[string, () => Promise<Answer>, number]>([
    ['no body', () => post(url, 'application/json', undefined), 415],
    ['no JSON', () => post(url, 'application/json', 'token'), 415],
    ['no token', () => ask({}), 400],
    ['a bad token', () => ask({ token: 'bad' }), 403],
    ['an expired token', async () => ask({ token: await gitlabToken({ exp: 1 }) }), 403],
    ['no nbf', async () => ask({ token: await gitlabToken({ nbf: undefined }) }), 403],
    ['an alg without a key', async () => ask({ token: await gitlabToken(), alg: 'ES256' }), 403],
  ])('answers %s with the status that it had', async (_, send, status) => {
    expect((await send()).status).toBe(status);
  });
});

describe('drawbridge migrate oidc-token-proxy', () => {
  test('tells what it made, and what it left', async () => {
    const folder = await installation(iniFor([`RS256 = ${RSA_KID}`]));
    const { code, stdout, stderr } = await migrate(folder, '--json');
    expect([code, stderr]).toEqual([0, '']);
    const { config, notes, keys } = JSON.parse(stdout) as Migrated;
    expect(config.exchange).toMatchObject({ listen: '127.0.0.1:6543', issuer: ISSUER });
    expect(keys).toEqual([
      { kid: RSA_KID, alg: 'RS256', state: 'active' },
      { kid: 'rotated-out', alg: 'RS256', state: 'retired' },
    ]);
    for (const about of ['exp is not carried over', '[formatter_generic]', 'kid "twin"']) {
      expect(
        notes.filter((note) => note.includes(about)),
        about,
      ).toHaveLength(1);
    }
    const listed = await stage.run(['keys', 'list', '--json', '--data', join(folder, 'data')]);
    expect(JSON.parse(listed.stdout)).toMatchObject(keys);
  });

  test('prints a configuration that is valid, and may be run again', async () => {
    const folder = await installation(iniFor([`RS256 = ${RSA_KID}`]));
    const first = await migrate(folder);
    expect(first.code).toBe(0);
    await writeFile(join(folder, 'printed.yaml'), first.stdout);
    const checked = await stage.run(['config', 'check', '--config', join(folder, 'printed.yaml')]);
    expect(checked).toMatchObject({ code: 0 });
    const again = await migrate(folder, '--out', 'printed.yaml');
    expect(again).toMatchObject({ code: 0, stdout: '' });
    expect(await readFile(join(folder, 'printed.yaml'), 'utf8')).toBe(first.stdout);
  });

  test('refuses the twins of the sample, offers to rename them, and does so', async () => {
    const folder = await installation(iniFor([`RS256 = ${RSA_KID}`, `ES256 = ${TWIN_KID}`]));
    const refused = await migrate(folder, '--out', 'drawbridge.yaml');
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    const thumbprints = refused.stderr.match(/[\w-]{43}/g) ?? [];
    expect(new Set(thumbprints).size).toBe(2);
    expect(refused.stderr).toContain('--rekid');
    await expect(readFile(join(folder, 'drawbridge.yaml'))).rejects.toThrow('ENOENT');
    await expect(readFile(join(folder, 'data', 'keys', 'ring.1.json'))).rejects.toThrow('ENOENT');

    const [first = '', second = ''] = thumbprints;
    const chosen = await migrate(folder, '--rekid', '--sign-with', second, '--json');
    expect((JSON.parse(chosen.stdout) as Migrated).keys).toEqual([
      { kid: RSA_KID, alg: 'RS256', state: 'active' },
      { kid: second, alg: 'ES256', state: 'active' },
      { kid: first, alg: 'ES256', state: 'retired' },
      { kid: 'rotated-out', alg: 'RS256', state: 'retired' },
    ]);
  });

  test('shows no private key, whatever goes wrong', async () => {
    const secrets = jwks.keys.flatMap(({ d, p }) => [d, p]).filter((text) => text !== undefined);
    expect(secrets.length).toBeGreaterThan(4);
    const folder = await installation(iniFor([`RS256 = ${RSA_KID}`]));
    const file = join(folder, 'private.jwks.json');
    const good = await readFile(file, 'utf8');
    for (const text of [
      good,
      `${good}}`,
      good.replaceAll('"n"', '"m"'),
      `[${good}]`,
      good.slice(9),
    ]) {
      await writeFile(file, text);
      await migrate(folder, '--json');
      await migrate(folder);
    }
    await chmod(file, 0o644);
    expect((await migrate(folder, '--no-keys')).code).toBe(0);
    for (const secret of secrets) expect(stage.output().includes(secret)).toBe(false);
  });
});

describe(PAGE, () => {
  test('has an example that migrates, serves and trades the token of its job', async () => {
    const { text: ini } = await exampleOf('ini');
    // As it stands there, but for the upstream, which must be one that is there.
    const folder = await installation(ini.replaceAll('https://gitlab.internal', upstream.issuer));
    const path = join(folder, 'site.ini');
    await writeFile(
      path,
      (await readFile(path, 'utf8')).replace('/oauth/discovery/keys', '/jwks.json'),
    );
    for (const mark of ['migrate', 'safe']) {
      const { code, stderr } = await stage.run(await wordsOf(mark), { cwd: folder });
      expect(code, stderr).toBe(0);
    }
    const words = await wordsOf('serve');
    for (const config of ['drawbridge.yaml', 'safe.yaml']) {
      const args = words.map((word) => (word === 'drawbridge.yaml' ? config : word));
      const command = await stage.start([...args, '--listen', '127.0.0.1:0'], { cwd: folder });
      const url = await readyAt(command);
      const { text: job } = await exampleOf('job');
      const [, curl = ''] = /=\$\((curl [\s\S]*?)\)\n/.exec(job) ?? [];
      const { stdout, stderr } = await stage.shell(curl.replace(ISSUER, url), {
        env: { PRIVATE_ID_TOKEN_FOR_AWS: await gitlabToken() },
      });
      expect(stderr).toBe('');
      expect(decodeJwt(stdout)).toMatchObject({ iss: ISSUER, aud: AUDIENCE });
      await command.stop();
    }
  });
});
