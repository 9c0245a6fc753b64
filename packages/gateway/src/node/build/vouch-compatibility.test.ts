import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createMemoryStore,
  epochSeconds,
  type HeaderField,
  type Reply,
  systemClock,
} from '@drawbridge/core';
import { createHttpClient, createRuntime } from '@drawbridge/node';
import { createVouchCodec } from '@drawbridge/oauth';
import { createLogRecorder, createTestIssuer, replyText, testCall } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GatewaySection } from '../section/gateway-section.ts';
import type { Variables } from '../vouch/layers/read-vouch-variables.ts';
import { vouchSession } from '../../vouch/vouch-defaults.fixture.ts';
import { GOOD_SECRET, makeVouchFolder, type VouchFolder } from '../vouch/vouch.fixture.ts';
import { buildGateway } from './build-gateway.ts';
import { vouchFilesOf } from './prepare-vouch.ts';

const PROXY = '10.0.0.2';
const APP = 'app.example.com';
const AUTH = 'auth.example.com';
const VOUCH = 'vouch.example.com';
const ENV = { VOUCH_JWT_SECRET: GOOD_SECRET };

const CONFIG = `vouch:
  domains: [example.com]
oauth:
  provider: oidc
  client_id: apps
  client_secret: PLANTED-secret
  issuer: https://issuer.test
  auth_url: https://issuer.test/authorize
  token_url: https://issuer.test/token
  user_info_url: https://issuer.test/userinfo
  callback_url: https://${VOUCH}/auth
`;

const cleanUps: (() => unknown)[] = [];
let data: string;
let folder: VouchFolder;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  folder = await makeVouchFolder();
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  await folder.remove();
  await rm(data, { recursive: true });
});

async function build(
  config = CONFIG,
  {
    provider = 'corp',
    env = ENV,
    ...changes
  }: Partial<GatewaySection> & { provider?: string; env?: Variables } = {},
) {
  const log = createLogRecorder();
  const issuer = await createTestIssuer();
  const web = createHttpClient();
  cleanUps.push(() => web.close());
  const http = { ...web, fetchDocument: issuer.fetch, documents: () => issuer.fetch };
  const openStore = async () => createMemoryStore(systemClock);
  const runtime = createRuntime({ data, log, env, openStore, http });
  cleanUps.push(() => runtime.close());
  const section: GatewaySection = {
    url: `https://${AUTH}`,
    hosts: [APP],
    trustedProxies: [PROXY],
    providers: [{ name: 'corp', issuer: issuer.issuer, clientId: 'apps' }],
    rules: [{ name: 'staff', match: { domains: ['example.com'] } }],
    headers: { profiles: ['vouch'] },
    compatibility: { vouch: { config: await folder.write('config/config.yml', config), provider } },
    ...changes,
  };
  const gateway = await buildGateway(section, runtime);
  cleanUps.push(() => gateway.close());
  const codec = createVouchCodec({ keys: [{ secret: GOOD_SECRET }] });
  const jars = new Map<string, Map<string, string>>();

  const jarOf = (host: string) => {
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };
  const cookieOf = (host: string): readonly HeaderField[] => {
    const text = [...jarOf(host)].map((pair) => pair.join('=')).join('; ');
    return text === '' ? [] : [['cookie', text]];
  };
  const fieldsOf = ({ headers }: Reply, wanted: string) =>
    headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);

  async function at(url: string, more: readonly HeaderField[] = []): Promise<Reply> {
    const { host, pathname, search } = new URL(url);
    const headers: readonly HeaderField[] = [['host', host], ...cookieOf(host), ...more];
    const reply = await gateway.handle(
      testCall({ target: pathname + search, headers, address: '192.0.2.1' }),
    );
    for (const text of fieldsOf(reply, 'set-cookie')) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(text) ?? [];
      if (text.includes('Max-Age=0')) jarOf(host).delete(name);
      else jarOf(host).set(name, value);
    }
    return reply;
  }

  return {
    gateway,
    log,
    jarOf,
    at,
    fieldsOf,
    cookie: (username: string) =>
      codec.encode(
        vouchSession({
          username,
          customClaims: { department: 'it' },
          accessToken: 'PLANTED-access',
          expiresAt: epochSeconds(systemClock) + 3600,
        }),
      ),
    /** Goes where it is led, as far as these hosts. @returns the last address */
    async walk(first: string): Promise<string> {
      let url = first;
      for (let step = 0; step < 8; step++) {
        if (![APP, AUTH].includes(new URL(url).host)) return url;
        const [next] = fieldsOf(await at(url), 'location');
        if (next === undefined) return url;
        url = new URL(next, url).href;
      }
      return url;
    },
    /** Asks as nginx does. */
    ask: (path: string) =>
      gateway.handle(
        testCall({
          target: '/authz/nginx',
          address: PROXY,
          headers: [
            ['x-original-url', `https://${APP}${path}`],
            ['x-original-method', 'GET'],
            ...cookieOf(APP),
          ],
        }),
      ),
  };
}

