import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';
import { openGuardClient } from '@drawbridge/guard/node';
import { apisixHeaders, createLogRecorder, TEST_CLIENT } from '@drawbridge/testing';
import { type ListeningIssuer, listenTestIssuer } from '@drawbridge/testing/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createService } from '../../examples/background-service/service.js';
import { readSettings } from '../../examples/background-service/settings.js';
import { certify } from '../../tools/certify.ts';
import { type RunningCommand, start } from '../support/command.ts';
import { readBlocks, ROOT } from '../support/documents.ts';
import { endExample } from '../support/examples.ts';
import { freePort } from '../support/free-port.ts';
import { listenHere, serveHere } from '../support/serve-here.ts';
import { createStage } from '../support/stage.ts';

// The example of eoepca-security rebuilt: started as its README says, and called as APISIX calls it.

const stage = createStage();
afterAll(() => stage.clear());

const FOLDER = join(ROOT, 'examples/background-service');
const SETTINGS = { access_token_in_authorization_header: true, set_refresh_token_header: true };

let issuer: ListeningIssuer;
let backend: string;
/** What the backend was called with. */
const called: (string | undefined)[] = [];

beforeAll(async () => {
  issuer = await listenTestIssuer({ audience: 'account' });
  stage.later(() => issuer.close());
  backend = await serveHere(
    stage,
    createServer((request, response) => {
      called.push(request.headers.authorization);
      const status = request.headers.authorization === undefined ? 401 : 200;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(status === 200 ? { forecast: 'sunny' } : { error: 'who?' }));
    }),
  );
});

const environment = (own: object = {}) => ({
  OPEN_ID_CONNECT_URL: `${issuer.issuer}/.well-known/openid-configuration`,
  OPEN_ID_CONNECT_CLIENT_ID: TEST_CLIENT.clientId,
  OPEN_ID_CONNECT_CLIENT_SECRET: TEST_CLIENT.clientSecret,
  REMOTE_PROTECTED_ENDPOINT: `${backend}/forecast`,
  ...own,
});

interface Answer {
  readonly message: string;
  readonly backend: object;
  readonly headers: Readonly<Record<string, string>>;
  readonly security: Readonly<Record<string, unknown>>;
}

async function ask(url: string, headers: Readonly<Record<string, string>> = {}) {
  const reply = await fetch(url, { headers });
  const text = await reply.text();
  return { status: reply.status, text, answer: JSON.parse(text) as Answer };
}

/** Started as a user does, in a folder with a file `.env`. */
async function startHere(args: readonly string[], file = environment()) {
  const cwd = await stage.folder();
  const lines = Object.entries(file).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(join(cwd, '.env'), lines.join(''));
  const command = start(process.execPath, [join(FOLDER, 'server.js'), ...args], { cwd });
  stage.later(() => command.stop('SIGKILL'));
  const [, url = ''] = await command.waitFor('stdout', /"service ready","listening":"([^"]+)"/);
  return { command, url };
}

describe('as a process', () => {
  let command: RunningCommand;
  let url: string;
  beforeAll(async () => {
    ({ command, url } = await startHere(['--port=0', '--host', '127.0.0.1', '--root-path=/svc']));
  });

  it('says at its start whose refresh token it uses', () => {
    expect(command.stdout()).toContain('the refresh token of the session is used');
  });

  it('greets the three kinds of callers, at both paths', async () => {
    const named = await apisixHeaders(
      issuer,
      { preferred_username: 'ann' },
      { settings: SETTINGS },
    );
    const { Authorization = '' } = await apisixHeaders(issuer, {}, { settings: SETTINGS });
    for (const path of ['/', '/svc/']) {
      const nobody = await ask(url + path);
      expect(nobody.answer).toMatchObject({
        message: 'Hello World, Hello unauthorised person!',
        backend: { status_code: 401, message: '{"error":"who?"}' },
        security: {},
      });
      // Without an ID and a refresh token, which was a 500.
      const { answer } = await ask(url + path, { Authorization });
      expect(answer).toMatchObject({
        message: 'Hello World, Hello mysterious stranger!',
        backend: { forecast: 'sunny' },
        security: { auth: expect.stringMatching(/^[0-9a-f]{12}$/), id: null, refresh: null },
      });
      const known = await ask(url + path, { ...named, 'x-own': 'kept' });
      expect(known.answer).toMatchObject({
        message: 'Hello World, Hello ann!',
        backend: { forecast: 'sunny' },
        headers: { 'x-own': 'kept' },
        security: {
          auth: expect.stringMatching(/^[0-9a-f]{12}$/),
          refresh: expect.stringMatching(/^[0-9a-f]{12}$/),
          id_claims: { preferred_username: 'ann' },
        },
      });
      const secrets = [
        named['Authorization']?.slice(7),
        named['X-ID-Token'],
        named['X-Refresh-Token'],
      ];
      for (const secret of secrets) expect(known.text.includes(secret ?? '?')).toBe(false);
    }
    expect(called).toContain(Authorization);
  });

  it('takes a bad token, and one of another client of the realm, for none', async () => {
    const other = await issuer.bearer({}, { clientId: 'another' });
    for (const headers of [{ Authorization: 'Bearer x' }, other]) {
      expect((await ask(url, headers)).answer.message).toContain('unauthorised person');
    }
  });

  it('ends with its tasks under way, and said no token', async () => {
    expect(await command.stop()).toEqual({ code: 0, signal: null });
    expect(command.stdout()).toContain('"service stopped"');
    expect([command.stderr(), /eyJ|refresh-/.test(command.stdout())]).toEqual(['', false]);
  });
});

