import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE_ADDRESSES } from '../../packages/gateway/src/sign-in/hostile-addresses.fixture.ts';
import { describeWith } from '../../tools/describe-with.ts';
import type { RunningCommand } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { type IllProvider, PLANTED, startIllProvider } from '../support/ill-provider.ts';
import { createStage } from '../support/stage.ts';
import { startRedis, type TestRedis } from '../support/start-redis.ts';

// What a browser can send to a gateway in the place of a Vouch Proxy, and what its provider can say, against the command itself
// while it logs all there is to log.

const stage = createStage();
afterAll(() => stage.clear());

const SECRET = 'planted-jwt-secret, of more than 44 characters as it should be';
const SESSION_KEY = 'planted-session-key, of more than 44 characters as well';
const CODE = 'planted-code';
const GATEWAY = 'vouch.example.com';
const APP = 'app.example.com';

interface Asked {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly cookies: readonly string[];
  readonly body: string;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

async function askAt(port: number, path: string, host: string, fields: Fields): Promise<Asked> {
  const headers = { host, ...fields } as Record<string, string | string[]>;
  const asked = request({ host: '127.0.0.1', port, path, headers, agent: false }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const { statusCode = 0, headers: got } = response;
  return {
    status: statusCode,
    headers: got,
    cookies: got['set-cookie'] ?? [],
    body: await text(response),
  };
}

const encode = (value: string) => Buffer.from(value).toString('base64url');
const now = () => Math.floor(Date.now() / 1000);

/** What a Vouch Proxy with the same secret can have signed. @param claims - JSON, where a text */
function signed(claims: object | string = {}, header: object = { alg: 'HS256' }): string {
  const usual = { username: 'ann@example.com', aud: 'example.com', exp: now() + 3600 };
  const json = typeof claims === 'string' ? claims : JSON.stringify({ ...usual, ...claims });
  const input = `${encode(JSON.stringify(header))}.${encode(json)}`;
  return `${input}.${createHmac('sha256', SECRET).update(input).digest('base64url')}`;
}

/** In base64url with padding. */
const padded = (bytes: Buffer) =>
  bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');

let provider: IllProvider;
let redis: TestRedis | undefined;
let command: RunningCommand;
let port: number;

async function configure(folder: string): Promise<string> {
  await mkdir(join(folder, 'config'), { recursive: true });
  const file = join(folder, 'config/config.yml');
  await writeFile(
    file,
    `vouch:
  logLevel: debug
  domains: [example.com]
  jwt: { secret: "${SECRET}" }
  session: { key: "${SESSION_KEY}" }
  post_logout_redirect_uris: [https://app.example.com/bye]
  headers: { claims: [groups, name], accesstoken: X-Vouch-IdP-AccessToken }
oauth:
  provider: oidc
  client_id: app
  client_secret: planted-client-secret
  auth_url: ${provider.url}/authorize
  token_url: ${provider.url}/token
  user_info_url: ${provider.url}/userinfo
  callback_urls: [https://vouch.example.com/auth, https://vouch.sub.example.com/auth]
  scopes: [email]
`,
  );
  return file;
}

async function serve(config: string, others: readonly string[]): Promise<RunningCommand> {
  port = await freePort();
  const listen = ['--listen', `127.0.0.1:${port}`];
  const args = ['serve', 'gateway', '--vouch-config', config, ...listen, ...others];
  const started = await stage.start(args);
  await started.waitFor('stderr', /gateway ready/);
  return started;
}

const ask = (path: string, fields: Fields = {}, host = GATEWAY) => askAt(port, path, host, fields);
const validate = async (cookie: string, host = APP) =>
  (await ask('/validate', { cookie }, host)).status;
const pairs = (cookies: readonly string[], name: string) =>
  cookies.filter((each) => each.startsWith(name)).map((each) => each.split(';', 1)[0]);

interface Begun {
  readonly state: string;
  readonly cookie: string;
}

async function begin(url = `https://${APP}/`): Promise<Begun> {
  const { headers, cookies } = await ask(`/login?url=${url}`);
  const state = new URL(headers.location ?? '').searchParams.get('state') ?? '';
  return { state, cookie: pairs(cookies, 'VouchSession=').join('; ') };
}

const finish = ({ state, cookie }: Begun, more = '') =>
  ask(`/auth/${state}/?code=${CODE}&state=${state}${more}`, { cookie });

/** Signs in. @returns the cookie, as a browser sends it */
async function signIn(): Promise<string> {
  const { status, cookies } = await finish(await begin());
  expect(status).toBe(302);
  return pairs(cookies, 'VouchCookie').join('; ');
}

const ANN = JSON.stringify({
  sub: '1',
  email: 'ann@example.com',
  groups: ['a'],
  secret: PLANTED.claim,
});

beforeAll(async () => {
  provider = await startIllProvider(stage);
  provider.person = ANN;
  command = await serve(await configure(await stage.folder()), []);
});

describe('a cookie', () => {
  it.each<[string, () => string]>([
    ['of no algorithm', () => signed({}, { alg: 'none' })],
    ['of another algorithm', () => signed({}, { alg: 'HS512' })],
    ['that names its own key', () => signed({}, { alg: 'HS256', crit: ['jwk'], jwk: {} })],
    ['with an end in words', () => signed({ exp: String(now() + 99) })],
    ['with an end beyond all numbers', () => signed('{"username":"ann","exp":1e400}')],
    ['with a member twice', () => signed('{"username":"ann","username":"root"}')],
    ['with a prototype', () => signed('{"__proto__":{"username":"root","aud":"example.com"}}')],
    ['nested five thousand deep', () => signed(`{"x":${'['.repeat(5000)}${']'.repeat(5000)}}`)],
    ['with an audience that is a list', () => signed({ aud: ['example.com'] })],
    ['for a host that ends alike', () => signed({ aud: 'pp.example.com' })],
    ['of an object', () => signed({ username: { a: 1 } })],
    ['of a name that ends a field', () => signed({ username: 'ann\r\nX-Vouch-User: root' })],
    ['of a name with NUL', () => signed({ username: 'ann\0' })],
    ['that grows', () => padded(gzipSync('a'.repeat(20_000_000)))],
    ['in two members', () => padded(Buffer.concat([gzipSync(signed()), gzipSync('')]))],
    ['compressed twice', () => padded(gzipSync(padded(gzipSync(signed()))))],
    ['of more than eight parts hold', () => 'x'.repeat(33_000)],
  ])('%s is nobody', async (_, make) => {
    const { status, headers, body } = await ask('/validate', { cookie: `VouchCookie=${make()}` });
    expect([status, headers['x-vouch-user'], headers['x-vouch-success']]).toEqual([
      401,
      undefined,
      undefined,
    ]);
    expect(body.length).toBeLessThan(300);
  });

  it('is found in whatever is around it, and in nothing that is only like it', async () => {
    const good = signed();
    const halves = [good.slice(0, 50), good.slice(50)];
    const inParts = `VouchCookie_1of2=${halves[0]}; VouchCookie_2of2=${halves[1]}`;
    for (const cookie of [`VouchCookie=x; VouchCookie=${good}`, `VouchCookie=x; ${inParts}`]) {
      expect(await validate(cookie)).toBe(200);
    }
    for (const cookie of [
      `VouchCookieX=${good}`,
      `XVouchCookie=${good}`,
      `VouchCookie="${good}"`,
      `VouchCookie_1of10000000000=${good}`,
      `VouchCookie_0of2=${good}; VouchCookie_1of2=x`,
      `${inParts}; VouchCookie_1of2=x`,
    ]) {
      expect(await validate(cookie)).toBe(401);
    }
    for (const host of ['evil.com', `${APP}.evil.com`, 'notexample.com', '', '[::1]']) {
      expect(await validate(`VouchCookie=${good}`, host)).toBe(401);
    }
  });

  it('of a thousand people is each its own, whoever else asks', async () => {
    const people = Array.from({ length: 1000 }, (_, index) => `p${index}@example.com`);
    for (let from = 0; from < people.length; from += 100) {
      const some = people.slice(from, from + 100);
      const told = await Promise.all(
        some.map(async (username) => {
          const cookie = `VouchCookie=${signed({ username })}`;
          return (await ask('/validate', { cookie }, APP)).headers['x-vouch-user'];
        }),
      );
      expect(told).toEqual(some);
    }
  });
});

describe('a sign-in', () => {
  it('leads to no address of another, however that is written', async () => {
    const reached = new Set<string>();
    for (const address of Object.values(HOSTILE_ADDRESSES).flat()) {
      for (const form of [address, `https:${address}`, `https://${APP}${address}`]) {
        const url = encodeURIComponent(form.replace(/\p{Cs}/gu, ''));
        const { status, headers, cookies } = await ask(`/login?url=${url}`);
        if (status === 400) continue;
        const state = new URL(headers.location ?? '').searchParams.get('state') ?? '';
        const end = await finish({ state, cookie: pairs(cookies, 'VouchSession=').join('; ') });
        expect(end.status).toBe(302);
        // Its port is free, as with Vouch Proxy, and the dot of the root makes no other host.
        const { protocol, hostname } = new URL(end.headers.location ?? '');
        reached.add(`${protocol}//${hostname.replace(/\.$/, '')}`);
      }
    }
    expect([...reached]).toEqual([`https://${APP}`]);
  });

  it('comes back to an address of the settings, whatever Host and forwarded fields say', async () => {
    const of = async (host: string, fields: Fields = {}) => {
      const { headers } = await ask(`/login?url=https://${APP}/`, fields, host);
      return new URL(headers.location ?? '').searchParams.get('redirect_uri');
    };
    const usual = 'https://vouch.example.com/auth';
    for (const host of ['evil.com', `${GATEWAY}.evil.com`, 'sub.example.com.evil.com', '[::1]']) {
      expect(await of(host)).toBe(usual);
    }
    const forwarded = { 'x-forwarded-host': 'vouch.sub.example.com', forwarded: 'host=evil.com' };
    expect(await of(GATEWAY, forwarded)).toBe(usual);
    expect(await of('VOUCH.sub.example.com')).toBe('https://vouch.sub.example.com/auth');
  });

  it('is for one browser and one state, once', async () => {
    const [one, other] = [await begin(), await begin()];
    expect((await finish({ ...one, cookie: other.cookie })).status).toBe(400);
    expect((await finish({ ...one, cookie: '' })).status).toBe(400);
    expect((await finish(one, '&code=another')).status).toBe(400);
    expect((await finish(one, `&state=${other.state}`)).status).toBe(400);
    expect((await finish({ ...one, cookie: `${other.cookie}; ${one.cookie}` })).status).toBe(302);
    expect((await finish(one)).status).toBe(400);
  });

  it('of two hundred at a time leads each to its own', async () => {
    const urls = Array.from({ length: 200 }, (_, index) => `https://${APP}/${index}`);
    const ends = await Promise.all(urls.map(async (url) => finish(await begin(url))));
    expect(ends.map(({ headers }) => headers.location)).toEqual(urls);
  });

  it.each(['drip', 'flood', 'redirect', 'refusal'] as const)(
    'at a provider that answers with a %s is over soon, and nobody comes in',
    async (answer) => {
      provider.answer = answer;
      try {
        const { status, cookies, body } = await finish(await begin());
        expect(status).toBeGreaterThanOrEqual(400);
        expect(pairs(cookies, 'VouchCookie')).toEqual([]);
        expect(body).not.toContain('<script>');
        expect(provider.led).toEqual([]);
      } finally {
        provider.answer = 'well';
      }
    },
  );

  it.each([
    '{"sub":"1","email":"ann@evil.com@example.com"}',
    '{"sub":"1","email":"ann@example.com@evil.com"}',
    '{"sub":"1","email":"ann@notexample.com"}',
    '{"sub":"1","email":"ann@example.com","email":"bob@example.com"}',
    '{"sub":"1","email":"ann@example.com","email_verified":"False"}',
    '{"sub":"1","username":"a\\u0000","email":"ann@example.com"}',
    '{"sub":"1","__proto__":{"email":"ann@example.com"}}',
    '[]',
  ])('of %s lets nobody in', async (person) => {
    provider.person = person;
    try {
      const { status, cookies } = await finish(await begin());
      expect(status).toBeGreaterThanOrEqual(400);
      expect(pairs(cookies, 'VouchCookie')).toEqual([]);
    } finally {
      provider.person = ANN;
    }
  });
});

it('a sign-out is for copies in any form, and for no link of another site', async () => {
  const cookie = await signIn();
  const value = cookie.slice('VouchCookie='.length);
  const jwt = gunzipSync(Buffer.from(value, 'base64url')).toString();
  for (const site of ['cross-site', 'same-origin, cross-site']) {
    await ask('/logout', { cookie, 'sec-fetch-site': site });
    expect(await validate(cookie)).toBe(200);
  }
  const bye = await ask('/logout?url=https://app.example.com/bye', { cookie });
  expect([bye.status, bye.headers.location]).toEqual([302, 'https://app.example.com/bye']);
  for (const copy of [value, jwt, padded(gzipSync(jwt, { level: 1 }))]) {
    expect(await validate(`VouchCookie=${copy}`)).toBe(401);
    expect((await ask(`/validate?access_token=${copy}`)).status).toBe(401);
  }
  for (const url of ['//evil.com', 'https://app.example.com/bye/', 'HTTPS://app.example.com/bye']) {
    expect((await ask(`/logout?url=${url}`)).headers.location).toBeUndefined();
  }
  // In the second in which somebody signed out, too.
  expect(await validate(await signIn())).toBe(200);
});

it('nothing that is secret was told in all of this', () => {
  const { accessToken, refreshToken, claim } = PLANTED;
  const others = [SECRET, SESSION_KEY, CODE, 'planted-client-secret', 'eyJhbGci', 'H4sI'];
  const said = command.stdout() + command.stderr();
  expect(said).toContain('level=debug');
  expect(
    [accessToken, refreshToken, claim, ...others].filter((secret) => said.includes(secret)),
  ).toEqual([]);
  // Nothing of it was a fault of the gateway, but for an endpoint that leads elsewhere.
  const failed = said.match(/^.*event="(?:call failed|request not decided)".*$/gm) ?? [];
  expect(failed.filter((line) => !line.includes('code=token_endpoint_wrong'))).toEqual([]);
});

it('of four that start at a time all have one secret, which is made once', async () => {
  const folder = await stage.folder();
  const file = join(folder, 'config.yml');
  await writeFile(file, 'vouch: { domains: [example.com], validateOnly: true }\n');
  const ports = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const env = { VOUCH_ROOT: folder };
  const all = await Promise.all(
    ports.map((each) =>
      stage.start(['serve', 'gateway', '--vouch-config', file, '--listen', `127.0.0.1:${each}`], {
        env,
      }),
    ),
  );
  await Promise.all(all.map((each) => each.waitFor('stderr', /gateway ready/)));
  const secret = await readFile(join(folder, 'config/secret'), 'utf8');
  const [head = '', claims = ''] = signed().split('.');
  const mac = createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url');
  const cookie = `VouchCookie=${head}.${claims}.${mac}`;
  const answers = await Promise.all(ports.map((each) => askAt(each, '/validate', APP, { cookie })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const said = all.map((each) => each.stderr()).join('');
  expect([said.match(/jwt\.secret made/g)?.length, said.includes(secret)]).toEqual([1, false]);
});

describeWith(['redis-server'], 'with a store of several processes', () => {
  it('a sign-out holds after a restart, and while the store is gone nobody is let in', async () => {
    redis = await startRedis();
    stage.later(() => (redis as TestRedis).clear());
    const folder = await stage.folder();
    const config = await configure(folder);
    const shared = join(folder, 'drawbridge.yaml');
    const url = `redis://${redis.host}:${redis.port}/0`;
    await writeFile(shared, `version: 1\nstore: { driver: redis, url: "${url}", timeout: 1 }\n`);
    const before = await serve(config, ['--config', shared]);
    const [out, stays] = [await signIn(), `VouchCookie=${signed({ username: 'bob' })}`];
    await ask('/logout', { cookie: out });
    expect([await validate(out), await validate(stays)]).toEqual([401, 200]);
    await before.stop();
    await serve(config, ['--config', shared]);
    expect([await validate(out), await validate(stays)]).toEqual([401, 200]);

    await redis.kill();
    for (const cookie of [out, stays]) {
      const { status, headers, cookies } = await ask('/validate', { cookie }, APP);
      expect([status, headers['x-vouch-user'], cookies]).toEqual([503, undefined, []]);
    }
    expect((await ask('/logout', { cookie: stays })).status).toBe(503);
    await redis.start();
    await expect.poll(() => validate(stays), { timeout: 10_000 }).toBe(200);
  });
});
