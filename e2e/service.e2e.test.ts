import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { Agent, request as requestTls } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { promisify } from 'node:util';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Certificate, certify, certifyExpired } from '../tools/certify.ts';
import { describeWith } from '../tools/describe-with.ts';
import { DRAWBRIDGE, type RunningCommand, start } from './support/command.ts';
import { ACCEPTED, getJson, ISSUER, post, postToken, readyAt } from './support/exchange.ts';
import { type Load, startLoad } from './support/load.ts';
import { startRedis } from './support/start-redis.ts';
import { createStage, type Stage } from './support/stage.ts';
import { startUpstream, type Upstream } from './support/upstream.ts';

let stage: Stage;
let upstream: Upstream;
let folder: string;
beforeEach(async () => {
  stage = createStage();
  upstream = await startUpstream(stage, ACCEPTED);
  folder = await stage.folder();
});
afterEach(() => stage.clear());

/** Reloads by content take two looks of two seconds each. */
const PATIENCE = 30_000;

const rule = (name: string, audience: string, more: object = {}) => ({
  name,
  match: { issuer: upstream.issuer, ...more },
  grant: { audience, copy: ['sub'] },
});

function section(changes: object = {}) {
  return {
    issuer: ISSUER,
    listen: '127.0.0.1:0',
    upstreams: [{ issuer: upstream.issuer, audiences: [ACCEPTED] }],
    rules: [rule('one', 'aws')],
    ...changes,
  };
}

const configFile = () => join(folder, 'drawbridge.yaml');

/** Writes the configuration. JSON is YAML. */
async function configure(changes: object = {}, top: object = {}): Promise<void> {
  const config = { version: 1, data: join(folder, 'data'), exchange: section(changes), ...top };
  await writeFile(configFile(), JSON.stringify(config));
}

interface Served {
  readonly command: RunningCommand;
  readonly url: string;
  /** Of the documents, where they have a listener. */
  readonly documents: string;
}

async function serve(changes: object = {}, top: object = {}): Promise<Served> {
  await configure(changes, top);
  const command = await stage.start(['serve', 'exchange', '--config', configFile()]);
  const url = await readyAt(command);
  const [, documents = ''] = / documents=(\S+)/.exec(command.stderr()) ?? [];
  return { command, url, documents };
}

/** Sends SIGHUP, and waits for what comes of it. */
async function reload(
  { command }: Pick<Served, 'command'>,
  outcome = 'configuration reloaded',
): Promise<string> {
  const before = command.stderr().length;
  process.kill(command.pid, 'SIGHUP');
  return nextLine(command, before, outcome);
}

/** Waits for a line of the log with this event, after so many characters. */
async function nextLine(command: RunningCommand, from: number, event: string): Promise<string> {
  return vi.waitFor(
    () => {
      const rest = command.stderr().slice(from);
      const line = rest.split('\n').find((text) => text.includes(`event="${event}"`));
      if (line === undefined) throw new Error(`no "${event}" in:\n${rest}`);
      return line;
    },
    { timeout: PATIENCE, interval: 20 },
  );
}

async function exchangeFor(url: string, audience: string, secret?: string): Promise<number> {
  const body = new URLSearchParams({
    token: await upstream.issue(),
    audience,
    ...(secret !== undefined && { client_id: 'ci', client_secret: secret }),
  });
  return (await post(url, 'application/x-www-form-urlencoded', String(body))).status;
}

