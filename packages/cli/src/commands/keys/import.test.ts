import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

let root: string;
let data: string;
let rsa: string;
let ec: string;

beforeAll(() => {
  rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  ec = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    .privateKey.export({ type: 'sec1', format: 'pem' })
    .toString();
});
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
  data = join(root, 'data');
});
afterEach(() => rm(root, { recursive: true }));

async function write(content: string | object, mode = 0o600): Promise<string> {
  const path = join(root, 'given');
  await rm(path, { force: true });
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content), { mode });
  await chmod(path, mode);
  return path;
}

const run = (path: string, ...more: readonly string[]) =>
  testRun(['keys', 'import', path, '--data', data, ...more]);
const jwkOf = (pem: string) => createPrivateKey(pem).export({ format: 'jwk' });
const publicOf = ({ kty, crv, n, e, x, y }: ReturnType<typeof jwkOf>) => ({ kty, crv, n, e, x, y });

/** Refused with these words, and nothing of the key among them or in the folder. */
async function refused(content: string | object, words: RegExp, more: readonly string[] = []) {
  const path = await write(content);
  const { code, stdout, stderr } = await run(path, ...more);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(words);
  const secret = typeof content === 'string' ? content.split('\n')[3] : undefined;
  if (secret) expect(stderr).not.toContain(secret);
  expect(await readdir(root)).toEqual(['given']);
}

describe('keys import refuses', () => {
  test.each([0o644, 0o640, 0o604, 0o666])('a private key of mode %o', async (mode) => {
    for (const content of [rsa, jwkOf(rsa), { keys: [jwkOf(ec)] }]) {
      const path = await write(content, mode);
      const { code, stderr } = await run(path);
      expect(code).toBe(2);
      expect(stderr).toMatch(/can be read by other users\n.*chmod 600/);
    }
    expect(await readdir(root)).toEqual(['given']);
  });

  test('a key that is cut off anywhere', async () => {
    for (const share of [0.02, 0.3, 0.7, 0.98]) {
      const pem = rsa.trimEnd();
      await refused(pem.slice(0, pem.length * share), /cut off|neither PEM nor/);
      const json = JSON.stringify(jwkOf(rsa));
      await refused(json.slice(0, json.length * share), /cut off/);
    }
  });

  test('a symmetric key', async () => {
    await refused({ kty: 'oct', k: 'c2VjcmV0LXNlY3JldA' }, /it is symmetric/);
    await refused({ keys: [{ kty: 'oct', k: 'c2Vj', alg: 'HS256' }] }, /it is symmetric/);
    await refused({ kty: 'oct', k: 'c2Vj' }, /it is symmetric/, ['--state', 'retired']);
  });

  test('a key that is only public', async () => {
    await refused(publicOf(jwkOf(rsa)), /a public key.*--state retired/);
    const pem = createPublicKey(rsa).export({ type: 'spki', format: 'pem' }).toString();
    await refused(pem, /a public key.*--state retired/);
  });

  test('what has no algorithm here', async () => {
    for (const namedCurve of ['secp256k1']) {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve });
      const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
      await refused(pem.toString(), /no algorithm here for its curve secp256k1/);
    }
    const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey;
    const pssPem = pss.export({ type: 'pkcs8', format: 'pem' }).toString();
    await refused(pssPem, /has no algorithm here|well-formed/);
    await refused(rsa, /type RSA, and ES256 needs EC\n.*without --alg/, ['--alg', 'ES256']);
    await refused({ ...jwkOf(ec), alg: 'HS256' }, /no algorithm here for its alg HS256/);
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    await refused(small.export({ type: 'pkcs8', format: 'pem' }).toString(), /2048/);
  });

  test.each([
    ['', /it is empty/],
    ['hello', /neither PEM nor a JWK/],
    ['[]', /neither PEM nor a JWK/],
    ['{}', /not a JWK/],
    ['{"keys":[]}', /has no keys/],
    ['{"keys":7}', /not a list/],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', /a certificate/],
    ['-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', /not a well-formed key/],
  ])('%j', async (content, words) => {
    await refused(content, words);
  });

  test('two keys that would sign with one algorithm, and nothing of them is taken', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
    const keys = [jwkOf(ec), other.export({ format: 'jwk' })];
    const { code, stderr } = await run(await write({ keys }));
    expect(code).toBe(2);
    expect(stderr).toContain('two of the keys would sign with ES384');
    expect(await readdir(root)).toEqual(['given']);
  });

  test('a file that is missing, a folder, and one without an end', async () => {
    for (const path of [join(root, 'none'), root, '/dev/zero']) {
      expect(await run(path)).toMatchObject({ code: 2, stdout: '' });
    }
  });
});

