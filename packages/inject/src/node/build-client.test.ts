import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDefaultEngine } from '@drawbridge/core';
import { createSettingReader } from '@drawbridge/node/config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildClient } from './build-client.ts';
import type { ClientSection } from './section/client-schema.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-client-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function build(section: Omit<ClientSection, 'id'>) {
  const reader = createSettingReader({ SECRET: 'planted' });
  const client = await buildClient(
    { id: 'c', ...section },
    'inject.token.client',
    createDefaultEngine(),
    reader,
  );
  reader.finish();
  return client;
}

async function keyFile(): Promise<string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const file = join(folder, 'key.pem');
  await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return file;
}

describe('buildClient', () => {
  it('leaves open where a secret goes, unless that is said', async () => {
    const secret = { env: 'SECRET' };
    expect(await build({ secret })).toEqual({
      authentication: { method: 'client_secret_basic', clientId: 'c', clientSecret: 'planted' },
      isOpen: true,
    });
    const said = await build({ secret, method: 'client_secret_post' });
    expect([said.authentication.method, said.isOpen]).toEqual(['client_secret_post', false]);
  });

  it('names a public client, and proves nothing', async () => {
    expect((await build({})).authentication).toEqual({ method: 'none', clientId: 'c' });
  });

  it('signs with a key', async () => {
    const { authentication } = await build({ keyFile: await keyFile() });
    if (authentication.method !== 'private_key_jwt') throw new Error('it signs nothing');
    expect(authentication.key.alg).toBe('ES256');
    expect(await authentication.key.sign(new Uint8Array(1))).toHaveLength(64);
  });

  it('shows a certificate', async () => {
    const certificateFile = join(folder, 'cert.pem');
    await writeFile(certificateFile, 'a certificate');
    const client = await build({ keyFile: await keyFile(), certificateFile });
    expect(client.authentication).toEqual({ method: 'tls_client_auth', clientId: 'c' });
    expect(client.certificate).toMatchObject({ certificate: 'a certificate' });
  });

  it('tells what cannot be read, with its setting, and nothing of a key', async () => {
    const file = join(folder, 'bad.pem');
    await writeFile(file, 'planted');
    await expect(build({ keyFile: file })).rejects.toThrow('inject.token.client.keyFile');
    await expect(build({ keyFile: file })).rejects.not.toThrow('planted');
    await expect(build({ keyFile: join(folder, 'none') })).rejects.toThrow('ENOENT');
    await expect(build({ secret: { env: 'NOWHERE' } })).rejects.toThrow('the variable NOWHERE');
  });
});