describe('a reload', () => {
  test('by SIGHUP puts rules in force, and says which', async () => {
    const served = await serve();
    expect(await exchangeFor(served.url, 'gcp')).toBe(400);
    await configure({ rules: [rule('two', 'gcp')] });
    const line = await reload(served);
    expect(line).toContain('because=SIGHUP changes="rules added: two; rules removed: one"');
    expect(await exchangeFor(served.url, 'gcp')).toBe(200);
    expect(await exchangeFor(served.url, 'aws')).toBe(400);
  });

  test('happens by itself when the file or a secret that it names holds something else', async () => {
    const secret = join(folder, 'secret');
    await writeFile(secret, 'first-secret-of-ci');
    const clients = [{ id: 'ci', secret: { file: secret } }];
    const served = await serve({ clients, rules: [rule('one', 'aws', { client: 'ci' })] });
    const { command, url } = served;
    expect(await exchangeFor(url, 'aws', 'first-secret-of-ci')).toBe(200);

    let said = command.stderr().length;
    await writeFile(secret, 'second-secret-of-ci');
    expect(await nextLine(command, said, 'configuration reloaded')).toContain(
      'because="a file changed" changes="none in the settings"',
    );
    expect(await exchangeFor(url, 'aws', 'first-secret-of-ci')).toBe(401);
    expect(await exchangeFor(url, 'aws', 'second-secret-of-ci')).toBe(200);

    said = command.stderr().length;
    await configure({ clients, rules: [rule('two', 'gcp', { client: 'ci' })] });
    await nextLine(command, said, 'configuration reloaded');
    expect(await exchangeFor(url, 'gcp', 'second-secret-of-ci')).toBe(200);
    expect(command.stderr()).not.toContain('secret-of-ci');
  });

  test('with a faulty file tells every fault and its place, and what was in force stays', async () => {
    const served = await serve();
    const { command, url } = served;
    await writeFile(configFile(), 'version: 1\nexchange:\n  issuer: nope\n  rules: no\n');
    const line = await reload(served, 'configuration not reloaded');
    expect(line).toContain('level=error');
    for (const part of ['exchange.issuer', 'exchange.upstreams', 'exchange.rules', '.yaml:3:']) {
      expect(line).toContain(part);
    }
    expect(await exchangeFor(url, 'aws')).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);

    await rm(configFile());
    expect(await reload(served, 'configuration not reloaded')).toContain('ENOENT');
    expect(await exchangeFor(url, 'aws')).toBe(200);

    const said = command.stderr().length;
    await configure({ rules: [rule('one', 'aws'), rule('two', 'gcp')] });
    await nextLine(command, said, 'configuration reloaded');
    expect(await exchangeFor(url, 'gcp')).toBe(200);
  });

  test('warns of exactly what waits for a restart', async () => {
    const served = await serve();
    await configure(
      { listen: '127.0.0.1:1', documents: { listen: '127.0.0.1:0' }, rules: [rule('b', 'aws')] },
      { data: join(folder, 'elsewhere') },
    );
    const said = served.command.stderr().length;
    await reload(served);
    expect(await nextLine(served.command, said, 'settings wait for a restart')).toContain(
      'settings="data, exchange.documents.listen, exchange.listen"',
    );
    expect(await exchangeFor(served.url, 'aws')).toBe(200);
  });

  test('under load while the upstream is down loses no request', async () => {
    const served = await serve();
    const { command, url } = served;
    const token = await upstream.issue();
    expect((await postToken(url, token)).status).toBe(200);
    await upstream.stopListening();
    const load = startLoad(async () => (await postToken(url, token)).status);
    for (let count = 1; count <= 10; count++) {
      const before = load.answered();
      // A good one, then a faulty one.
      await configure({ rules: [rule('one', 'aws'), rule(`more-${count}`, 'gcp')] });
      await reload(served);
      await writeFile(configFile(), 'version: 1\nexchange: {}\n');
      await reload(served, 'configuration not reloaded');
      await vi.waitFor(() => expect(load.answered()).toBeGreaterThan(before), PATIENCE);
    }
    const { lost, answered } = await load.stop();
    expect(lost).toEqual([]);
    expect(answered).toBeGreaterThan(20);
    expect(command.stderr()).not.toContain('upstream keys not fetched');
  });
});

