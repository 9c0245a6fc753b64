import { once } from 'node:events';
import { Agent, type IncomingMessage, request as send } from 'node:http';
import { createSecureServer } from 'node:http2';
import { afterEach, expect, it } from 'vitest';
import { describeWith } from '../../../../tools/describe-with.ts';
import { listenHere, useCertificate } from './here.fixture.ts';
import { type FramePeer, frames, listenFrames } from './http2-frames.fixture.ts';
import { ask, createProxyStage } from './proxy.fixture.ts';

const stage = createProxyStage();
afterEach(() => stage.clear());

const { head, data, reset, goAway } = frames;
const OK = { ':status': '200' };
const CLOSED_BEFORE_END = /aborted|hang up|ECONNRESET/;

/** @returns how many bytes came to a caller who begins to read late */
async function readSlowly(url: string): Promise<number> {
  const [response] = (await once(send(url).end(), 'response')) as [IncomingMessage];
  await new Promise((resolve) => setTimeout(resolve, 50));
  let received = 0;
  response.on('data', (chunk: Buffer) => {
    received += chunk.length;
  });
  await once(response, 'end');
  return received;
}

describeWith(['openssl'], 'an answer over HTTP/2', () => {
  const here = useCertificate();

  async function proxyTo(take: (peer: FramePeer, stream: number) => void): Promise<string> {
    const upstream = await listenFrames(here(), take);
    stage.cleanUps.push(() => upstream.close());
    return (await stage.proxy(upstream.origin, { remote: { ca: here().cert } })).url;
  }

  // Of Node's server `stream.destroy()` sends 0; what it resets by `close(code)` it ends before, so that looks whole.
  it.each([0, 1, 2, 5, 7, 8, 11])(
    'that is reset with %i before its end never looks whole',
    async (code) => {
      for (const fields of [OK, { ...OK, 'content-length': '9' }]) {
        const atOnce = await proxyTo((peer, stream) =>
          peer.send(head(stream, fields), data(stream, 'half'), reset(stream, code)),
        );
        await expect(ask(atOnce)).rejects.toThrow(CLOSED_BEFORE_END);
        const later = await proxyTo((peer, stream) => {
          peer.send(head(stream, fields), data(stream, 'half'));
          setTimeout(() => peer.send(reset(stream, code)), 20);
        });
        await expect(ask(later)).rejects.toThrow(CLOSED_BEFORE_END);
      }
    },
  );

  it.each([0, 2, 8])('that is reset with %i before any content is never whole', async (code) => {
    const url = await proxyTo((peer, stream) => peer.send(head(stream, OK), reset(stream, code)));
    await expect(ask(url)).rejects.toThrow(CLOSED_BEFORE_END);
  });

  it('that is reset before its head is a fault', async () => {
    const url = await proxyTo((peer, stream) => peer.send(reset(stream, 2)));
    expect((await ask(url, { method: 'POST' })).status).toBe(502);
  });

  it('that is reset with 0 after its end is whole, also for who reads slowly', async () => {
    const text = 'x'.repeat(16_000);
    const url = await proxyTo((peer, stream) =>
      peer.send(head(stream, OK), data(stream, text), data(stream, text, true), reset(stream, 0)),
    );
    expect((await ask(url)).body).toHaveLength(32_000);
    expect(await readSlowly(url)).toBe(32_000);
  });

  it('that is early, whole and then reset reaches a caller who still sends', async () => {
    const url = await proxyTo((peer, stream) =>
      peer.send(
        head(stream, { ':status': '413' }),
        data(stream, 'too large', true),
        reset(stream, 0),
      ),
    );
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    stage.cleanUps.push(() => agent.destroy());
    for (const length of [1_000_000, 4_000_000, 1]) {
      const seen = await ask(url, { method: 'POST', agent }, 'x'.repeat(length));
      expect(seen).toMatchObject({ status: 413, body: 'too large' });
    }
  });

  it('that is shorter or longer than its length is never whole', async () => {
    for (const text of ['half', 'far too long']) {
      const url = await proxyTo((peer, stream) =>
        peer.send(head(stream, { ...OK, 'content-length': '9' }), data(stream, text, true)),
      );
      const seen = await ask(url).then(
        ({ status }) => status,
        () => 'broken',
      );
      expect(['broken', 502]).toContain(seen);
    }
  });

  it('that comes after a GOAWAY of no error is whole, and the next call connects anew', async () => {
    const connections = new Set<FramePeer>();
    const url = await proxyTo((peer, stream) => {
      connections.add(peer);
      peer.send(goAway(stream, 0), head(stream, OK), data(stream, 'ha'));
      setTimeout(() => peer.send(data(stream, 'lf', true)), 20);
    });
    for (const method of ['POST', 'GET', 'POST']) {
      expect(await ask(url, { method }, method === 'GET' ? undefined : 'x')).toMatchObject({
        status: 200,
        body: 'half',
      });
    }
    expect(connections.size).toBe(3);
  });

  it('that a GOAWAY of an error cuts off never looks whole', async () => {
    const url = await proxyTo((peer, stream) => {
      peer.send(head(stream, OK), data(stream, 'half'));
      setTimeout(() => peer.send(goAway(stream, 2)), 20);
    });
    await expect(ask(url)).rejects.toThrow(CLOSED_BEFORE_END);
  });

  it('that is whole when its connection ends is whole', async () => {
    for (const bye of [[], [goAway(1, 0)]]) {
      const url = await proxyTo((peer, stream) => {
        const text = data(stream, 'x'.repeat(16_000));
        peer.socket.end(
          Buffer.concat([...bye, head(stream, OK), text, data(stream, 'whole', true)]),
        );
      });
      for (let round = 0; round < 5; round++) {
        expect((await ask(url, { method: 'POST' }, 'x')).body).toHaveLength(16_005);
      }
      expect(await readSlowly(url)).toBe(16_005);
    }
  });

  it('whose connection is lost never looks whole', async () => {
    const url = await proxyTo((peer, stream) => {
      peer.send(head(stream, OK), data(stream, 'half'));
      setTimeout(() => peer.socket.end(), 20);
    });
    await expect(ask(url)).rejects.toThrow(CLOSED_BEFORE_END);
  });

  it('that was refused is asked for over another connection, whatever the method, unless content went up', async () => {
    const upstream = createSecureServer({ ...here(), allowHTTP1: true }, (request, response) => {
      if (request.httpVersion === '1.1') response.end('second');
      else request.stream.close(7);
    });
    const origin = await listenHere(stage, upstream);
    const { url } = await stage.proxy(origin, { remote: { ca: here().cert } });
    expect(await ask(url, { method: 'POST' })).toMatchObject({ status: 200, body: 'second' });
    expect((await ask(url, { method: 'POST' }, 'x')).status).toBe(502);
  });
});
