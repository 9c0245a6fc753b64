import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readChunks } from './read-chunks.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Sends the head of a request, and answers both of its ends. */
async function begin(head: string): Promise<{ request: IncomingMessage; socket: Socket }> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  cleanUps.push(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  const arrival = new Promise<IncomingMessage>((resolve) => server.once('request', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(`POST / HTTP/1.1\r\nhost: a\r\n${head}\r\n\r\n`);
  return { request: await arrival, socket };
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of readChunks(request)) text += Buffer.from(chunk).toString();
  return text;
}

describe('readChunks', () => {
  it('throws when the caller leaves half-way, also if nobody was reading then', async () => {
    const { request, socket } = await begin('content-length: 9');
    socket.write('abc');
    const chunks = readChunks(request);
    expect((await chunks.next()).value).toEqual(Buffer.from('abc'));
    const closed = new Promise((done) => request.once('close', done));
    socket.destroy();
    await closed;
    await expect(chunks.next()).rejects.toThrow();
  });

  it('throws when the caller leaves while it waits', async () => {
    const { request, socket } = await begin('content-length: 9');
    const result = readAll(request);
    setTimeout(() => socket.destroy(), 20);
    await expect(result).rejects.toThrow();
  });

  it('leaves the connection alone when reading stops, and no listener behind', async () => {
    const { request, socket } = await begin('transfer-encoding: chunked');
    const listeners = () =>
      ['readable', 'end', 'error', 'close'].map((event) => request.listenerCount(event));
    const before = listeners();
    socket.write('3\r\nabc\r\n');
    for await (const chunk of readChunks(request)) {
      expect(chunk).toHaveLength(3);
      break;
    }
    expect(listeners()).toEqual(before);
    expect([request.destroyed, request.socket.destroyed]).toEqual([false, false]);
  });

  it('reads what comes in many pieces, to its end', async () => {
    const { request, socket } = await begin('content-length: 10');
    const result = readAll(request);
    for (const letter of '0123456789') {
      socket.write(letter);
      await new Promise((done) => setTimeout(done, 1));
    }
    expect(await result).toBe('0123456789');
  });

  it('reads an empty body', async () => {
    const { request } = await begin('content-length: 0');
    expect(await readAll(request)).toBe('');
  });

  it('reads a body of megabytes', async () => {
    const { request, socket } = await begin('content-length: 3000000');
    socket.write('x'.repeat(3_000_000));
    expect(await readAll(request)).toHaveLength(3_000_000);
  });
});