describeWith(['openssl'], 'a certificate that is renewed under load', () => {
  test('is in force for the next connection, and no request is lost', async () => {
    const make = (name: string) => certify(folder, name, 'IP:127.0.0.1');
    const first = await make('a');
    const others = [await make('b'), await make('c')];
    const [certificateFile, keyFile] = [join(folder, 'bridge.pem'), join(folder, 'bridge.key')];
    const install = async ({ cert, key }: Certificate) => {
      await writeFile(keyFile, key, { mode: 0o600 });
      await writeFile(certificateFile, cert);
    };
    await install(first);
    const tls = { certificateFile, keyFile };
    const { command, url, documents } = await serve({
      tls,
      documents: { listen: '127.0.0.1:0', tls },
    });
    expect(url).toMatch(/^https:/);

    const ca = [first, ...others].map(({ cert }) => cert);
    const token = await upstream.issue();
    const kept = new Agent({ keepAlive: true, ca });
    const fresh = new Agent({ ca });
    stage.later(() => Promise.resolve(kept.destroy()));
    const loads = [kept, fresh].map((agent) =>
      startLoad(() => ask(`${url}/token`, agent, token), 4),
    );
    loads.push(startLoad(() => ask(`${documents}/.well-known/jwks.json`, fresh), 2));
    for (const certificate of [...others, first, ...others]) {
      const said = command.stderr().length;
      await install(certificate);
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
    const fresh = await certify(folder, 'fresh', 'IP:127.0.0.1');
    const old = await certifyExpired(folder, 'old', 'IP:127.0.0.1', fresh);
    const serving = ({ certFile, keyFile }: Certificate) => ({
      tls: { certificateFile: certFile, keyFile },
    });
    const { command } = await serve(serving(old));
    const line = /level=error event="certificate has ended" listener=exchange ends=2021-01-01T/;
    await command.waitFor('stderr', line);
    await reload({ command });
    expect(command.stderr().match(/certificate has ended/g)).toHaveLength(2);
    await configure(serving(fresh));
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

describe('the listener of the documents', () => {
  test('serves what relying parties read, and probes', async () => {
    const { url, documents } = await serve({ documents: { listen: '127.0.0.1:0' } });
    expect(documents).not.toBe(url);
    for (const path of ['/.well-known/openid-configuration', '/.well-known/jwks.json']) {
      expect(await getJson(documents + path)).toEqual(await getJson(url + path));
    }
    expect((await fetch(`${documents}/readyz`)).status).toBe(200);
  });

  test('never reaches the token endpoint, whatever is sent', async () => {
    const { command, documents } = await serve({ documents: { listen: '127.0.0.1:0' } });
    const token = await upstream.issue();
    const { port } = new URL(documents);
    const methods = [
      'POST',
      'GET',
      'PUT',
      'PATCH',
      'DELETE',
      'OPTIONS',
      'TRACE',
      'QUERY',
      'PROPFIND',
    ];
    const targets = [
      '/token',
      '/token?a',
      '/token/',
      '//token',
      '/%74oken',
      '/./token',
      '/x/../token',
      '/.well-known/jwks.json/../../token',
      '/.well-known/jwks.json?/token',
      '/readyz/../token',
      '/healthz?/token',
      String.raw`\token`,
      `http://127.0.0.1:${port}/token`,
      '*',
    ];
    for (const method of methods) {
      for (const target of targets) {
        const head = `${method} ${target} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n`;
        const type = `content-type: application/jwt\r\ncontent-length: ${token.length}\r\n`;
        const answer = await exchangeBytes(Number(port), `${head}${type}\r\n${token}`);
        expect([method, target, answer]).toEqual([
          method,
          target,
          expect.stringMatching(/^HTTP\/1\.1 /),
        ]);
        expect(answer.split('\r\n\r\n')[1] ?? '').not.toMatch(/eyJ|access_token/);
      }
    }
    // A request in a request, by header fields that proxies believe.
    for (const name of [
      'x-original-url',
      'x-rewrite-url',
      'x-http-method-override',
      'x-forwarded-prefix',
    ]) {
      const head = `POST /.well-known/jwks.json HTTP/1.1\r\nhost: a\r\nconnection: close\r\n${name}: /token\r\n`;
      const answer = await exchangeBytes(Number(port), `${head}content-length: 0\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    }
    expect(command.stderr()).not.toContain('token exchanged');
  });
});

/** Sends bytes over a connection of their own, and reads to its end. */
async function exchangeBytes(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  let answer = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    answer += text;
  });
  socket.write(bytes);
  await once(socket, 'close');
  return answer;
}

describe('the base path', () => {
  const PATHS = ['/.well-known/openid-configuration', '/.well-known/jwks.json'];

  test('is the path of the issuer; probes are at the root', async () => {
    const issuer = `${ISSUER}/team/one`;
    const served = await serve({ issuer });
    expect(served.url).toMatch(/\/team\/one$/);
    expect(await getJson(served.url + PATHS[0])).toMatchObject({
      issuer,
      jwks_uri: issuer + PATHS[1],
    });
    const { status, text } = await postToken(served.url, await upstream.issue());
    expect([status, decodeJwt(text).iss]).toEqual([200, issuer]);
    const { origin } = new URL(served.url);
    for (const path of [...PATHS, '/token']) {
      expect((await fetch(origin + path)).status).toBe(404);
    }
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    expect((await fetch(`${served.url}/healthz`)).status).toBe(404);
  });

  test('is another one behind a proxy that takes it away', async () => {
    const { url } = await serve({ issuer: `${ISSUER}/team`, basePath: '/' });
    expect((await postToken(url, await upstream.issue())).status).toBe(200);
  });
});

describe('a shutdown', () => {
  /** Starts requests until it hears that it should not, as a load balancer does. */
  function balance(url: string, send: () => Promise<number>): { load: Load; left: Promise<void> } {
    const load = startLoad(send);
    const left = vi
      .waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(503), {
        timeout: PATIENCE,
        interval: 20,
      })
      .then(() => {});
    return { load, left };
  }

  test('under load loses no request, and ends with 0', async () => {
    const { command, url } = await serve({ shutdown: { delay: 3 } });
    const token = await upstream.issue();
    const { load, left } = balance(url, async () => (await postToken(url, token)).status);
    await vi.waitFor(() => expect(load.answered()).toBeGreaterThan(20), PATIENCE);
    process.kill(command.pid, 'SIGTERM');
    await left;
    const during = load.answered();
    await vi.waitFor(() => expect(load.answered()).toBeGreaterThan(during), PATIENCE);
    expect((await load.stop()).lost).toEqual([]);
    expect(await command.exited).toEqual({ code: 0, signal: null });
  });

  test('says that it is not ready at once, and is alive', async () => {
    const { command, url } = await serve({ shutdown: { delay: 60 } });
    expect(await getJson(`${url}/readyz`)).toEqual({
      ready: true,
      checks: [{ name: 'signing-key', ok: true }],
    });
    process.kill(command.pid, 'SIGTERM');
    await command.waitFor('stderr', /event="exchange stopping" signal=SIGTERM delay=60/);
    const reply = await fetch(`${url}/readyz`);
    expect([reply.status, await reply.json()]).toEqual([
      503,
      {
        ready: false,
        checks: [
          { name: 'signing-key', ok: true },
          { name: 'not-draining', ok: false },
        ],
      },
    ]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    // A second signal ends even that.
    process.kill(command.pid, 'SIGTERM');
    expect(await command.exited).toEqual({ code: 4, signal: null });
  });

  test('waits for a call under way, as long as patience says', async () => {
    const { command, url } = await serve({ shutdown: { patience: 60 } });
    const token = await upstream.issue();
    const call = request(`${url}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/jwt', 'content-length': token.length },
    });
    const answered = once(call, 'response');
    call.write(token.slice(0, 10));
    await vi.waitFor(
      async () => expect((await fetch(`${url}/healthz`)).status).toBe(200),
      PATIENCE,
    );
    process.kill(command.pid, 'SIGTERM');
    await command.waitFor('stderr', /event="exchange stopping"/);
    call.end(token.slice(10));
    const [response] = (await answered) as [{ statusCode: number; resume(): void }];
    response.resume();
    expect(response.statusCode).toBe(200);
    expect(await command.exited).toEqual({ code: 0, signal: null });
  });

  test('is ended at once by a second signal, whatever is under way', async () => {
    const { command, url } = await serve({ shutdown: { patience: 600 } });
    const call = request(`${url}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/jwt', 'content-length': 100 },
    });
    call.on('error', () => {});
    call.write('a');
    await once(call, 'socket').then(([socket]) => once(socket as never, 'connect'));
    process.kill(command.pid, 'SIGINT');
    await command.waitFor('stderr', /event="exchange stopping"/);
    process.kill(command.pid, 'SIGTERM');
    expect(await command.exited).toEqual({ code: 4, signal: null });
  });
});

describeWith(['redis-server'], 'a store that is gone during a request', () => {
  test('is answered with 503, told by readiness, and serves again when it is back', async () => {
    const redis = await startRedis();
    stage.later(() => redis.clear());
    const oneUse = {
      name: 'once',
      match: { issuer: upstream.issuer },
      grant: { audience: 'aws', once: true },
    };
    const url = `redis://${redis.host}:${redis.port}/0`;
    const store = { driver: 'redis', url, timeout: 1 };
    const served = await serve({ rules: [oneUse] }, { store });
    const ready = async () => {
      const reply = await fetch(`${served.url}/readyz`);
      return [reply.status, await reply.json()];
    };
    const checks = (ok: boolean) => [
      { name: 'signing-key', ok: true },
      { name: 'store', ok },
    ];
    expect(await exchangeFor(served.url, 'aws')).toBe(200);
    expect(await ready()).toEqual([200, { ready: true, checks: checks(true) }]);

    await redis.kill();
    const answer = await postToken(served.url, await upstream.issue());
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      503,
      expect.objectContaining({ code: 'store_unavailable' }),
    ]);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    await vi.waitFor(
      async () => expect(await ready()).toEqual([503, { ready: false, checks: checks(false) }]),
      { timeout: PATIENCE, interval: 200 },
    );
    expect((await fetch(`${served.url}/healthz`)).status).toBe(200);
    await served.command.waitFor('stderr', /level=error event="not ready" checks=store/);

    await redis.start();
    await vi.waitFor(
      async () => expect(await ready()).toEqual([200, { ready: true, checks: checks(true) }]),
      { timeout: PATIENCE, interval: 200 },
    );
    expect(await exchangeFor(served.url, 'aws')).toBe(200);
    await served.command.waitFor('stderr', /event="ready again"/);
  });
});

describe.skipIf(process.platform === 'win32')('a configuration in a pipe', () => {
  test('is served', async () => {
    await configure();
    const line = `exec '${process.execPath}' '${DRAWBRIDGE}' serve exchange --config <(cat '${configFile()}')`;
    const command = start('bash', ['-c', line], { env: { HOME: folder } });
    stage.later(() => command.stop('SIGKILL'));
    const url = await readyAt(command);
    expect(await exchangeFor(url, 'aws')).toBe(200);
    expect(await command.stop()).toMatchObject({ code: 0 });
  });

  test('that nobody writes to holds up neither reloads nor the end', async () => {
    const { command, url } = await serve();
    await rm(configFile());
    await promisify(execFile)('mkfifo', [configFile()]);
    // More than there are threads that could wait.
    for (let times = 0; times < 6; times++) process.kill(command.pid, 'SIGHUP');
    const said = command.stderr().length;
    expect(await nextLine(command, said, 'configuration not reloaded')).toContain('(ETIMEDOUT)');
    await rm(configFile());
    await configure({ rules: [rule('two', 'gcp')] });
    await nextLine(command, said, 'configuration reloaded');
    expect(await exchangeFor(url, 'gcp')).toBe(200);
    expect(await command.stop()).toMatchObject({ code: 0 });
  });
});

test('the configuration is read, never written', async () => {
  const served = await serve();
  const before = await readFile(configFile(), 'utf8');
  await reload(served);
  expect(await readFile(configFile(), 'utf8')).toBe(before);
});
