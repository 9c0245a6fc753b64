import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Agent, request as requestTls } from 'node:https';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Certificate, certify, certifyExpired } from '../tools/certify.ts';
import { describeWith } from '../tools/describe-with.ts';
import { type Installation, install, reload } from './support/installation.ts';
import { startLoad } from './support/load.ts';

let here: Installation;
beforeEach(async () => {
  here = await install();
});
afterEach(() => here.clear());

describeWith(['openssl'], 'a certificate that is renewed under load', () => {
  test('is in force for the next connection, and no request is lost', async () => {
    const make = (name: string) => certify(here.folder, name, 'IP:127.0.0.1');
    const first = await make('a');
    const others = [await make('b'), await make('c')];
    const [certificateFile, keyFile] = [
      join(here.folder, 'bridge.pem'),
      join(here.folder, 'bridge.key'),
    ];
    const put = async ({ cert, key }: Certificate) => {
      await writeFile(keyFile, key, { mode: 0o600 });
      await writeFile(certificateFile, cert);
    };
    await put(first);
    const tls = { certificateFile, keyFile };
    const { command, url, documents } = await here.serve({
      tls,
      documents: { listen: '127.0.0.1:0', tls },
    });
    expect(url).toMatch(/^https:/);

    const ca = [first, ...others].map(({ cert }) => cert);
    const token = await here.upstream.issue();
    const kept = new Agent({ keepAlive: true, ca });
    const fresh = new Agent({ ca });
    here.stage.later(() => Promise.resolve(kept.destroy()));
    const loads = [kept, fresh].map((agent) =>
      startLoad(() => ask(`${url}/token`, agent, token), 4),
    );
    loads.push(startLoad(() => ask(`${documents}/.well-known/jwks.json`, fresh), 2));
    for (const certificate of [...others, first, ...others]) {
      const said = command.stderr().length;
      await put(certificate);
      await reload({ command });
      expect(
        command
          .stderr()
          .slice(said)
          .match(/event="certificate renewed"/g),
      ).toHaveLength(2);
      for (const { port } of [new URL(url), new URL(documents)]) {
        expect(await presentedBy(Number(port), ca)).toBe(
          new X509Certificate(certificate.cert).fingerprint256,
        );
      }
    }
    // Halves that do not belong together are a fault, and the pair in force stays.
    await writeFile(keyFile, first.key);
    expect(await reload({ command }, 'configuration not reloaded')).toContain(
      'exchange.tls cannot be used: certificate and key are not PEM, or not a pair',
    );
    const outcomes = await Promise.all(loads.map((load) => load.stop()));
    expect(outcomes.map(({ lost }) => lost)).toEqual([[], [], []]);
    for (const { answered } of outcomes) expect(answered).toBeGreaterThan(10);
  });
});

describeWith(['openssl'], 'a certificate that has ended', () => {
  test('is told at the start and at each reload, until another is there', async () => {
    const fresh = await certify(here.folder, 'fresh', 'IP:127.0.0.1');
    const old = await certifyExpired(here.folder, 'old', 'IP:127.0.0.1', fresh);
    const serving = ({ certFile, keyFile }: Certificate) => ({
      tls: { certificateFile: certFile, keyFile },
    });
    const { command } = await here.serve(serving(old));
    const line = /level=error event="certificate has ended" listener=exchange ends=2021-01-01T/;
    await command.waitFor('stderr', line);
    await reload({ command });
    expect(command.stderr().match(/certificate has ended/g)).toHaveLength(2);
    await here.configure(serving(fresh));
    await reload({ command });
    expect(command.stderr().match(/certificate (?:has|ends)/g)).toHaveLength(2);
  });
});

/** Sends one request over TLS, a token where one is given. */
async function ask(url: string, agent: Agent, token?: string): Promise<number> {
  const call = requestTls(url, {
    agent,
    ...(token !== undefined && { method: 'POST', headers: { 'content-type': 'application/jwt' } }),
  });
  call.end(token);
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response.statusCode ?? 0;
}

/** The fingerprint of the certificate that a new connection is shown. */
async function presentedBy(port: number, ca: string[]): Promise<string> {
  const socket = connectTls({ port, host: '127.0.0.1', ca });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}
