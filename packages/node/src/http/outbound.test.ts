import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openOutbound } from './outbound.ts';

const LIMITS = { accept: 'application/json', maxBytes: 1000 };
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A proxy that refuses, and with which credentials it was asked. */
async function startProxy() {
  const authorizations: (string | undefined)[] = [];
  const server = createServer().listen(0, '127.0.0.1');
  server.on('connect', ({ headers }, socket) => {
    const [, encoded] = headers['proxy-authorization']?.split(' ') ?? [];
    authorizations.push(encoded && Buffer.from(encoded, 'base64').toString());
    socket.on('error', () => {}).end('HTTP/1.1 403 No\r\n\r\n');
  });
  await once(server, 'listening');
  cleanUps.push(() => server.close());
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, authorizations };
}

type Section = Parameters<typeof openOutbound>[0];

/** Fetches by what is made of settings; answers the fault. */
async function fetchBy(
  section: Section,
  env: Record<string, string> = {},
  url = 'https://a.invalid/',
) {
  const http = await openOutbound(section, env);
  cleanUps.push(() => http.close());
  const fault: unknown = await http.fetchDocument(url, LIMITS).catch((thrown: unknown) => thrown);
  return (fault as Error).message;
}

describe('openOutbound', () => {
  it('goes directly when nobody says anything', async () => {
    expect(await fetchBy({})).not.toContain('proxy');
    expect(await fetchBy({}, { HTTPS_PROXY: '', https_proxy: ' ' })).not.toContain('proxy');
  });

  it('goes through the proxy of the environment, with its credentials', async () => {
    const { host, authorizations } = await startProxy();
    const message = await fetchBy({}, { HTTPS_PROXY: `teller:p%40ss@${host}` });
    expect(message).toContain(`the proxy ${host} refused`);
    expect(authorizations).toEqual(['teller:p@ss']);
  });

  it('prefers each setting to its variable', async () => {
    const [ours, theirs] = [await startProxy(), await startProxy()];
    const env = { HTTPS_PROXY: `http://teller:sesame@${theirs.host}`, NO_PROXY: 'a.invalid' };
    const proxy = `http://${ours.host}`;
    expect(await fetchBy({ proxy }, env)).not.toContain('proxy');
    expect(await fetchBy({ noProxy: [] }, env)).toContain(theirs.host);
    expect(await fetchBy({ proxy, noProxy: ['b.invalid'] }, env)).toContain(ours.host);
    expect(await fetchBy({ noProxy: ['*'] }, env)).not.toContain('proxy');
    expect(ours.authorizations).toEqual([undefined]);
    expect(await fetchBy({ proxy, noProxy: ['A.Invalid'] }, env)).not.toContain('proxy');
  });

  it('sends the user and the password of the settings', async () => {
    const { host, authorizations } = await startProxy();
    await fetchBy(
      { proxy: `http://${host}`, proxyUser: 'teller', proxyPassword: { env: 'PASSWORD' } },
      { PASSWORD: 'a:b c' },
    );
    expect(authorizations).toEqual(['teller:a:b c']);
  });

  it('tells all that cannot be read, without what is secret', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drawbridge-outbound-'));
    cleanUps.push(() => rm(folder, { recursive: true }));
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, 'sesame');
    const settings = { caFile, proxy: 'http://a.invalid', proxyUser: 'teller' };
    const password = { env: 'PASSWORD' };
    const faults: unknown = await openOutbound({ ...settings, proxyPassword: password }, {}).catch(
      (thrown: unknown) => thrown,
    );
    expect(faults).toMatchObject({ code: 'config_invalid' });
    expect((faults as Error).message).toContain(
      'outbound.proxyPassword is in the variable PASSWORD',
    );
    expect((faults as Error).message).toContain(
      `outbound.caFile is the file ${caFile}, which holds no certificate`,
    );
    for (const [section, env, path] of [
      [
        { proxy: 'http://a.invalid', proxyUser: 'teller', proxyPassword: password },
        { PASSWORD: 'sesame\u0007' },
        'outbound.proxyPassword',
      ],
      [{}, { HTTPS_PROXY: 'socks5://teller:sesame@a.invalid' }, 'HTTPS_PROXY'],
      [{}, { https_proxy: 'http://teller:sesame%@a.invalid' }, 'https_proxy'],
      [{}, { https_proxy: 'http://169.254.169.254' }, 'https_proxy'],
    ] as const) {
      const fault: unknown = await openOutbound(section, env).catch((thrown: unknown) => thrown);
      expect(fault).toMatchObject({ code: 'config_invalid' });
      expect((fault as Error).message).toContain(`${path} `);
      expect((fault as Error).message).not.toContain('sesame');
    }
  });

  it('reads no variable whose setting is there', async () => {
    const http = await openOutbound(
      { proxy: 'http://a.invalid' },
      { HTTPS_PROXY: 'socks5://a.invalid' },
    );
    await http.close();
  });
});