describe('keys import', () => {
  test.each([
    ['PKCS #8', () => rsa, 'RS256'],
    ['PKCS #1', () => createPrivateKey(rsa).export({ type: 'pkcs1', format: 'pem' }), 'RS256'],
    ['SEC 1', () => ec, 'ES384'],
    ['JWK', () => jwkOf(ec), 'ES384'],
    ['JWK Set', () => ({ keys: [jwkOf(rsa)] }), 'RS256'],
  ])('takes %s', async (_, content, alg) => {
    const given = content();
    const path = await write(typeof given === 'string' || 'kty' in given ? given : given);
    const { code, stdout, stderr } = await run(path, '--json');
    expect([code, stderr]).toEqual([0, '']);
    const { keys } = JSON.parse(stdout) as { keys: readonly { kid: string }[] };
    expect(keys).toMatchObject([{ alg, state: 'active' }]);
    const pem = join(data, 'keys', `${keys[0]?.kid}.pem`);
    expect((await stat(pem)).mode & 0o777).toBe(0o600);
    expect(await readFile(pem, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });

  test('takes a key from standard input, whatever it is called', async () => {
    const args = [
      'keys',
      'import',
      '-',
      '--kid',
      'mine',
      '--alg',
      'PS512',
      '--json',
      '--data',
      data,
    ];
    const { stdout } = await testRun(args, { stdin: rsa });
    expect(JSON.parse(stdout)).toMatchObject({ keys: [{ kid: 'mine', alg: 'PS512' }] });
  });

  test('publishes a key first where the ring signs already, unless relying parties know it', async () => {
    await run(await write(rsa));
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const next = await run(await write(other.export({ format: 'jwk' })), '--json');
    expect(JSON.parse(next.stdout)).toMatchObject({ keys: [{ state: 'next' }] });
    const known = await run(await write(ec), '--state', 'active', '--json');
    expect(JSON.parse(known.stdout)).toMatchObject({ keys: [{ state: 'active' }] });
  });

  test('says whose place a key takes, and says nothing of it where it takes none', async () => {
    const first = await run(await write(ec), '--kid', 'first');
    expect(first.stdout).toBe('first  ES384  active\n');
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
    const path = await write(other.export({ format: 'jwk' }));
    const second = await run(path, '--kid', 'second', '--state', 'active');
    expect(second.stdout).toMatch(/^second {2}ES384 {2}active\n {2}in place of first\b.*\n$/);
    const again = await run(path, '--kid', 'second', '--state', 'active');
    expect(again.stdout).toBe('second  ES384  active\n');
    const old = await run(await write(rsa), '--kid', 'old', '--state', 'retired');
    expect(old.stdout).toBe('old  RS256  retired\n');
  });

  test('does nothing the second time, and refuses another key of the same name', async () => {
    await run(await write(rsa), '--kid', 'one');
    const again = await run(await write(rsa), '--kid', 'one');
    expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('all of this already')]);
    const other = await run(await write(ec), '--kid', 'one');
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('the kid one already')]);
    const renamed = await run(await write(rsa), '--kid', 'two');
    expect([renamed.code, renamed.stderr]).toEqual([2, expect.stringContaining('as one (RS256)')]);
    expect(
      (await readdir(join(data, 'keys'))).filter((name) => name.endsWith('.pem')),
    ).toHaveLength(1);
  });

  test('takes only the public part of a retired key, also of a file for all to read', async () => {
    await run(await write(ec));
    const { code, stdout } = await run(
      await write({ ...publicOf(jwkOf(rsa)), kid: 'old' }, 0o644),
      '--state',
      'retired',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ keys: [{ kid: 'old', state: 'retired' }] });
    await run(await write({ ...jwkOf(rsa), kid: 'old' }), '--state', 'retired');
    expect(
      (await readdir(join(data, 'keys'))).filter((name) => name.endsWith('.pem')),
    ).toHaveLength(1);
  });

  test('takes one key of a set', async () => {
    const keys = [
      { ...jwkOf(rsa), kid: 'a' },
      { ...jwkOf(ec), kid: 'b' },
    ];
    const { stdout } = await run(await write({ keys }), '--only', 'b', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ keys: [{ kid: 'b', alg: 'ES384' }] });
    expect(await run(await write({ keys }), '--only', 'c')).toMatchObject({ code: 2 });
    expect(await run(await write({ keys }), '--kid', 'x')).toMatchObject({ code: 2 });
  });

  test('decrypts a PEM with the passphrase of a file that only this user can read', async () => {
    const options = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc' } as const;
    const pem = createPrivateKey(rsa)
      .export({ ...options, passphrase: 'planted-word' })
      .toString();
    await refused(pem, /it is encrypted.*--passphrase-file/);
    const passphrase = join(root, 'passphrase');
    const path = await write(pem);
    for (const [word, mode, code] of [
      ['planted-word\n', 0o644, 2],
      ['planted-wrong\n', 0o600, 2],
      ['planted-word\n', 0o600, 0],
    ] as const) {
      await rm(passphrase, { force: true });
      await writeFile(passphrase, word, { mode });
      await chmod(passphrase, mode);
      const ran = await run(path, '--passphrase-file', passphrase);
      expect(ran.code).toBe(code);
      expect(ran.stderr).not.toContain('planted');
      if (word === 'planted-wrong\n') expect(ran.stderr).toMatch(/the right one\?\n$/);
    }
  });
});