const LOGIN = `https://${APP}/.drawbridge/login?url=%2Fhome`;

const OPENS: readonly HeaderField[] = [
  ['sec-fetch-mode', 'navigate'],
  ['sec-fetch-dest', 'document'],
];

describe('the page of what a session is made of', () => {
  const PAGE = `https://${AUTH}/inspect`;
  const bare = (reply: Reply) => replyText(reply).replaceAll('<wbr>', '');

  it('is not there unless it is asked for', async () => {
    const { at } = await build();
    expect((await at(PAGE, OPENS)).status).toBe(404);
  });

  it('shows the cookie of Vouch Proxy too, masked until its button is pressed, and nothing of one that was ended', async () => {
    const site = await build(CONFIG, { inspector: true });
    const cookie = await site.cookie('ann@example.com');
    site.jarOf(AUTH).set('VouchCookie', cookie);
    const before = await site.at(PAGE, OPENS);
    expect(bare(before)).toContain('Vouch Proxy&#39;s JWT');
    expect(bare(before)).not.toContain('The session');
    await site.walk(`https://${AUTH}/.drawbridge/login?url=/inspect`);
    const masked = bare(await site.at(PAGE, OPENS));
    expect(masked).toContain('The session');
    expect(masked).toContain('<button>Show the tokens</button>');
    expect(masked).toContain('class="state verified">verified</span> (<bdi>HS256');
    for (const secret of [cookie, GOOD_SECRET, 'PLANTED-access'])
      expect(masked).not.toContain(secret);
    const form = /name="form" value="([^"]+)"/.exec(masked)?.[1] ?? '';
    const press = async () =>
      bare(
        await site.gateway.handle(
          testCall({
            method: 'POST',
            target: '/inspect',
            headers: [
              ['host', AUTH],
              ['cookie', [...site.jarOf(AUTH)].map((pair) => pair.join('=')).join('; ')],
              ['content-type', 'application/x-www-form-urlencoded'],
              ['sec-fetch-site', 'same-origin'],
              ...OPENS,
            ],
            body: new URLSearchParams({ form }).toString(),
          }),
        ),
      );
    expect(await press()).toContain('PLANTED-access');
    const endedCookie = await site.cookie('ben@example.com');
    for (const ended of [endedCookie, cookie]) {
      await site.at(`https://${VOUCH}/logout`, [['cookie', `VouchCookie=${ended}`]]);
      site.jarOf(AUTH).set('VouchCookie', ended);
      const after = bare(await site.at(PAGE, OPENS));
      expect(after).not.toContain('Vouch Proxy&#39;s JWT');
      // The session was made of one of them, and ends with it.
      expect(after.includes('The session')).toBe(ended !== cookie);
      expect(after).toContain(
        ended === cookie ? 'You are signed out' : 'This cookie was ended by a sign-out',
      );
      expect(await press()).not.toContain('PLANTED-access');
    }
  });
});

