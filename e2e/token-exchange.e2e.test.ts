import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certify } from '../tools/certify.ts';
import { describeWith } from '../tools/describe-with.ts';
import { giveKeys } from './support/given-keys.ts';
import { finish } from './support/command.ts';
import { ACCEPTED, GRANTED, ISSUER, readyAt } from './support/exchange.ts';
import { freePort } from './support/free-port.ts';
import { startTinyproxy } from './support/proxies.ts';
import { serveHere } from './support/serve-here.ts';
import { createStage } from './support/stage.ts';
import { startUpstream, type Upstream } from './support/upstream.ts';

// `drawbridge token exchange` before a real exchange, on a network where things go wrong.

const stage = createStage();
afterAll(() => stage.clear());

let upstream: Upstream;
let data: string;

/** Starts an exchange with two rules: for the audience `once`, each token may be exchanged once. */
async function startExchange(settings: object = {}): Promise<string> {
  const { issuer } = upstream;
  const config = join(await stage.folder(), 'drawbridge.yaml');
  const grant = { audience: GRANTED, copy: ['sub'] };
  const exchange = {
    issuer: ISSUER,
    listen: '127.0.0.1:0',
    upstreams: [{ issuer, audiences: [ACCEPTED] }],
    rules: [
      { name: 'once', match: { issuer }, grant: { ...grant, audience: 'once', once: true } },
      { name: 'all', match: { issuer }, grant },
    ],
    ...settings,
  };
  await writeFile(config, JSON.stringify({ version: 1, data, exchange }));
  return readyAt(await stage.start(['serve', 'exchange', '--config', config]));
}

const trade = (token: string, url: string, ...args: string[]) =>
  stage.run(['token', 'exchange', '-', '--token-endpoint', `${url}/token`, ...args], {
    stdin: token,
  });

let exchange: string;
beforeAll(async () => {
  upstream = await startUpstream(stage, ACCEPTED);
  data = await stage.folder();
  await giveKeys(data);
  exchange = await startExchange();
});

interface Carried {
  readonly status: number;
  readonly body: Buffer;
}

/** What is between the command and the exchange: it is told the number of the request, from 1 on, and can carry it. */
type Behave = (
  count: number,
  carry: () => Promise<Carried>,
  response: ServerResponse,
) => Promise<unknown>;

async function startBetween(behave: Behave): Promise<string> {
  let count = 0;
  const server = createServer((request, response) => {
    const carry = async (): Promise<Carried> => {
      const { method = '', headers } = request;
      const onward = request.pipe(ask(`${exchange}${request.url}`, { method, headers }));
      const [reply] = (await once(onward, 'response')) as [IncomingMessage];
      return { status: reply.statusCode ?? 0, body: await buffer(reply) };
    };
    void behave(++count, carry, response);
  });
  return serveHere(stage, server);
}

describe.concurrent('an exchange that is away for a moment', () => {
  test('and comes up two seconds later: the job never notices', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const early = trade(await upstream.issue(), url, '--audience', GRANTED, '--retries', '20');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await startExchange({ listen: `127.0.0.1:${port}` });
    const { code, stdout, stderr } = await early;
    expect(code).toBe(0);
    expect(decodeJwt(stdout)).toMatchObject({ iss: ISSUER, aud: GRANTED });
    expect(stdout).toMatch(/^[\w.-]+\n$/);
    const line = `${url}/token could not be reached \\(ECONNREFUSED\\); trying again (?:at once|in [\\d.]+ seconds)`;
    expect(stderr).toMatch(new RegExp(`^(?:${line} \\(\\d+ of 20\\)\n)+$`));
  });

  test('and says 503 is asked again no sooner than it says', async () => {
    const times: number[] = [];
    const url = await startBetween(async (count, carry, response) => {
      times.push(performance.now());
      if (count === 1) return response.writeHead(503, { 'retry-after': '1' }).end('busy');
      const { status, body } = await carry();
      return response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    const token = await upstream.issue();
    const { code, stdout, stderr } = await trade(token, url, '--audience', GRANTED, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ token_type: 'N_A', expires_at: expect.any(Number) });
    expect(stderr).toMatch(
      /answered with status 503 .*; it asks for 1 second of rest; trying again/,
    );
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(990);
  });
});

