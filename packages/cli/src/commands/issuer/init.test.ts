import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const URL = 'https://oidc.example.com';
let root: string;
let pem: string;

beforeAll(() => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
});
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
});
afterEach(() => rm(root, { recursive: true }));

/** A private key as PEM. @param passphrase - encrypts it */
const pkcs8 = (key: KeyObject, passphrase?: string) =>
  key
    .export({
      type: 'pkcs8',
      format: 'pem',
      ...(passphrase !== undefined && { cipher: 'aes-256-cbc', passphrase }),
    })
    .toString();

const init = (url: string, ...more: readonly string[]) =>
  testRun([
    'issuer',
    'init',
    url,
    '--dir',
    join(root, 'site'),
    '--data',
    join(root, 'data'),
    ...more,
  ]);

async function keyFile(text: string, mode = 0o600): Promise<string> {
  const path = join(root, 'private.pem');
  await writeFile(path, text, { mode });
  await chmod(path, mode);
  return path;
}

describe('issuer init refuses', () => {
  test.each([
    ['https://https://oidc.example.com', 'begins with https:// twice'],
    ['https://oidc.example.com/', 'has a slash at its end'],
    ['https://oidc.example.com:8443', 'has a port'],
    ['http://oidc.example.com', 'is not an https URL'],
    ['https://oidc.example.com?x', 'has a query'],
  ])('%s, and says what to write instead', async (url, words) => {
    const { code, stdout, stderr } = await init(url);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
    expect(stderr).toContain('Write https://oidc.example.com instead.');
  });

  test('an address with a password, and does not show it', async () => {
    const { code, stderr } = await init('https://me:hunter2@oidc.example.com');
    expect(code).toBe(2);
    expect(stderr).not.toContain('hunter2');
  });

  test.each([
    [
      'public',
      () => createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString(),
      /public key/,
    ],
    ['cut', () => pem.slice(0, 300), /cut off/],
    [
      'a certificate',
      () => '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      /certificate/,
    ],
    ['empty', () => '', /is empty/],
    [
      'of 1024 bits',
      () => pkcs8(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey),
      /needs 2048 bits or more, this one has 1024/,
    ],
    [
      'encrypted',
      () => pkcs8(generateKeyPairSync('ed25519').privateKey, 'hunter2'),
      /it is encrypted.*--passphrase-file/s,
    ],
  ])('a key that is %s', async (_, text, words) => {
    const { code, stdout, stderr } = await init(URL, '--key', await keyFile(text()));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
  });

  test('a key that others can read, and a folder', async () => {
    const { code, stderr } = await init(URL, '--key', await keyFile(pem, 0o644));
    expect(code).toBe(2);
    expect(stderr).toMatch(/can be read by other users/);
    expect((await init(URL, '--key', root)).stderr).toMatch(/cannot be read \(EISDIR\)/);
  });

  test.each([
    [['--kid', '1'], /--kid names the key of --key/],
    [['--jwks-path', 'keys'], /does not begin with a slash/],
    [['--alg', 'HS256'], /Allowed choices are RS256/],
  ])('%j', async (more, words) => {
    const { code, stderr } = await init(URL, ...more);
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
  });
});

test('issuer init makes a site, and tells what comes next', async () => {
  const first = await init(
    URL,
    '--alg',
    'ES256',
    '--alg',
    'EdDSA',
    '--x5c',
    '--jwks-path',
    '/jwks/keys',
  );
  expect(first.code).toBe(0);
  expect(first.stdout).toMatch(
    /^https:\/\/oidc.example.com {2}made\n {2}in .*site\n {2}\S+ {2}ES256\n {2}\S+ {2}EdDSA\n {2}key ring in .*keys\n$/,
  );
  expect(first.stderr).toMatch(
    /Google Cloud refuses[\s\S]*issuer host aws --issuer https:\/\/oidc.example.com\n[\s\S]*issuer check https:\/\/oidc.example.com/,
  );
  const { keys } = JSON.parse(await readFile(join(root, 'site/jwks/keys'), 'utf8'));
  expect(keys[0].x5c).toHaveLength(1);
  const again = await init(URL, '--json');
  expect([again.code, again.stderr]).toEqual([0, '']);
  expect(JSON.parse(again.stdout)).toMatchObject({
    outcome: 'unchanged',
    jwksPath: '/jwks/keys',
    written: [],
  });
});

test('issuer init refuses the key ring that another site has', async () => {
  expect((await init(URL, '--alg', 'ES256')).code).toBe(0);
  const second = ['--alg', 'ES256', '--dir', join(root, 'second')];
  const { code, stdout, stderr } = await init('https://b.example', ...second);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/is that of the issuer .*, not of https:\/\/b.example[^]*--data/);
  expect((await init(URL, ...second)).code).toBe(0);
});

test('issuer init warns once of an issuer that no cloud can reach', async () => {
  const { code, stderr } = await init('http://127.0.0.1:9', '--alg', 'ES256');
  expect(code).toBe(0);
  expect(stderr.match(/warning/g)).toHaveLength(1);
});

test('issuer init takes an existing site over', async () => {
  const { n, e } = createPublicKey(pem).export({ format: 'jwk' });
  await mkdir(join(root, 'site/.well-known'), { recursive: true });
  await mkdir(join(root, 'site/jwks'));
  const document = { issuer: URL, jwks_uri: `${URL}/jwks/keys` };
  const jwks = JSON.stringify({
    keys: [{ kty: 'RSA', alg: 'RS256', use: 'sig', n, e, kid: '1234' }],
  });
  await writeFile(join(root, 'site/.well-known/openid-configuration'), JSON.stringify(document));
  await writeFile(join(root, 'site/jwks/keys'), jwks);
  const key = await keyFile(pem);
  const { code, stdout } = await init(URL, '--key', key, '--kid', '1234');
  expect(code).toBe(0);
  expect(stdout).toContain('taken over, no file of it was changed');
  expect(await readFile(join(root, 'site/jwks/keys'), 'utf8')).toBe(jwks);
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const wrong = await init(URL, '--key', await keyFile(pkcs8(curve)), '--kid', '1234');
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('differ, and nothing was changed');
  expect(wrong.stderr).toContain('kty is not that of the key');
  await keyFile(pem);
  const other = await init(URL, '--key', key, '--kid', '4321');
  expect(other.code).toBe(2);
  expect(other.stderr).toContain('give --kid "1234"');
});