describe('buildGateway with a Vouch Proxy refuses', () => {
  it('a provider that is none, and a configuration that is not good, with its faults', async () => {
    await expect(build(CONFIG, { provider: 'other' })).rejects.toThrow(
      'gateway.compatibility.vouch.provider is the name of none of gateway.providers',
    );
    const odd = CONFIG.replace('domains: [example.com]', 'domains: []');
    await expect(build(odd)).rejects.toThrow('vouch.domains');
  });

  it('a callback on the auth host, and says what to do', async () => {
    const shared = CONFIG.replace(VOUCH, AUTH);
    await expect(build(shared)).rejects.toThrow(
      /gateway\.compatibility\.vouch\.config has its callback on auth\.example\.com.*another name.*document_root/,
    );
    const { at } = await build(
      shared
        .replace('vouch:', 'vouch:\n  document_root: /vouch')
        .replace('/auth\n', '/vouch/auth\n'),
    );
    expect((await at(`https://${AUTH}/vouch/login?url=https://${APP}/`)).status).toBe(302);
  });
});

describe('buildGateway with a Vouch Proxy', () => {
  it('has Vouch mode answer beside it, by the same cookie', async () => {
    const { at, jarOf, cookie, fieldsOf } = await build();
    const refused = await at(`https://${APP}/validate`);
    expect(refused.status).toBe(401);
    expect(replyText(refused)).toContain('no jwt found in request');
    jarOf(APP).set('VouchCookie', await cookie('ann@example.com'));
    const allowed = await at(`https://${APP}/validate`);
    expect([allowed.status, fieldsOf(allowed, 'x-vouch-user')]).toEqual([200, ['ann@example.com']]);
    const login = await at(`https://${VOUCH}/login?url=https://${APP}/`);
    expect(fieldsOf(login, 'location')[0]).toContain('https://issuer.test/authorize?');
    expect((await at(`https://${AUTH}/validate`)).status).toBe(404);
  });

  it('signs nobody in anew who has its cookie, lets them in by the rules, and out of both', async () => {
    const { jarOf, cookie, walk, ask, at, fieldsOf, log } = await build();
    const value = await cookie('ann@example.com');
    jarOf(AUTH).set('VouchCookie', value);
    expect((await ask('/home')).status).toBe(401);
    expect(await walk(LOGIN)).toBe(`https://${APP}/home`);
    const allowed = await ask('/home');
    expect([allowed.status, fieldsOf(allowed, 'x-vouch-user')]).toEqual([200, ['ann@example.com']]);

    const left = await at(`https://${AUTH}/logout`, [['sec-fetch-site', 'cross-site']]);
    expect(replyText(left)).toContain('Do you want to sign out?');
    const own: HeaderField = ['sec-fetch-site', 'same-origin'];
    await at(`https://${AUTH}/logout`, [own]);
    expect(jarOf(AUTH).has('VouchCookie')).toBe(false);
    expect((await ask('/home')).status).toBe(401);
    jarOf(APP).set('VouchCookie', value);
    expect((await at(`https://${APP}/validate`)).status).toBe(401);
    expect(log.text()).not.toContain('PLANTED');
    expect(log.text()).not.toContain(value);
  });

  it('has somebody whom the rules do not accept signed in, and not let in', async () => {
    const { jarOf, cookie, walk, ask } = await build();
    jarOf(AUTH).set('VouchCookie', await cookie('eve@other.test'));
    expect(await walk(LOGIN)).toBe(`https://${APP}/home`);
    expect((await ask('/home')).status).toBe(403);
  });

  it('takes a cookie that Vouch mode has ended for nobody', async () => {
    const { jarOf, cookie, walk, at } = await build();
    const value = await cookie('ann@example.com');
    jarOf(VOUCH).set('VouchCookie', value);
    await at(`https://${VOUCH}/logout`, [['sec-fetch-site', 'same-origin']]);
    jarOf(AUTH).set('VouchCookie', value);
    expect(await walk(LOGIN)).toContain(`https://${AUTH}/login`);
    expect(jarOf(APP).has('__Host-drawbridge')).toBe(false);
  });

  it('knows of the session in an app, for its provider, when it ends both there', async () => {
    const { jarOf, cookie, walk, at, fieldsOf } = await build();
    const value = await cookie('ann@example.com');
    for (const host of [APP, AUTH]) jarOf(host).set('VouchCookie', value);
    await walk(LOGIN);
    const own: HeaderField = ['sec-fetch-site', 'same-origin'];
    const [next = ''] = fieldsOf(await at(`https://${APP}/.drawbridge/logout`, [own]), 'location');
    expect(next).toMatch(`https://${AUTH}/logout?request=`);
  });

  it('ends with a sign-out in Vouch mode what its cookie became', async () => {
    const { jarOf, cookie, walk, ask, at } = await build();
    const value = await cookie('ann@example.com');
    jarOf(AUTH).set('VouchCookie', value);
    await walk(LOGIN);
    expect((await ask('/home')).status).toBe(200);
    jarOf(VOUCH).set('VouchCookie', value);
    await at(`https://${VOUCH}/logout`, [['sec-fetch-site', 'same-origin']]);
    expect((await ask('/home')).status).toBe(401);
    expect((await at(`https://${AUTH}/`)).headers.join()).toContain('Max-Age=0');
  });

  it('ends with a sign-out what another browser made of a copy of the cookie, and each copy', async () => {
    const { jarOf, cookie, walk, ask, at } = await build();
    const value = await cookie('ann@example.com');
    const browsers = [];
    for (const _ of ['hers', 'another']) {
      for (const host of [APP, AUTH]) jarOf(host).clear();
      jarOf(AUTH).set('VouchCookie', value);
      expect(await walk(LOGIN)).toBe(`https://${APP}/home`);
      browsers.push([...jarOf(APP)]);
    }
    const [hers = [], another = []] = browsers;
    expect(hers).not.toEqual(another);
    // The cookie of Vouch Proxy need not be there any more: the session knows what it was made of.
    jarOf(AUTH).delete('VouchCookie');
    await at(`https://${AUTH}/logout`, [['sec-fetch-site', 'same-origin']]);
    for (const cookies of [hers, another]) {
      for (const [name, text] of cookies) jarOf(APP).set(name, text);
      expect((await ask('/home')).status).toBe(401);
    }
    jarOf(APP).set('VouchCookie', value);
    expect((await at(`https://${APP}/validate`)).status).toBe(401);
  });

  it('makes a secret where there is none, and tells that once', async () => {
    const { log } = await build(CONFIG, { env: {} });
    const events = log.entries.map(({ event }) => event);
    expect(events.filter((event) => event.includes('jwt.secret'))).toEqual(['jwt.secret made']);
  });
});

describe('vouchFilesOf', () => {
  const filesOf = (config: string, env: Variables = {}) =>
    vouchFilesOf({ compatibility: { vouch: { config, provider: 'corp' } } }, env);

  it('names none where there is no Vouch Proxy', async () => {
    expect(await vouchFilesOf({}, {})).toEqual([]);
    expect(
      await vouchFilesOf({ compatibility: { oauth2Proxy: { askedBy: 'nginx' } } }, {}),
    ).toEqual([]);
  });

  it('throws for a configuration that is not good', async () => {
    const config = await folder.write('config/config.yml', 'vouch: {domains: []}\n');
    await expect(filesOf(config)).rejects.toMatchObject({ code: 'config_invalid' });
  });

  it('names the file, and those that it and its variables refer to', async () => {
    const config = await folder.write('config/config.yml', CONFIG);
    const key = await folder.write('session-key', 'k'.repeat(44));
    const files = await filesOf(config, { VOUCH_SESSION_KEY_FILE: key });
    expect(files.map(({ path }) => path)).toEqual([
      config,
      key,
      join(folder.path, 'config/secret'),
    ]);
    // Whoever follows the section `gateway` follows these.
    expect(files.every(({ at }) => at.startsWith('gateway.'))).toBe(true);
  });
});
