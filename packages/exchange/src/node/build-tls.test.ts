import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSettingReader, parseSection } from '@drawbridge/node/config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, certify } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { buildTls } from './build-tls.ts';
import { exchangeSchema } from './section/exchange-section.ts';

const CI = 'https://ci.test';
const base = {
  issuer: 'https://public.test',
  upstreams: [{ issuer: CI, audiences: ['bridge'] }],
  rules: [{ name: 'r', match: { issuer: CI }, grant: { audience: 'aws' } }],
};

async function build(changes: object) {
  const reader = createSettingReader({});
  const section = parseSection(exchangeSchema, { ...base, ...changes }, 'exchange');
  const tls = await buildTls(section, reader);
  reader.finish();
  return tls;
}

describe('buildTls', () => {
  it('serves plain HTTP where nobody asks for TLS', async () => {
    expect(await build({})).toBeUndefined();
  });

  it('reports every file that cannot be read', async () => {
    const tls = {
      certificateFile: '/nowhere/c',
      keyFile: '/nowhere/k',
      clientCaFile: '/nowhere/a',
    };
    const failed: unknown = await build({ tls }).catch((thrown: unknown) => thrown);
    expect(failed).toMatchObject({ code: 'config_invalid' });
    for (const name of ['certificateFile', 'keyFile', 'clientCaFile']) {
      expect(String(failed)).toContain(`exchange.tls.${name} is the file /nowhere/`);
    }
  });
});

describeWith(['openssl'], 'buildTls with certificates', () => {
  let folder: string;
  let server: Certificate;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-build-tls-'));
    server = await certify(folder, 'server', 'IP:127.0.0.1');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['nobody has one', [], undefined, false],
    ['a client has one', [{ id: 'a', certificate: { sha256: 'ab'.repeat(32) } }], undefined, true],
    ['an authority is named', [], 'server.pem', true],
  ])('asks callers for a certificate where %s: %#', async (_, clients, ca, askCallers) => {
    const tls = {
      certificateFile: server.certFile,
      keyFile: server.keyFile,
      ...(ca !== undefined && { clientCaFile: join(folder, ca) }),
    };
    expect(await build({ tls, clients })).toMatchObject({
      certificate: server.cert,
      key: server.key,
      askCallers,
    });
  });

  it('refuses a key that other users can read, and does not quote it', async () => {
    const keyFile = join(folder, 'open.key');
    await writeFile(keyFile, server.key, { mode: 0o644 });
    const tls = { certificateFile: server.certFile, keyFile };
    const failed: unknown = await build({ tls }).catch((thrown: unknown) => thrown);
    expect(failed).toMatchObject({ code: 'config_invalid' });
    expect(String(failed)).toContain(
      `exchange.tls.keyFile is the file ${keyFile}, which other users can read or change`,
    );
    expect(String(failed)).not.toContain('BEGIN');
  });

  it('refuses a file of authorities that holds none', async () => {
    const clientCaFile = join(folder, 'empty.pem');
    await writeFile(clientCaFile, '# nothing\n');
    const tls = { certificateFile: server.certFile, keyFile: server.keyFile, clientCaFile };
    await expect(build({ tls })).rejects.toThrow(
      `exchange.tls.clientCaFile is the file ${clientCaFile}, which holds no certificate`,
    );
  });
});
