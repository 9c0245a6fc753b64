import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore, systemClock } from '@drawbridge/core';
import { createKeptSecrets, placesOfFile, readVouchConfig } from '@drawbridge/gateway/node';
import { createRuntime } from '@drawbridge/node';
import { createLogRecorder } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenFlags } from './listen-flags.ts';
import { reloadVouch } from './reload-vouch.ts';
import { startVouch } from './vouch-service.ts';

const SECRET = 'c2VjcmV0LW9mLXRoaXJ0eS10d28tYnl0ZXMtb3Itc28tIQ==';

const cleanUps: (() => unknown)[] = [];
let folder: string;
let log = createLogRecorder();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-vouch-'));
  await mkdir(join(folder, 'config'));
  log = createLogRecorder();
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  await rm(folder, { recursive: true });
});

/** A configuration with one user header, which the answers show. */
async function read(user: string, more: readonly string[] = [], env: Record<string, string> = {}) {
  const file = join(folder, 'config/config.yml');
  const lines = ['validateOnly: true', 'publicAccess: true', `headers: {user: ${user}}`, ...more];
  await writeFile(file, `vouch:\n  domains: [example.com]\n  ${lines.join('\n  ')}\n`);
  const all = { VOUCH_JWT_SECRET: SECRET, ...env };
  return readVouchConfig({
    ...placesOfFile(file, all),
    env: all,
    flags: listenFlags('127.0.0.1:0'),
    host: '127.0.0.1',
  });
}

type Vouch = Awaited<ReturnType<typeof read>>;

async function start(env: Record<string, string> = {}) {
  const openStore = async () => createMemoryStore(systemClock);
  const runtime = { ...createRuntime({ data: folder, log, openStore }), showHealth: () => {} };
  cleanUps.push(() => runtime.close());
  const kept = createKeptSecrets();
  const vouch = await read('X-First', [], env);
  const service = await startVouch({
    config: {},
    vouch,
    runtime,
    teller: { stopped() {} },
    kept,
  });
  cleanUps.push(() => service.close());
  const url = service.listeners.urls.get('gateway');
  return {
    service,
    reload: (next: Vouch, config = {}) =>
      reloadVouch(service, { config, vouch: next, kept }, runtime),
    /** The fields that an app is told, empty since nobody is signed in. */
    async fields(): Promise<readonly (string | null)[]> {
      const { headers } = await fetch(`${url}/validate`, { headers: { host: 'app.example.com' } });
      return ['x-first', 'x-second'].map((name) => headers.get(name));
    },
  };
}

const waiting = () =>
  log.entries
    .filter(({ event }) => event === 'settings wait for a restart')
    .map(({ fields }) => fields?.['settings']);

describe('reloadVouch', () => {
  it('leaves all as it was where a key cannot be used', async () => {
    const { service, reload, fields } = await start();
    const before = service.section.vouch;
    const next = { ...(await read('X-Second')), signing: { keys: [], secretFile: undefined } };
    await expect(reload(next)).rejects.toThrow('there is no key');
    expect(service.section.vouch).toBe(before);
    expect(await fields()).toEqual(['', null]);
  });

  it('puts settings in force, and says which changed, without their values', async () => {
    const { service, reload, fields } = await start();
    const next = await read('X-Second', ['cookie: {name: PLANTED}']);
    expect(await reload(next)).toBe('cookie, headers');
    expect(service.section.vouch).toBe(next);
    expect(await fields()).toEqual([null, '']);
    expect(waiting()).toEqual([]);
  });

  it('says that keys changed, and none of them', async () => {
    const { reload } = await start();
    const changed = await reload(
      await read('X-First', [], {
        VOUCH_JWT_SECRET: `PLANTED-${SECRET}`,
        VOUCH_SESSION_KEY: `PLANTED-${SECRET}`,
      }),
    );
    expect(changed).toBe('the keys of the cookie, session.key');
    expect(log.text()).not.toContain('PLANTED');
  });

  it('says that nothing changed', async () => {
    const { reload } = await start();
    expect(await reload(await read('X-First'))).toBe('none in the settings');
  });

  it('says nothing of keys where a secret was made at the start, nor where its file is gone, and does where it is another', async () => {
    const ownFile = { VOUCH_JWT_SECRET: '' };
    const { reload } = await start(ownFile);
    const again = async () => reload(await read('X-First', [], ownFile));
    const secretFile = join(folder, 'config/secret');
    const made = await readFile(secretFile, 'utf8');
    expect(made).toHaveLength(44);
    expect(await again()).toBe('none in the settings');
    await rm(secretFile);
    expect(await again()).toBe('none in the settings');
    await writeFile(secretFile, made, { mode: 0o600 });
    expect(await again()).toBe('none in the settings');
    await rm(secretFile);
    await again();
    await writeFile(secretFile, SECRET, { mode: 0o600 });
    expect(await again()).toBe('the keys of the cookie');
    expect(log.text()).not.toContain(made);
  });

  it('tells what is odd of the new one', async () => {
    const { reload } = await start();
    await reload(await read('X-First', ['nobody_knows: 1']));
    expect(log.entries).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        event: 'setting passed over: nobody knows it',
        fields: expect.objectContaining({ setting: 'vouch.nobody_knows' }) as object,
      }),
    );
  });

  it('says what waits for a restart, its own and what all parts share', async () => {
    const { reload } = await start();
    await reload(await read('X-First', ['logLevel: debug', 'readTimeout: 3']), {
      log: { format: 'json' },
    });
    expect(waiting()).toEqual(['log.format, vouch.readTimeout and others, vouch.logLevel']);
  });

  it('says of each reload what waits, until the process is started anew', async () => {
    const { reload } = await start();
    const next = await read('X-First', ['readTimeout: 3']);
    await reload(next);
    await reload(next);
    // As it was started.
    await reload(await read('X-First'));
    expect(waiting()).toEqual(['vouch.readTimeout and others', 'vouch.readTimeout and others']);
  });
});
