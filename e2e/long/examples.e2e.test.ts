import { connect } from 'node:net';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBlocks } from '../support/documents.ts';
import { endExample, exampleSettings, invokeExample, serveExample } from '../support/examples.ts';
import {
  ACCEPTED,
  getJson,
  GRANTED,
  ISSUER,
  post,
  postToken,
  type ServedExchange,
} from '../support/exchange.ts';
import { createStage } from '../support/stage.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

// Every example is started as its README says, and must do what the listener of `drawbridge serve` does.

const stage = createStage();
afterAll(() => stage.clear());

let upstream: Upstream;
let settings: Readonly<Record<string, string>>;
const SERVERS = ['node', 'express', 'fastify', 'hono'] as const;
const servers = new Map<string, ServedExchange>();

beforeAll(async () => {
  upstream = await startUpstream(stage, ACCEPTED);
  settings = exampleSettings(upstream.issuer);
  const serve = async (name: string) => {
    const env = name === 'node' ? await configured() : settings;
    servers.set(name, await serveExample(stage, `exchange-${name}`, env));
  };
  await Promise.all(SERVERS.map(serve));
});

/** The settings of the example that has a configuration file. */
async function configured(): Promise<Readonly<Record<string, string>>> {
  return {
    DRAWBRIDGE_DATA: await stage.folder(),
    DRAWBRIDGE_EXCHANGE__ISSUER: ISSUER,
    DRAWBRIDGE_EXCHANGE__LISTEN: '127.0.0.1:0',
    DRAWBRIDGE_EXCHANGE__UPSTREAMS__0__ISSUER: upstream.issuer,
    DRAWBRIDGE_EXCHANGE__UPSTREAMS__0__AUDIENCES__0: ACCEPTED,
    DRAWBRIDGE_EXCHANGE__RULES__0__MATCH__ISSUER: upstream.issuer,
  };
}

/** Exchanges a token, and verifies what came as a relying party would: by the documents alone. */
async function expectExchanged(url: string): Promise<void> {
  const { status, text } = await postToken(url, await upstream.issue({ sub: 'job:1' }));
  expect({ status, fault: status === 200 ? '' : text }).toEqual({ status: 200, fault: '' });
  const document = await getJson<{ issuer: string; jwks_uri: string }>(
    `${url}/.well-known/openid-configuration`,
  );
  expect(document).toMatchObject({ issuer: ISSUER, jwks_uri: `${ISSUER}/.well-known/jwks.json` });
  const keys = await getJson<JSONWebKeySet>(`${url}/.well-known/jwks.json`);
  const { payload } = await jwtVerify(text.trim(), createLocalJWKSet(keys), {
    issuer: ISSUER,
    audience: GRANTED,
  });
  expect(payload.sub).toBe('job:1');
}

/** Sends bytes and answers what comes back: the status, and the fault's code if there is one. */
async function sendRaw(url: string, raw: string): Promise<string> {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => {});
  socket.write(raw);
  await once(socket, 'close');
  const text = Buffer.concat(chunks).toString();
  const [, status = ''] = /^HTTP\/1\.1 (\d{3})/.exec(text) ?? [];
  const [, code = ''] = /"code":"(\w+)"/.exec(text) ?? [];
  return `${status} ${code}`.trim();
}

const END = 'Connection: close\r\n\r\n';

