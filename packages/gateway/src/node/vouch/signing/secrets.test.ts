import { lstat, mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createLogRecorder } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isWeakSecret } from '../../../vouch/is-weak-secret.ts';
import { GOOD_SECRET, makeVouchFolder, type VouchFolder } from '../vouch.fixture.ts';
import { createKeptSecrets } from './kept-secrets.ts';
import { ensureSecretFile, readSecretFile } from './secret-file.ts';

let folder: VouchFolder;
let path: string;
let log = createLogRecorder();
beforeEach(async () => {
  folder = await makeVouchFolder();
  path = join(folder.path, 'config/secret');
  log = createLogRecorder();
});
afterEach(() => folder.remove());

const events = () => log.entries.map(({ level, event }) => `${level}: ${event}`);

describe('the file of a secret', () => {
  it('is made of 32 random bytes in Base64, for its owner alone', async () => {
    const secret = await ensureSecretFile(path, log);
    expect(Buffer.from(secret, 'base64')).toHaveLength(32);
    expect(isWeakSecret(secret)).toBe(false);
    expect(await readFile(path, 'utf8')).toBe(secret);
    expect((await lstat(path)).mode & 0o777).toBe(0o600);
    expect(events()).toEqual(['info: jwt.secret made']);
    expect(log.text()).not.toContain(secret);
  });

  it('is made once, by however many that start at a time', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => ensureSecretFile(path, log)));
    expect(new Set(all).size).toBe(1);
    expect(events()).toHaveLength(1);
  });

  it('is not replaced', async () => {
    await folder.write('config/secret', `${GOOD_SECRET}\n`);
    expect(await ensureSecretFile(path, log)).toBe(`${GOOD_SECRET}\n`);
    expect(events()).toEqual([]);
  });

  it('is done without where it cannot be made, and that is told', async () => {
    await folder.write('file', '');
    const secret = await ensureSecretFile(join(folder.path, 'file/secret'), log);
    expect(isWeakSecret(secret)).toBe(false);
    expect(log.entries).toMatchObject([{ level: 'warn', fields: { detail: expect.any(String) } }]);
  });

  it('is not made where a link leads to nothing, and that is told', async () => {
    await mkdir(join(folder.path, 'config'), { recursive: true });
    await symlink(join(folder.path, 'nowhere'), path);
    const secrets = [await ensureSecretFile(path, log), await ensureSecretFile(path, log)];
    expect(new Set(secrets).size).toBe(2);
    expect(await readdir(folder.path)).not.toContain('nowhere');
    const told = { level: 'warn', fields: { file: path, detail: expect.stringContaining('link') } };
    expect(log.entries).toMatchObject([told, told]);
  });

  it.each([
    ['is not there', undefined, { missing: true }],
    ['is empty', '\n', { fault: expect.stringContaining('which is empty') }],
    ['is too long', 'x'.repeat(70_000), { fault: expect.stringContaining('more than 64 KiB') }],
  ])('tells that it %s', async (_, text, found) => {
    if (text !== undefined) await folder.write('config/secret', text);
    expect(await readSecretFile(path)).toEqual(found);
  });

  it('tells that it is a folder', async () => {
    await mkdir(path, { recursive: true });
    expect(await readSecretFile(path)).toEqual({ fault: expect.stringContaining('(EISDIR)') });
  });
});

describe('secrets that are kept', () => {
  const inFile = (secret?: string) => ({ keys: [], secretFile: { path, secret } });

  it('go on when their file is gone while the configuration is read anew', async () => {
    const kept = createKeptSecrets();
    const [first] = await kept.signingKeys(inFile(), log);
    await rm(path);
    expect(await kept.signingKeys(inFile(), log)).toEqual([first]);
    expect(events()).toContain(
      'warn: the file of jwt.secret is gone: what it had goes on until the process ends',
    );
  });

  it('say which is in force, and make none to do so', async () => {
    const kept = createKeptSecrets();
    expect(kept.inForce(inFile())).toEqual(inFile());
    await expect(lstat(path)).rejects.toThrow('ENOENT');
    const [made] = await kept.signingKeys(inFile(), log);
    expect(kept.inForce(inFile()).secretFile).toEqual({ path, ...made });
    expect(kept.inForce(inFile(GOOD_SECRET))).toEqual(inFile(GOOD_SECRET));
    const given = { keys: [{ secret: GOOD_SECRET }], secretFile: undefined };
    expect(kept.inForce(given)).toEqual(given);
  });

  it('have those of before behind them', async () => {
    const keys = [{ secret: 'before' }];
    const kept = createKeptSecrets();
    const secretFile = { path, secret: GOOD_SECRET };
    expect(await kept.signingKeys({ keys, secretFile }, log)).toEqual([
      { secret: GOOD_SECRET },
      ...keys,
    ]);
    await expect(kept.signingKeys({ keys: [], secretFile: undefined }, log)).rejects.toThrow(
      'no key',
    );
  });

  it('seal by session.key, or by what is random in each process and the same in one', () => {
    const [kept, other] = [createKeptSecrets(), createKeptSecrets()];
    expect(kept.sealingSecret('a')).toEqual(other.sealingSecret('a'));
    expect(kept.sealingSecret('a')).not.toEqual(kept.sealingSecret('b'));
    expect(kept.sealingSecret(undefined)).toEqual(kept.sealingSecret(undefined));
    expect(kept.sealingSecret(undefined)).not.toEqual(other.sealingSecret(undefined));
  });
});
