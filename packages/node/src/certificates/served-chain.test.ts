import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Certificate, certify } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { certificateBlocks } from './certificate-blocks.ts';
import { judgeServedChain, readServedChain } from './served-chain.ts';

let folder = '';
let root: Certificate;
let site: Certificate;
const servers: Server[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'served-chain-'));
  root = await certify(folder, 'root', '');
  const top = await certify(folder, 'top', '', root);
  const own = await certify(folder, 'site', 'DNS:localhost', top);
  site = { ...own, cert: `${own.cert}\n${top.cert}` };
});

afterAll(async () => {
  for (const server of servers) server.close();
  await rm(folder, { recursive: true, force: true });
});

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function serve(cert: string, key: string): Promise<{ port: number; names: string[] }> {
  const names: string[] = [];
  const server = createServer({
    cert,
    key,
    SNICallback(name, done) {
      names.push(name);
      done(null);
    },
  });
  server.on('tlsClientError', () => {});
  return { port: await listen(server), names };
}

const sha1 = (pem: string) => createHash('sha1').update(new X509Certificate(pem).raw).digest('hex');

describeWith(['openssl'], 'readServedChain', () => {
  it('fails where nobody listens, where there is no TLS, and where nobody answers', async () => {
    const closed = createTcpServer();
    const port = await listen(closed);
    closed.close();
    const host = '127.0.0.1';
    const options = { host, timeout: 2000 };
    await expect(readServedChain({ ...options, port })).rejects.toMatchObject({
      code: 'upstream_unreachable',
    });
    const plain = await listen(createTcpServer((socket) => socket.end('HTTP/1.1 400\r\n\r\n')));
    await expect(readServedChain({ ...options, port: plain })).rejects.toMatchObject({
      code: 'upstream_unreachable',
    });
    const silent = await listen(createTcpServer((socket) => socket.resume()));
    await expect(readServedChain({ host, timeout: 50, port: silent })).rejects.toMatchObject({
      code: 'upstream_timeout',
    });
  });

  it('reads what is served and no more, as openssl does', async () => {
    const { port, names } = await serve(site.cert, site.key);
    const chain = await readServedChain({ host: 'localhost', port });
    expect(chain.map((certificate) => certificate.sha1)).toEqual(
      certificateBlocks(site.cert).map(sha1),
    );
    const args = ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', 'localhost'];
    const running = promisify(execFile)('openssl', [...args, '-showcerts']);
    running.child.stdin?.end();
    const { stdout } = await running;
    const shown = certificateBlocks(stdout.split('Server certificate')[0] ?? '');
    expect(chain.at(-1)?.sha1).toBe(sha1(shown.at(-1) ?? ''));
    expect(names).toEqual(['localhost', 'localhost']);
    expect(chain.map(({ subject }) => subject)).toEqual(['CN=site', 'CN=top']);
  });

  it('ends with a certificate that signed itself', async () => {
    const { port, names } = await serve(root.cert, root.key);
    const chain = await readServedChain({ host: '127.0.0.1', port });
    expect(chain).toEqual([
      {
        sha1: sha1(root.cert),
        subject: 'CN=root',
        issuer: 'CN=root',
        ends: Date.parse(new X509Certificate(root.cert).validTo),
        isSelfIssued: true,
      },
    ]);
    expect(names).toEqual([]);
  });

  it('judges by the authorities that are given, and shows what is not trusted too', async () => {
    const { port } = await serve(site.cert, site.key);
    const trusted = await judgeServedChain({ host: 'localhost', port, ca: root.cert });
    expect(trusted).not.toHaveProperty('fault');
    expect(trusted.chain.map(({ subject }) => subject)).toEqual(['CN=site', 'CN=top', 'CN=root']);
    const unknown = await judgeServedChain({ host: 'localhost', port });
    expect(unknown.fault).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
    expect(unknown.chain.map(({ subject }) => subject)).toEqual(['CN=site', 'CN=top']);
    const misnamed = await judgeServedChain({ host: '127.0.0.1', port, ca: root.cert });
    expect(misnamed.fault).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    const neither = await judgeServedChain({ host: '127.0.0.1', port });
    expect(neither.fault).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    // Of the authority between alone OpenSSL says something else, and Node nothing of the name.
    const between = certificateBlocks(site.cert).at(-1) ?? '';
    const half = await judgeServedChain({ host: 'localhost', port, ca: between });
    expect(half.fault).toBe('UNABLE_TO_GET_ISSUER_CERT');
    const misnamedToo = await judgeServedChain({ host: '127.0.0.1', port, ca: between });
    expect(misnamedToo.fault).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });
});
