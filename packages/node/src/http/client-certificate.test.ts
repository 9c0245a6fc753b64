import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Certificate, certify } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { createHttpClient } from './client.ts';
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
  let [teller, other, stranger]: (ClientCertificate | undefined)[] = [];

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

  /** A server that answers with the name in the certificate that it was shown. */
  async function serve(isNeeded: boolean): Promise<string> {
    const server: Server = createServer(
      { ...here, ca: authority.cert, requestCert: true, rejectUnauthorized: isNeeded },
      ({ socket }, response) => {
        const shown = (socket as TLSSocket).getPeerCertificate();
        response.end(String(shown.subject?.CN ?? 'nothing'));
      },
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUps.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
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
    const pair = { certificate: teller?.certificate ?? '', key: other?.key ?? '' };
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

  it('goes together with an authority of the endpoint alone', async () => {
    const url = await serve(true);
    const http = createHttpClient();
    cleanUps.push(() => http.close());
    const fetch = http.tokens({ ca: authority.cert, certificate: teller as ClientCertificate });
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
