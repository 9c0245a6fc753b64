import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Certificate, certify } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { createHttpClient } from './client.ts';
import { toProxy } from './proxy/proxy.ts';
import type { TokenFetchInit } from './token-fetch.ts';
import type { ClientCertificate } from './trust.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const init: TokenFetchInit = {
  method: 'POST',
  headers: {},
  body: new URLSearchParams({ client_id: 'teller' }),
};

describeWith(['openssl'], 'the certificate of a client', () => {
  let folder: string;
  let authority: Certificate;
  let here: Certificate;
  let teller: ClientCertificate;
  let other: ClientCertificate;
  let stranger: ClientCertificate;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-client-certificate-'));
    authority = await certify(folder, 'authority', '');
    here = await certify(folder, 'here', 'IP:127.0.0.1', authority);
    const pairOf = async (name: string, by?: Certificate) => {
      const { cert, key } = await certify(folder, name, '', by);
      return { certificate: cert, key };
    };
    teller = await pairOf('teller', authority);
    other = await pairOf('other', authority);
    stranger = await pairOf('stranger');
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function listen(server: Server): Promise<number> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUps.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return (server.address() as AddressInfo).port;
  }

  /** A server that answers with the name in the certificate that it was shown. */
  async function serve(isNeeded: boolean, own = here): Promise<string> {
    const server = createServer(
      { ...own, ca: authority.cert, requestCert: true, rejectUnauthorized: isNeeded },
      ({ socket }, response) => {
        const shown = (socket as TLSSocket).getPeerX509Certificate();
        response.end(shown?.subject.replace('CN=', '') ?? 'nothing');
      },
    );
    return `https://127.0.0.1:${await listen(server)}/token`;
  }

  function client() {
    const http = createHttpClient({ ca: authority.cert });
    cleanUps.push(() => http.close());
    return http;
  }

  it.each([
    { certificate: 'x', key: 'x' },
    { certificate: '', key: '' },
  ])('is refused when it is none: %j', (certificate) => {
    expect(() => client().tokens({ certificate })).toThrow(
      new TypeError(
        'the certificate of the client cannot be used: certificate and key are not PEM, or not a pair',
      ),
    );
  });

  it('is refused with the key of another', () => {
    const pair = { certificate: teller.certificate, key: other.key };
    expect(() => client().tokens({ certificate: pair })).toThrow(TypeError);
  });

  it('is never shown by others of the same client', async () => {
    const url = await serve(false);
    const http = client();
    const shownBy = async (certificate?: ClientCertificate) => {
      const fetch = http.tokens(certificate === undefined ? {} : { certificate });
      return (await fetch(url, init)).text();
    };
    expect(await shownBy(teller)).toBe('teller');
    expect(await shownBy()).toBe('nothing');
    expect(await shownBy(other)).toBe('other');
    expect(await shownBy(teller)).toBe('teller');
  });

  it('is shown to the endpoint at the end of a tunnel, and not to the proxy that opens it', async () => {
    const end = await certify(folder, 'end', 'DNS:issuer.test', authority);
    const url = new URL(await serve(true, end));
    const seen: (string | undefined)[] = [];
    const asking = { ca: authority.cert, requestCert: true, rejectUnauthorized: false };
    const server = createServer({ ...here, ...asking });
    server.on('connect', (_, socket: TLSSocket) => {
      seen.push(socket.getPeerX509Certificate()?.subject);
      const onward = connect(Number(url.port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      for (const one of [socket, onward]) one.on('error', () => {});
      cleanUps.push(() => [socket, onward].forEach((one) => one.destroy()));
    });
    const port = await listen(server);
    const http = createHttpClient({
      ca: authority.cert,
      proxy: toProxy(`https://127.0.0.1:${port}`),
    });
    cleanUps.push(() => http.close());
    const fetch = http.tokens({ certificate: teller });
    // The name is known to the proxy alone.
    const answer = await fetch(`https://issuer.test:${url.port}/token`, init);
    expect([await answer.text(), seen]).toEqual(['teller', [undefined]]);
  });

  it('goes together with an authority of the endpoint alone', async () => {
    const url = await serve(true);
    const http = createHttpClient();
    cleanUps.push(() => http.close());
    const fetch = http.tokens({ ca: authority.cert, certificate: teller });
    expect(await (await fetch(url, init)).text()).toBe('teller');
  });

  it('is missed, or not trusted, by a server that needs one: it hangs up', async () => {
    const url = await serve(true);
    for (const certificate of [undefined, stranger]) {
      const fetch = client().tokens(certificate === undefined ? {} : { certificate });
      await expect(fetch(url, init)).rejects.toMatchObject({
        code: 'token_endpoint_unreachable',
        hint: expect.stringContaining('closed the connection'),
      });
    }
  });
});