describe.each(SERVERS)('exchange-%s', (name) => {
  const served = () => servers.get(name) as ServedExchange;
  const joins = name === 'hono';

  test('takes a token across', () => expectExchanged(served().url));

  test('refuses what is wrong, and serves on', async () => {
    const { url } = served();
    const token = await upstream.issue();
    const length = `Content-Length: ${token.length}\r\n`;
    const head = (path: string) => `POST ${path} HTTP/1.1\r\nHost: a\r\n`;
    const type = 'Content-Type: application/jwt\r\n';

    expect(await sendRaw(url, `${head('/token')}${type}${type}${length}${END}${token}`)).toBe(
      '415 media_type_unsupported',
    );
    // A Request has its path resolved already.
    expect(await sendRaw(url, `${head('/a/../token')}${type}${length}${END}${token}`)).toBe(
      joins ? '200' : '404 path_unknown',
    );
    expect(await sendRaw(url, `${head('/TOKEN')}${type}${length}${END}${token}`)).toBe(
      '404 path_unknown',
    );
    expect(await sendRaw(url, `PUT /token HTTP/1.1\r\nHost: a\r\n${END}`)).toBe(
      '405 method_not_allowed',
    );
    const large = await post(url, 'application/jwt', 'x'.repeat(300_000));
    expect([large.status, large.text]).toEqual([413, expect.stringContaining('body_too_large')]);
    expect(await post(url, 'application/json', '{"token":')).toMatchObject({ status: 400 });
    expect(await postToken(url, `${token}x`)).toMatchObject({ status: 400 });
    await expectExchanged(url);
  });

  test('outlives a caller that goes away in the middle', async () => {
    const { port } = new URL(served().url);
    const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
    const head = 'POST /token HTTP/1.1\r\nHost: a\r\nContent-Type: application/jwt\r\n';
    await new Promise((sent) => socket.write(`${head}Content-Length: 1000\r\n\r\nx`, sent));
    socket.destroy();
    await expectExchanged(served().url);
  });
});

test.each(SERVERS.filter((name) => name !== 'node'))(
  'exchange-%s serves what is its own beside the exchange',
  async (name) => {
    const reply = await fetch(`${servers.get(name)?.url}/healthz`);
    expect([reply.status, await reply.text()]).toEqual([200, 'ok\n']);
  },
);

describe('exchange-lambda', () => {
  test('answers each kind of event, the good and the bad', async () => {
    const token = await upstream.issue({ sub: 'job:1' });
    const form = Buffer.from(new URLSearchParams({ token }).toString()).toString('base64');
    const http = { method: 'POST', sourceIp: '192.0.2.1' };
    const identity = { sourceIp: '192.0.2.1' };
    const get = (path: string) => ({
      version: '2.0',
      rawPath: path,
      rawQueryString: '',
      headers: {},
      requestContext: { http: { ...http, method: 'GET' }, stage: '$default' },
      isBase64Encoded: false,
    });
    const types = (...values: string[]) => ({
      path: '/token',
      httpMethod: 'POST',
      headers: null,
      multiValueHeaders: { 'Content-Type': values, Accept: ['application/json'] },
      requestContext: { path: '/token', identity, stage: 'prod' },
      body: token,
      isBase64Encoded: false,
    });
    const balanced = {
      path: '/token',
      httpMethod: 'POST',
      queryStringParameters: {},
      headers: { 'content-type': 'application/jwt', 'x-forwarded-for': '192.0.2.1' },
      requestContext: { elb: { targetGroupArn: 'arn' } },
      body: Buffer.from(token).toString('base64'),
      isBase64Encoded: true,
    };

    const answers = await invokeExample(settings, [
      get('/.well-known/jwks.json'),
      {
        ...get('/token'),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        requestContext: { http, stage: '$default' },
        body: form,
        isBase64Encoded: true,
      },
      types('application/jwt'),
      balanced,
      types('application/jwt', 'application/jwt'),
      { ...types('application/jwt'), body: 'x'.repeat(300_000) },
      get('/token'),
      get('/prod/token'),
    ]);

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([
      200, 200, 200, 200, 415, 413, 405, 404,
    ]);
    const [documents, ofUrl, ofRest, ofBalancer] = answers;
    expect(ofUrl?.headers?.['cache-control']).toBe('no-store');
    expect(ofRest?.multiValueHeaders?.['cache-control']).toEqual(['no-store']);
    expect(ofBalancer?.headers?.['cache-control']).toBe('no-store');
    const keys = createLocalJWKSet(JSON.parse(documents?.body ?? '') as JSONWebKeySet);
    for (const { body } of [ofUrl, ofRest, ofBalancer] as { body: string }[]) {
      const minted = body.startsWith('{')
        ? (JSON.parse(body) as { access_token: string }).access_token
        : body.trim();
      const expected = { issuer: ISSUER, audience: GRANTED };
      const { payload } = await jwtVerify(minted, keys, expected);
      expect(payload.sub).toBe('job:1');
    }
  });
});