describe.concurrent('a rule that takes each token once', () => {
  test('and a reply that is lost: the message says so', async () => {
    const url = await startBetween(async (count, carry, response) => {
      const { status, body } = await carry();
      if (count === 1) return response.destroy();
      return response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    const { code, stdout, stderr } = await trade(await upstream.issue(), url, '--audience', 'once');
    expect([code, stdout]).toEqual([1, '']);
    const [retried, told, hint] = stderr.split('\n');
    expect(retried).toContain('trying again');
    expect(told).toContain('(token_used), it may be by an earlier attempt');
    expect(hint).toMatch(/^Get a new token from its issuer/);
  });

  test('and a second use by somebody else: no such thing is said', async () => {
    const token = await upstream.issue();
    const first = await trade(token, exchange, '--audience', 'once', '--json');
    expect(JSON.parse(first.stdout)).toMatchObject({
      renewal_handle: expect.stringMatching(/^dbr_/),
    });
    const { code, stderr } = await trade(token, exchange, '--audience', 'once');
    expect(code).toBe(1);
    expect(stderr).toMatch(/refused: .* \(token_used\)\n/);
    expect(stderr).not.toContain('earlier attempt');
  });
});

test('killed at any time, the file is as it was or whole', async () => {
  const folder = await stage.folder();
  const token = await upstream.issue();
  const seen = await Promise.all(
    [0, 400, 700, 1000].map(async (delay, index) => {
      const file = join(folder, `${index}.jwt`);
      await writeFile(file, 'old');
      const args = ['token', 'exchange', '-', '--token-endpoint', `${exchange}/token`];
      const rest = ['--audience', GRANTED, '--out', file];
      const command = await stage.start([...args, ...rest], { stdin: token });
      await new Promise((resolve) => setTimeout(resolve, delay));
      await command.stop('SIGKILL');
      return readFile(file, 'utf8');
    }),
  );
  for (const text of seen) expect(text).toMatch(/^(?:old|[\w-]+\.[\w-]+\.[\w-]+)$/);

  const file = join(folder, 'last.jwt');
  const { code, stdout, stderr } = await trade(
    token,
    exchange,
    '--audience',
    GRANTED,
    '--out',
    file,
  );
  expect([code, stdout, stderr]).toEqual([0, '', '']);
  expect(decodeJwt(await readFile(file, 'utf8'))).toMatchObject({ aud: GRANTED });
});

/** An address of this machine that is not loopback, which never goes through a proxy. */
const HERE = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

describeWith(['openssl', 'tinyproxy'], 'over TLS, with a proxy on the way', () => {
  let url: string;
  let caFile: string;
  let proxy: string;
  let log: () => Promise<string>;

  beforeAll(async () => {
    if (HERE === undefined) throw new Error('this test needs an address that is not loopback');
    const folder = await stage.folder();
    const authority = await certify(folder, 'authority', '');
    const { certFile, keyFile } = await certify(folder, 'exchange', `IP:${HERE}`, authority);
    caFile = authority.certFile;
    const tls = { certificateFile: certFile, keyFile };
    url = await startExchange({ listen: `${HERE}:0`, tls });
    const user = { user: 'teller', password: 's3same_Word' };
    const running = await startTinyproxy(stage, user, [Number(new URL(url).port)]);
    proxy = `http://teller:s3same_Word@127.0.0.1:${running.port}`;
    log = running.log;
  });

  const run = async (env: Readonly<Record<string, string>>, ...args: string[]) => {
    const all = ['token', 'exchange', '-', '--token-endpoint', `${url}/token`, ...args];
    const stdin = await upstream.issue();
    return finish(await stage.start([...all, '--audience', GRANTED], { env, stdin }));
  };

  test('a certificate that nobody vouches for is told at once, and no token is sent', async () => {
    const { code, stdout, stderr } = await run({});
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^drawbridge: \S+ could not be reached \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)\n/,
    );
    expect(stderr).toContain(
      'Name its file as --ca, as outbound.caFile, or in NODE_EXTRA_CA_CERTS',
    );
  });

  test('with --ca and HTTPS_PROXY the token crosses, through a tunnel', async () => {
    const { code, stdout, stderr } = await run({ HTTPS_PROXY: proxy }, '--ca', caFile);
    expect([code, stderr]).toEqual([0, '']);
    expect(decodeJwt(stdout)).toMatchObject({ aud: GRANTED });
    expect(await log()).toContain(`CONNECT ${new URL(url).host}`);
  });

  test('NO_PROXY goes around it', async () => {
    const env = { HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: HERE ?? '' };
    const { code, stderr } = await run(env, '--ca', caFile);
    expect([code, stderr]).toEqual([0, '']);
  });

  test('a proxy that wants other credentials is told, and they are not shown', async () => {
    const env = { HTTPS_PROXY: proxy.replace('s3same_Word', 'wrong') };
    const { code, stderr } = await run(env, '--ca', caFile, '--retries', '0');
    expect(code).toBe(3);
    expect(stderr).toContain('does not take the credentials it was given');
    expect(stderr).not.toMatch(/wrong|teller/);
  });
});
