import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { certify } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import type { ServerTls } from './tls.ts';
import { allOf, createListenerStage } from './listener.fixture.ts';

/** The head of a TLS record that announces a ClientHello of 512 bytes, and no more. */
const HALF = Buffer.from('160301020001', 'hex').toString('latin1');

describeWith(['openssl'], 'handshakes', () => {
  const stage = createListenerStage();
  let folder: string;
  let tls: ServerTls;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-handshakes-'));
    const { cert, key } = await certify(folder, 'server', 'IP:127.0.0.1');
    tls = { certificate: cert, key };
  });
  afterEach(() => stage.clear());
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['is plain HTTP', 'GET / HTTP/1.1\r\nhost: a\r\n\r\n'],
    ['is nonsense', 'nonsense\r\n\r\n'],
    ['breaks off', HALF],
  ])('are no calls, and not told as such, where what comes %s', async (_, raw) => {
    const { listener, log } = await stage.start(undefined, { tls });
    const socket = stage.open(listener, raw).resume();
    await once(socket, 'connect');
    socket.end();
    await once(socket, 'close');
    await listener.close({ patience: 1000 });
    expect(log.entries.filter(({ level }) => level !== 'debug')).toEqual([]);
    expect(log.entries.map(({ event }) => event)).toContain('TLS handshake failed');
  });

  it('are no calls either, and get no reply, where they stand still for too long', async () => {
    const { listener, log } = await stage.start(undefined, { tls, limits: { handshake: 200 } });
    expect(await stage.send(listener, HALF)).not.toContain('HTTP');
    await listener.close({ patience: 1000 });
    expect(log.entries.map(({ level, event }) => [level, event])).toEqual([
      ['debug', 'TLS handshake failed'],
    ]);
  });

  it('do not keep a listener from closing where they stand still', async () => {
    const { listener, log } = await stage.start(undefined, { tls });
    const sockets = Array.from({ length: 20 }, () => stage.open(listener, HALF).resume());
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    const started = performance.now();
    expect(await listener.close({ grace: 200, patience: 60_000 })).toEqual({ cutOff: 0 });
    expect(performance.now() - started).toBeLessThan(8000);
    expect(log.entries.filter(({ level }) => level !== 'debug')).toEqual([]);
  });

  it('are waited for, and what is asked after them is answered, where they go on', async () => {
    const { listener } = await stage.start(undefined, { tls });
    const raw = stage.open(listener);
    await once(raw, 'connect');
    const closed = listener.close({ grace: 1000, patience: 60_000 });
    await sleep(300);
    const socket = connectTls({ socket: raw, rejectUnauthorized: false });
    const text = allOf(socket);
    socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    expect(await text).toMatch(/^HTTP\/1\.1 200 [^]*\r\nconnection: close\r\n/i);
    expect(await closed).toEqual({ cutOff: 0 });
  });
});
