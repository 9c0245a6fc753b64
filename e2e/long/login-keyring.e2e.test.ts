import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { type KeyringSession, startKeyringSession } from '../support/keyring-session.ts';
import { createLoginPlace, type LoginMachine, type LoginPlace } from '../support/login-place.ts';
import { createStage } from '../support/stage.ts';

/** Milliseconds, of which starting the program takes the most on a busy machine: it waits for a keyring 300. */
const AT_ONCE = 2_000;

const stage = createStage();
afterAll(() => stage.clear());

describeWith(['dbus-daemon', 'gnome-keyring'], 'a login in gnome-keyring', () => {
  let place: LoginPlace;
  let session: KeyringSession;
  let machine: LoginMachine;
  let data: string;

  beforeAll(async () => {
    [place, session] = await Promise.all([createLoginPlace(stage), startKeyringSession(stage)]);
    machine = await place.machine(session.env);
    data = join(machine.home, 'state', 'drawbridge');
  });

  const login = async () => {
    const command = await machine.login(...place.flags());
    await place.browse(command);
    expect((await command.exited).code).toBe(0);
    return command.stderr();
  };
  const run = (word: string, more: Readonly<Record<string, string>> = {}) =>
    stage.run([word, '--profile', 'dev'], { env: { ...machine.env, ...more } });
  const given = { code: 0, stdout: expect.stringContaining('"AccessKeyId"') as string };

  it('is opened by the secret there, and by it alone', async () => {
    expect(await login()).not.toContain('sealed files alone');
    expect(await run('credential-process')).toMatchObject(given);
    expect((await run('whoami')).stdout).toMatch(/kept in +.*secret in the keyring/);
    const files = await readdir(data, { recursive: true, withFileTypes: true });
    const texts = files
      .filter((entry) => entry.isFile())
      .map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8'));
    expect((await Promise.all(texts)).join('\n')).not.toMatch(/eyJ|ASIA|alice/);
    expect(files.map(({ name }) => name)).not.toContain('secret');

    // Whoever has the files has another keyring, or none.
    const copy = await stage.folder();
    await cp(data, copy, { recursive: true });
    const other = await startKeyringSession(stage);
    for (const [env, why] of [
      [other.env, /the secret .* is gone: it was in the keyring/],
      [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' }, /keyring of the system cannot be/],
    ] as const) {
      for (const word of ['credential-process', 'whoami']) {
        const { code, stdout, stderr } = await run(word, { ...env, DRAWBRIDGE_DATA: copy });
        expect([word, code, stdout]).toEqual([word, 2, '']);
        expect(stderr).toMatch(why);
        expect(stderr).toMatch(/drawbridge login --profile dev/);
      }
    }
  });

  it('is asked for in vain while it is locked, which is said at once, and kept in files by a new sign-in', async () => {
    await session.lock();
    const begun = performance.now();
    const locked = await run('credential-process');
    expect(performance.now() - begun).toBeLessThan(AT_ONCE);
    expect(locked).toMatchObject({ stdout: '' });
    expect(locked.code).not.toBe(0);
    expect(locked.stderr).toMatch(/keyring .* did not answer within 300 ms: it may be locked/);
    expect(locked.stderr).toContain('drawbridge login --profile dev');
    const asked = await run('whoami');
    expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining('may be locked')]);

    expect(await login()).toMatch(/sealed files alone.*may be locked/);
    expect(await run('credential-process')).toMatchObject(given);
    expect((await run('whoami')).stdout).toMatch(/kept in +sealed files\n/);
  });

  it('that is gone is told of, and a sign-out leaves nothing that opens', async () => {
    await session.unlock();
    expect(await login()).not.toContain('sealed files alone');
    await session.end();
    const gone = await run('credential-process');
    expect([gone.code, gone.stdout]).toEqual([2, '']);
    expect(gone.stderr).toMatch(/keyring of the system cannot be used[^]*drawbridge login/);

    await session.unlock();
    expect(await run('credential-process')).toMatchObject(given);
    const out = await run('logout');
    expect([out.code, out.stdout]).toEqual([0, expect.stringContaining('dev: forgotten')]);
    for (const word of ['credential-process', 'whoami']) {
      expect(await run(word)).toMatchObject({ code: 1, stdout: '' });
    }
    const kept = await readdir(join(data, 'login', 'logins'));
    expect(kept).toEqual([]);
  });
});
