import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CILOGON } from '../../inspector/id-tokens/create-id-token-verifier.ts';
import { readInspectorSettings } from './read-inspector-settings.ts';

const SECRET = 's'.repeat(44);
const ENV = { API_SERVER_URL: 'https://a.test', VOUCH_JWT_SECRET: SECRET };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-inspector-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('refuses', () => {
  it.each([
    ['nothing', {}, {}, ['API_SERVER_URL is missing', 'VOUCH_JWT_SECRET_FILE or --secret-file is']],
    ['an address that is none', { serverUrl: 'a.test' }, ENV, ['is not an absolute URL']],
    ['an indentation in words', {}, { ...ENV, API_JSON_RESPONSE_INDENT: 'two' }, ['from 0 to 16']],
    ['one of 17', {}, { ...ENV, API_JSON_RESPONSE_INDENT: '17' }, ['from 0 to 16']],
    [
      'a name that ends a cookie',
      {},
      { ...ENV, VOUCH_COOKIE_NAME: 'a;b' },
      ['no name of a cookie'],
    ],
    ['a name in markup', { cookieName: '<b>' }, ENV, ['no name of a cookie']],
    ['an algorithm that signs nothing', { algorithm: 'none' }, ENV, ['is none of HS256']],
    ['a weak secret', {}, { ...ENV, VOUCH_JWT_SECRET: 's'.repeat(43) }, ['--allow-weak-secret']],
    ['two secrets', {}, { ...ENV, VOUCH_JWT_SECRET_FILE: '/x' }, ['are both there']],
    ['a file that is not there', { secretFile: 'sss/sss' }, ENV, ['a file that is not there']],
    [
      'a secret where a public key is needed',
      { algorithm: 'RS256' },
      ENV,
      ['VOUCH_JWT_PUBLICKEYFILE is'],
    ],
  ])('%s', async (_, given, env, said) => {
    const refused = readInspectorSettings(given, env);
    await expect(refused).rejects.toMatchObject({ code: 'usage_invalid' });
    for (const words of said) await expect(refused).rejects.toThrow(words);
    await expect(refused).rejects.not.toThrow('sss');
  });

  it('a file with nothing but a line end', async () => {
    const given = { secretFile: await file('blank', '\n') };
    await expect(readInspectorSettings(given, ENV)).rejects.toThrow(/--secret-file is empty/);
  });

  it('a public key that is none, or of another kind', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
    for (const publicKeyFile of [await file('text', 'text'), await file('ec.pem', pem)]) {
      const given = { algorithm: 'RS256', publicKeyFile };
      await expect(readInspectorSettings(given, ENV)).rejects.toThrow(/no public key in PEM/);
    }
  });
});

describe('takes', () => {
  it("the demo's variables, with its defaults", async () => {
    expect(await readInspectorSettings({}, ENV)).toEqual({
      serverUrl: 'https://a.test',
      indent: 0,
      cookieName: 'VouchCookie',
      algorithm: 'HS256',
      keys: [{ secret: SECRET }],
      issuers: [CILOGON],
      isWeak: false,
    });
    const env = { ...ENV, API_JSON_RESPONSE_INDENT: '2', VOUCH_COOKIE_NAME: 'fabric' };
    expect(await readInspectorSettings({}, env)).toMatchObject({ indent: 2, cookieName: 'fabric' });
  });

  it('a flag before its variable, also a secret', async () => {
    const secretFile = await file('secret', `${'t'.repeat(44)}\n`);
    const given = { serverUrl: 'https://b.test', indent: 4, cookieName: 'c', secretFile };
    expect(await readInspectorSettings(given, ENV)).toMatchObject({
      serverUrl: 'https://b.test',
      indent: 4,
      cookieName: 'c',
      // Of Vouch Proxy's own file a line end is a part.
      keys: [{ secret: 't'.repeat(44) }, { secret: `${'t'.repeat(44)}\n` }],
    });
  });

  it('a weak secret where that is said', async () => {
    const env = { ...ENV, VOUCH_JWT_SECRET: 'short' };
    const allowed = { isWeak: true, keys: [{ secret: 'short' }] };
    expect(await readInspectorSettings({ allowWeakSecret: true }, env)).toMatchObject(allowed);
    const byVariable = { ...env, VOUCH_JWT_ALLOWWEAKSECRET: 'true' };
    expect(await readInspectorSettings({}, byVariable)).toMatchObject(allowed);
  });

  it('a public key', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
    const env = {
      API_SERVER_URL: 'https://a.test',
      VOUCH_JWT_SIGNINGMETHOD: 'ES256',
      VOUCH_JWT_PUBLICKEYFILE: await file('public.pem', pem),
    };
    const { algorithm, keys } = await readInspectorSettings({}, env);
    expect([algorithm, keys]).toEqual(['ES256', [{ publicKey: pem }]]);
  });

  it("issuers beside CILogon, and another place of CILogon's keys", async () => {
    const other = { issuer: 'https://id.test', jwksUri: 'https://id.test/jwks' };
    const own = { issuer: CILOGON.issuer, jwksUri: 'https://mirror.test/jwks' };
    expect((await readInspectorSettings({ issuers: [other] }, ENV)).issuers).toEqual([
      CILOGON,
      other,
    ]);
    expect((await readInspectorSettings({ issuers: [own] }, ENV)).issuers).toEqual([own]);
  });
});