describe('settings', () => {
  it('are told of by --help, which needs none', async () => {
    for (const flag of ['--help', '-h']) {
      const command = start(process.execPath, [join(FOLDER, 'server.js'), flag], {
        cwd: await stage.folder(),
      });
      expect(await command.exited).toEqual({ code: 0, signal: null });
      expect(command.stderr()).toBe('');
      for (const name of ['--root-path', 'TLS_NO_VERIFY', ...Object.keys(environment())]) {
        expect(command.stdout()).toContain(name);
      }
    }
  });

  it('that are missing or wrong are told all at once', async () => {
    const nothing = await endExample('background-service', {});
    expect(nothing.code).toBe(2);
    for (const name of Object.keys(environment())) {
      expect(nothing.stderr).toContain(`${name} is not set`);
    }
    expect(nothing.stderr).toContain('README.md says what each should be');
    const OPEN_ID_CONNECT_URL = 'https://sso.example.com/realms/x';
    const env = environment({ OPEN_ID_CONNECT_URL, REMOTE_PROTECTED_ENDPOINT: 'http://a.example' });
    const wrong = await endExample('background-service', env);
    expect(wrong.stderr).toMatch(
      /OPEN_ID_CONNECT_URL does not end.*REMOTE_\w+ is not an https URL/s,
    );
  });

  it('of the environment go before those of the file', async () => {
    const folder = await stage.folder();
    const file = environment({ OPEN_ID_CONNECT_URL: 'nothing', PORT: '1' });
    await writeFile(
      join(folder, '.env'),
      Object.entries(file)
        .map(([name, value]) => `${name}="${value}"\n`)
        .join(''),
    );
    const env = { OPEN_ID_CONNECT_URL: environment().OPEN_ID_CONNECT_URL, PORT: '0' };
    const command = start(process.execPath, [join(FOLDER, 'server.js')], { cwd: folder, env });
    stage.later(() => command.stop('SIGKILL'));
    await command.waitFor('stdout', /"service ready"/);
    expect(await command.stop()).toEqual({ code: 0, signal: null });
  });

  it.each([['--ports=1'], ['--root-path=no-slash'], ['--root-path=/a/../b'], ['extra']])(
    'have no option %s',
    async (word) => {
      const cwd = await stage.folder();
      const command = start(process.execPath, [join(FOLDER, 'server.js'), word], {
        cwd,
        env: environment(),
      });
      expect((await command.exited).code).toBe(2);
    },
  );
});

