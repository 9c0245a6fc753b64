import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request as send } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { certify } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { until } from '../listener/listener.fixture.ts';
import { heldBytes } from './held-bytes.fixture.ts';
import { createProxyStage } from './proxy.fixture.ts';

const stage = createProxyStage();
afterEach(() => stage.clear());

const MEGABYTE = 1024 * 1024;
/** undici looks at its timers about once a second, so that nothing happens for this long says something. */
const LONG = 1600;
const SHORT_LIMITS = { listen: { limits: { head: 200, check: 50 } }, answer: 200 };

const pause = () => new Promise((resolve) => setTimeout(resolve, LONG));

async function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

async function lengthOf(response: IncomingMessage): Promise<number> {
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
  });
  await once(response, 'end');
  return length;
}

/** Sends content with a long pause in it. */
async function sendSlowly(url: string, status = 200): Promise<number> {
  const request = send(url, { method: 'POST' });
  const answer = answerTo(request);
  request.write('slow');
  await pause();
  request.end('ly');
  const response = await answer;
  expect(response.statusCode).toBe(status);
  return lengthOf(response);
}

describe('who is slow, and nothing else, is not cut off', () => {
  it('over HTTP/1.1', async () => {
    const origin = await stage.upstream((request, response) => {
      if (request.method === 'POST') {
        let length = 0;
        request.on('data', (chunk: Buffer) => {
          length += chunk.length;
        });
        request.on('end', () => response.end('x'.repeat(length)));
      } else if (request.url === '/events') {
        response.write('one');
        setTimeout(() => response.end('two'), LONG);
      } else {
        response.end(Buffer.alloc(20 * MEGABYTE));
      }
    });
    const { listen, answer } = SHORT_LIMITS;
    const { url } = await stage.proxy(origin, { listen, remote: { limits: { answer } } });
    const readSlowly = async () => {
      const response = await answerTo(send(url).end());
      await pause();
      return lengthOf(response);
    };
    const wait = async () => lengthOf(await answerTo(send(`${url}/events`).end()));
    expect(await Promise.all([readSlowly(), sendSlowly(url), wait()])).toEqual([
      20 * MEGABYTE,
      6,
      6,
    ]);
  });
});

describeWith(['openssl'], 'who is slow over HTTP/2', () => {
  it('is not cut off while the request is not whole', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drawbridge-slow-'));
    stage.cleanUps.push(() => rm(folder, { recursive: true }));
    const here = await certify(folder, 'here', 'IP:127.0.0.1');
    const server = createSecureServer(here, (request, response) => {
      let length = 0;
      request.on('data', (chunk: Buffer) => {
        length += chunk.length;
      });
      request.on('end', () => {
        if (request.url !== '/never') response.end('x'.repeat(length));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    stage.cleanUps.push(() => server.close());
    const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { answer } = SHORT_LIMITS;
    const { url } = await stage.proxy(origin, { remote: { ca: here.cert, limits: { answer } } });
    const never = sendSlowly(`${url}/never`, 504);
    expect(await sendSlowly(url)).toBe(6);
    await never;
  });
});

describe('10 GB that are announced', () => {
  it('are given up, and nothing of them is kept, when the caller leaves after the first', async () => {
    let sent = 0;
    let isGivenUp = false;
    const chunk = Buffer.alloc(MEGABYTE);
    const origin = await stage.upstream((_request, response) => {
      response.writeHead(200, { 'content-length': 10 * 1024 * MEGABYTE });
      const more = () => {
        while (!response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) return;
        }
      };
      response.on('drain', more).on('close', () => {
        isGivenUp = true;
      });
      more();
    });
    const { url } = await stage.proxy(origin);
    const before = heldBytes();
    const response = await answerTo(send(url).end());
    expect(response.headers['content-length']).toBe('10737418240');
    let received = 0;
    response.on('data', (piece: Buffer) => {
      received += piece.length;
      if (received > MEGABYTE) response.destroy();
    });
    response.on('error', () => {});
    await until(() => isGivenUp);
    expect(received).toBeLessThan(3 * MEGABYTE);
    expect(sent).toBeLessThan(64 * MEGABYTE);
    expect(heldBytes() - before).toBeLessThan(16 * MEGABYTE);
  });
});