describe('exchange-lambda', () => {
  test('takes the event that its README makes', async () => {
    const blocks = await readBlocks('examples/exchange-lambda/README.md');
    const { text = '' } = blocks.find(({ mark }) => mark === 'event') ?? {};
    const cwd = await stage.folder();
    await writeFile(join(cwd, 'token.jwt'), await upstream.issue());
    const [make = ''] = text.split('npm start');
    expect((await stage.shell(make, { cwd })).code).toBe(0);
    const event = JSON.parse(await readFile(join(cwd, 'events.jsonl'), 'utf8')) as object;
    const [answer] = await invokeExample(settings, [event]);
    expect(answer).toMatchObject({ statusCode: 200, body: expect.stringMatching(/^eyJ/) });
  });
});

describe.each(['express', 'fastify', 'hono', 'lambda'])('exchange-%s', (name) => {
  const end = (env: Readonly<Record<string, string>>) => endExample(`exchange-${name}`, env);
  const hint = 'The settings are variables: README.md says what each should be.\n';

  test('says which settings are missing, and what to do', async () => {
    const { SIGNING_KEYS: _, ...others } = settings;
    expect(await end(others)).toEqual({
      code: 2,
      stderr: `the configuration is not valid: SIGNING_KEYS is not set\n${hint}`,
    });
    expect(await end({ ...others, ISSUER: '', UPSTREAM: 'gitlab' })).toEqual({
      code: 2,
      stderr:
        'the configuration has 3 faults:\n  ISSUER is not set\n  UPSTREAM is not an absolute URL\n' +
        `  SIGNING_KEYS is not set\n${hint}`,
    });
  });

  test('says what is wrong with its keys, and shows none', async () => {
    const { SIGNING_KEYS = '' } = settings;
    const ended = await end({ ...settings, SIGNING_KEYS: SIGNING_KEYS.slice(1) });
    expect(ended.stderr).not.toContain(SIGNING_KEYS.slice(20, 60));
    expect(ended).toEqual({
      code: 2,
      stderr: expect.stringMatching(
        /^the configuration is not valid: SIGNING_KEYS is at fault: the keys are not a JWK Set[^\n]*\nThe settings/,
      ),
    });
  });
});

test.each(['express', 'fastify', 'hono'])(
  'exchange-%s says where it cannot listen',
  async (name) => {
    const end = (HOST: string, PORT: string) =>
      endExample(`exchange-${name}`, { ...settings, HOST, PORT });
    const said = (where: string) => ({
      code: 2,
      stderr: `cannot listen at ${where}\nChoose others.\n`,
    });
    const taken = new URL(upstream.issuer).port;
    expect([await end('127.0.0.1', taken), await end('127.0.0.1', '65536')]).toEqual([
      said(`HOST 127.0.0.1 and PORT ${taken} (EADDRINUSE)`),
      said('HOST 127.0.0.1 and PORT 65536 (ERR_SOCKET_BAD_PORT)'),
    ]);
  },
);

test('exchange-node says what is wrong with its settings', async () => {
  const env = { ...(await configured()), DRAWBRIDGE_EXCHANGE__ISSUER: 'gitlab' };
  expect(await endExample('exchange-node', env)).toEqual({
    code: 2,
    stderr:
      'the configuration is not valid: exchange.issuer (DRAWBRIDGE_EXCHANGE__ISSUER) is not an absolute URL\n',
  });
});

test.each(SERVERS)('exchange-%s ends when it is asked to, and said no secret', async (name) => {
  const { command } = servers.get(name) as ServedExchange;
  expect(await command.stop()).toEqual({ code: 0, signal: null });
  expect(command.stdout()).toContain('"exchange stopped"');
  expect(command.stderr()).toBe('');
  expect(command.stdout()).not.toMatch(/eyJ/);
});
