import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { type Peer, type Reply, silentLog } from '@drawbridge/core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Certificate, certify } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { listen, type Listener } from './listen.ts';

const GET = 'GET / HTTP/1.1\r\nhost: a\r\n\r\n';

describeWith(['openssl'], 'renewTls', () => {
  let folder: string;
  let first: Certificate;
  let second: Certificate;
  let authority: Certificate;
  let other: Certificate;
  let builder: Certificate;
  let listener: Listener;
  const peers: Peer[] = [];
  const sockets: TLSSocket[] = [];

  const service = {
    handle: ({ peer }: { readonly peer: Peer }) => {
      peers.push(peer);
      return Promise.resolve({ status: 200, headers: [], body: 'ok' });
    },
    close: () => Promise.resolve(),
  };
  const address = { host: '127.0.0.1', port: 0 };
  const pair = ({ cert, key }: Certificate) => ({ certificate: cert, key });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-renew-'));
    first = await certify(folder, 'first', 'IP:127.0.0.1');
    second = await certify(folder, 'second', 'IP:127.0.0.1');
    authority = await certify(folder, 'authority', '');
    other = await certify(folder, 'other', '');
    builder = await certify(folder, 'builder', 'DNS:builder.example', authority);
  });

  beforeEach(async () => {
    const tls = { ...pair(first), clientCa: authority.cert, askCallers: true };
    listener = await listen(service, address, silentLog, { tls });
  });

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await listener.close({ patience: 0 });
  });

  afterAll(() => rm(folder, { recursive: true }));

  async function open(options: ConnectionOptions = {}): Promise<TLSSocket> {
    const { port } = listener.address;
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
    sockets.push(socket);
    socket.on('error', () => {});
    await once(socket, 'secureConnect');
    return socket;
  }

  async function ask(socket: TLSSocket): Promise<string> {
    socket.write(GET);
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    return chunk.toString('latin1');
  }

  const nameOf = (socket: TLSSocket) => socket.getPeerCertificate().subject.CN;

  it.each([
    ['a key of another certificate', () => ({ certificate: second.cert, key: first.key })],
    ['no certificate', () => ({ certificate: '', key: second.key })],
    ['nonsense', () => ({ certificate: 'PLANTED', key: 'PLANTED' })],
  ])('refuses %s, and keeps the old pair', async (_, tls) => {
    let thrown: unknown;
    try {
      listener.renewTls(tls());
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'config_invalid' });
    expect(String(thrown)).not.toMatch(/PLANTED|BEGIN/);
    expect(nameOf(await open())).toBe('first');
  });

  it('is nothing for a listener that serves HTTP', async () => {
    const plain = await listen(service, address, silentLog);
    expect(() => plain.renewTls(pair(second))).toThrow(
      expect.objectContaining({ code: 'config_invalid' }),
    );
    await plain.close();
  });

  it('shows the new certificate to who comes, and goes on with who is there', async () => {
    const old = await open();
    listener.renewTls({ ...pair(second), clientCa: authority.cert, askCallers: true });
    expect(nameOf(await open())).toBe('second');
    expect(nameOf(old)).toBe('first');
    const reply = await ask(old);
    expect(reply).toContain('HTTP/1.1 200');
    expect(reply).not.toMatch(/connection: close/i);
  });

  it('asks callers for a certificate, or no longer, as it is told', async () => {
    const caller = { cert: builder.cert, key: builder.key };
    listener.renewTls({ ...pair(second), askCallers: false });
    await ask(await open(caller));
    expect(peers.at(-1)?.certificate).toBeUndefined();
    listener.renewTls({ ...pair(second), clientCa: authority.cert, askCallers: true });
    await ask(await open(caller));
    expect(peers.at(-1)?.certificate?.dnsNames).toEqual(['builder.example']);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'resumes no %s session that a removed authority vouched for',
    async (version) => {
      const caller = { cert: builder.cert, key: builder.key, maxVersion: version };
      const before = await open(caller);
      const ticket = new Promise<Buffer>((done) => before.once('session', done));
      await ask(before);
      // With TLS 1.2 it came with the handshake.
      const session = version === 'TLSv1.2' ? before.getSession() : await ticket;
      // So that the test can fail: it would be resumed, were nothing renewed.
      const resumed = await open({ ...caller, session });
      expect(resumed.isSessionReused()).toBe(true);
      await ask(resumed);
      expect(peers.at(-1)?.certificate?.dnsNames).toEqual(['builder.example']);

      listener.renewTls({ ...pair(first), clientCa: other.cert, askCallers: true });
      const after = await open({ ...caller, session });
      expect(after.isSessionReused()).toBe(false);
      await ask(after);
      expect(peers.at(-1)?.certificate?.dnsNames).toEqual([]);
    },
  );

  it('ends, after a grace, connections of callers whose authority changed, and no others', async () => {
    const caller = { cert: builder.cert, key: builder.key };
    const [busy, idle, anonymous] = [await open(caller), await open(caller), await open()];
    listener.renewTls({ ...pair(first), clientCa: other.cert, askCallers: true });
    const reply = await ask(busy);
    expect(reply).toMatch(/^HTTP\/1\.1 200 [^]*connection: close/i);
    idle.resume();
    await once(idle, 'close');
    expect(await ask(anonymous)).not.toMatch(/connection: close/i);
  });

  it('leaves others their grace where the listener closes before all of those have ended', async () => {
    await listener.close({ patience: 0 });
    const reply: Reply = { status: 200, headers: [], body: 'ok' };
    let release = (): void => {};
    const held = new Promise<Reply>((resolve) => {
      release = () => resolve(reply);
    });
    const handle = ({ peer }: { readonly peer: Peer }): Promise<Reply> =>
      peer.certificate?.dnsNames.length ? held : Promise.resolve(reply);
    const tls = { ...pair(first), clientCa: authority.cert, askCallers: true };
    listener = await listen({ ...service, handle }, address, silentLog, { tls });
    const busy = await open({ cert: builder.cert, key: builder.key });
    busy.write(GET);
    const anonymous = await open();
    await ask(anonymous);

    listener.renewTls({ ...pair(first), clientCa: other.cert, askCallers: true });
    // Those of the removed authority are given up by then.
    await sleep(1200);
    const closed = listener.close({ grace: 2000, patience: 60_000 });
    await sleep(800);
    expect(anonymous.destroyed).toBe(false);
    expect(await ask(anonymous)).toMatch(/connection: close/i);
    release();
    expect(await closed).toEqual({ cutOff: 0 });
  });
});
