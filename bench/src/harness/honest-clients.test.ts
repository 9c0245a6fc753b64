import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { afterEach, describe, expect, it } from 'vitest';
import { makeCertificate } from './certificates.ts';
import { type ClientsOptions, startClients } from './honest-clients.ts';
import { until } from './until.ts';
import { freePort } from './server-process.ts';

let close: () => void = () => undefined;
afterEach(() => close());

function closing(server: { closeAllConnections(): void; close(): unknown }): void {
  close = () => {
    server.closeAllConnections();
    server.close();
  };
}

function optionsOf(port: number): ClientsOptions {
  return {
    url: new URL(`http://127.0.0.1:${port}/`),
    method: 'POST',
    headers: {},
    bodies: [Buffer.from('one'), Buffer.from('two')],
    clients: 4,
    requestsPerConnection: 10,
  };
}

async function serve(answer: RequestListener): Promise<ClientsOptions> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  closing(server);
  await once(server, 'listening');
  return optionsOf((server.address() as { port: number }).port);
}

/** Has clients at work until they have sent a hundred requests. */
async function work(options: ClientsOptions) {
  const clients = startClients(options);
  await until('100 requests', 20_000, () => clients.counts().sent >= 100);
  return clients.stop();
}

const bad = (every: number, answer: RequestListener): RequestListener => {
  let count = 0;
  return (request, reply) => {
    if (++count % every === 0) answer(request, reply);
    else reply.end('fine');
  };
};

describe('what is lost:', () => {
  it.each<[string, RequestListener, RegExp]>([
    ['a 503', (_, reply) => reply.writeHead(503).end(), /lost: status 503/],
    ['a broken connection', (request) => request.socket.destroy(), /lost: ECONNRESET on a kept/],
    [
      'half an answer',
      (request, reply) => {
        reply.writeHead(200, { 'content-length': '100' }).write('half');
        setImmediate(() => request.socket.destroy());
      },
      /lost: ECONNRESET/,
    ],
  ])('%s', async (_, answer, reason) => {
    const { sent, answered, lost, refused, reasons } = await work(await serve(bad(7, answer)));
    expect(lost).toBeGreaterThan(10);
    expect(lost).toBe(Math.floor(sent / 7));
    expect(answered).toBe(sent - lost);
    expect(refused).toBe(0);
    expect([...reasons.keys()].join()).toMatch(reason);
  });

  it('an answer with other content', async () => {
    const options = await serve(bad(7, (_, reply) => reply.end('oops')));
    const onAnswer = (body: string) => {
      if (body !== 'fine') throw new Error('not fine');
    };
    expect((await work({ ...options, onAnswer })).lost).toBeGreaterThan(10);
  });

  it('not an attempt to connect where nobody listens', async () => {
    const clients = startClients(optionsOf(await freePort()));
    await until('20 refusals', 20_000, () => clients.counts().refused >= 20);
    const { sent, lost } = await clients.stop();
    expect({ sent, lost }).toEqual({ sent: 0, lost: 0 });
  });
});

describe('honest clients', () => {
  it('send each request once, keep a connection for ten, and leave it when told to', async () => {
    let received = 0;
    const kept = await work(
      await serve((_, reply) => {
        received++;
        reply.end();
      }),
    );
    expect(received).toBe(kept.sent);
    expect(kept.lost).toBe(0);
    expect(kept.connections).toBeLessThanOrEqual(Math.ceil(kept.sent / 10) + 4);
    close();

    const closed = await work(
      await serve((_, reply) => reply.writeHead(200, { connection: 'close' }).end()),
    );
    expect(closed.connections).toBe(closed.sent);
    expect(closed.lost).toBe(0);
  });

  it('open no connection while they may not', async () => {
    const options = await serve((_, reply) => reply.end());
    let asked = 0;
    const clients = startClients({ ...options, mayConnect: () => ++asked > 40 && false });
    await until('asked', 20_000, () => asked > 40);
    expect(await clients.stop()).toMatchObject({ connections: 0, sent: 0, refused: 0 });
  });

  it('see the certificate of each new connection', async () => {
    const [first, second] = await Promise.all([makeCertificate(), makeCertificate()]);
    const tls = createTlsServer({ cert: first.certificate, key: first.key }, (_, reply) =>
      reply.end(),
    ).listen(0, '127.0.0.1');
    closing(tls);
    await once(tls, 'listening');
    const seen: string[] = [];
    const clients = startClients({
      ...optionsOf(0),
      url: new URL(`https://127.0.0.1:${(tls.address() as { port: number }).port}/`),
      ca: first.certificate + second.certificate,
      onCertificate: (serialNumber) => seen.push(serialNumber),
    });
    await until('the first is seen', 20_000, () => seen.includes(first.serialNumber));
    tls.setSecureContext({ cert: second.certificate, key: second.key });
    await until('the second is seen', 20_000, () => seen.includes(second.serialNumber));
    const { lost, refused } = await clients.stop();
    expect({ lost, refused }).toEqual({ lost: 0, refused: 0 });
  });
});