describe('work in the background', () => {
  /** In this process, so that it need not wait 20 seconds. */
  async function serve(own: object = {}, interval = 5) {
    const client = await openGuardClient({});
    const log = createLogRecorder();
    const service = createService(readSettings(environment(own)), { client, log, interval });
    stage.later(async () => {
      await service.stop();
      await client.close();
    });
    const rounds = () => log.entries.filter(({ event }) => event.includes('in the background'));
    const get = async (headers: Readonly<Record<string, string>> = {}) => {
      const { statusCode, json } = await service.app.inject({ url: '/', headers });
      return { statusCode, answer: json<Answer>() };
    };
    return { service, log, rounds, get };
  }

  it('calls the backend twenty times, and refreshes by need', async () => {
    const { rounds, get, log } = await serve();
    // Good for longer than the rounds take, and with so little left of two minutes that new tokens are due at the first of them.
    const now = Math.floor(Date.now() / 1000);
    const times = { iat: now - 100, exp: now + 20 };
    const headers = await apisixHeaders(issuer, { sub: 'bob', ...times }, { settings: SETTINGS });
    const before = issuer.requests.token;
    expect((await get(headers)).statusCode).toBe(200);
    await expect.poll(() => rounds().length, { timeout: 20_000 }).toBe(20);
    expect(rounds().map(({ fields }) => [fields['round'], fields['status']])).toEqual(
      Array.from({ length: 20 }, (_, at) => [at + 1, 200]),
    );
    const warned = () => log.entries.filter(({ event }) => event.includes('session was replaced'));
    await expect.poll(() => warned().length, { timeout: 20_000 }).toBe(1);
    expect(issuer.requests.token - before).toBe(1);
    expect(log.text()).not.toMatch(/eyJ|refresh-/);
  });

  it('goes on without a refresh token while the access token lives, and is begun by nobody without one', async () => {
    const { rounds, get } = await serve();
    await get();
    const { Authorization = '' } = await apisixHeaders(issuer, {}, { settings: SETTINGS });
    await get({ Authorization });
    await expect.poll(() => rounds().length, { timeout: 20_000 }).toBe(20);
  });

  it('ends when the session does, and goes on when the backend fails', async () => {
    const url = await serveHere(
      stage,
      createServer((_, response) => response.writeHead(503).end('later')),
    );
    const { rounds, get, log } = await serve({ REMOTE_PROTECTED_ENDPOINT: url }, 1000);
    // Time enough for the call itself, on a busy machine too.
    const exp = Math.floor(Date.now() / 1000) + 8;
    const headers = await apisixHeaders(issuer, { exp }, { settings: SETTINGS });
    issuer.revoke(headers['X-Refresh-Token'] ?? '');
    expect((await get(headers)).answer.backend).toEqual({ status_code: 503, message: 'later' });
    await expect.poll(() => log.text(), { timeout: 20_000 }).toContain('ended early');
    expect(rounds().length).toBeLessThan(20);
  });

  it('stops at once when the service does', async () => {
    const { service, get, rounds } = await serve({}, 60_000);
    await get(await apisixHeaders(issuer, {}, { settings: SETTINGS }));
    const started = performance.now();
    await service.stop();
    // Half of the pause before the first round, for a machine that is busy.
    expect([rounds(), performance.now() - started < 30_000]).toEqual([[], true]);
  });

  it('verifies the certificate of the backend, unless TLS_NO_VERIFY is true', async () => {
    const { cert, key } = await certify(await stage.folder(), 'server', 'IP:127.0.0.1');
    const server = createTlsServer({ cert, key }, (_, response) => response.end('{"tls":true}'));
    const port = await listenHere(stage, server);
    const REMOTE_PROTECTED_ENDPOINT = `https://127.0.0.1:${port}/`;
    const headers = await apisixHeaders(issuer, {}, { settings: SETTINGS });
    for (const [TLS_NO_VERIFY, expected] of [
      ['', { status_code: 502 }],
      ['1', { status_code: 502 }],
      ['false', { status_code: 502 }],
      ['True', { tls: true }],
    ] as const) {
      const { get } = await serve({ REMOTE_PROTECTED_ENDPOINT, TLS_NO_VERIFY }, 60_000);
      expect((await get(headers)).answer.backend, TLS_NO_VERIFY).toMatchObject(expected);
    }
  });
});

describe('its README', () => {
  it('has calls that are answered as it says', async () => {
    const port = await freePort();
    const command = start(process.execPath, ['try.js'], {
      cwd: FOLDER,
      env: { PORT: String(port) },
    });
    stage.later(() => command.stop('SIGKILL'));
    await command.waitFor('stdout', /"service ready"/);
    const exported = command.stdout().split('\n').slice(0, 4);
    const blocks = await readBlocks('examples/background-service/README.md');
    const { text: calls = '' } = blocks.find(({ mark }) => mark === 'calls') ?? {};
    const told = [...calls.matchAll(/# (.*)/g)].map(([, words]) => `Hello World, ${words}`);
    expect(told).toHaveLength(3);
    const here = calls.replaceAll(':8000', `:${port}`).replaceAll(/#.*/g, '; echo');
    const { stdout } = await stage.shell([...exported, here].join('\n'));
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer);
    expect(answers.map(({ message }) => message)).toEqual(told);
    expect(await command.stop()).toEqual({ code: 0, signal: null });
  });

  it('names every setting', async () => {
    const page = await readFile(join(FOLDER, 'README.md'), 'utf8');
    for (const name of Object.keys(environment())) expect(page).toContain(`\`${name}\``);
  });
});
