import { type Call, createCallerAddress, type HeaderField } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASKED, type Waiting, WRITTEN } from './asked.fixture.ts';
import { DIALECTS } from './dialects.ts';
import { nginx } from './nginx.ts';

const dialects = DIALECTS.map((dialect) => [dialect.name, dialect] as const);
const nowhere = () => undefined;

/** Fields that other proxies write, and a client sends where the proxy leaves them in. */
const SPOOFED: readonly HeaderField[] = [
  ['x-original-url', 'https://app.example.com/public'],
  ['x-original-uri', '/public'],
  ['x-original-method', 'OPTIONS'],
  ['x-forwarded-method', 'OPTIONS'],
  ['x-forwarded-proto', 'http'],
  ['x-forwarded-host', 'other.example.com'],
  ['x-forwarded-uri', '/public'],
  ['x-forwarded-prefix', '/public'],
  ['x-forwarded-port', '8443'],
  ['x-forwarded-server', 'other.example.com'],
  ['x-rewrite-url', '/public'],
  ['x-http-method-override', 'OPTIONS'],
  ['x-envoy-original-path', '/public'],
  ['x-auth-request-redirect', '/public'],
  ['forwarded', 'host=other.example.com;proto=http'],
  ['x-real-ip', '127.0.0.1'],
  ['front-end-https', 'off'],
];

describe.each(dialects)('the question of %s', (name, dialect) => {
  const written = WRITTEN[name] ?? expect.unreachable();
  const ask = (waiting: Waiting = {}): Call => ASKED[name]?.(waiting) ?? expect.unreachable();
  const read = (waiting: Waiting = {}) => dialect.read(ask(waiting), nowhere);
  const refused = expect.objectContaining({ code: 'request_malformed' });

  it('is about the request that waits', () => {
    const fields: readonly HeaderField[] = [
      ['cookie', 'a=1'],
      ['cookie', 'b=2'],
      ['authorization', 'Bearer x'],
      ['accept', 'text/html'],
    ];
    expect(read({ method: 'POST', target: '/a%20b?c=/../d', fields })).toEqual({
      scheme: 'https',
      host: 'app.example.com',
      readings: ['/a b'],
      target: '/a%20b?c=/../d',
      method: 'POST',
      address: undefined,
      cookies: ['a=1', 'b=2'],
      authorization: ['Bearer x'],
      isPage: true,
    });
  });

  it.each(['GET', 'HEAD', 'POST'])('is the same by whatever method it is asked: %s', (asksBy) => {
    expect(read({ method: 'PUT', asksBy })).toEqual(read({ method: 'PUT' }));
  });

  it.each(written)('is refused without %s', (field) => {
    const call = ask();
    const headers = call.headers.filter(([other]) => other !== field);
    expect(() => dialect.read({ ...call, headers }, nowhere)).toThrow(refused);
  });

  it.each(written)('is refused with %s empty, or twice', (field) => {
    const call = ask();
    const value = call.headers.find(([other]) => other === field)?.[1] ?? '';
    const emptied = call.headers.map(
      ([other, text]): HeaderField => [other, other === field ? '' : text],
    );
    for (const headers of [
      emptied,
      [...call.headers, [field, value] as const],
      [[field.toUpperCase(), 'x'] as const, ...call.headers],
    ]) {
      expect(() => dialect.read({ ...call, headers }, nowhere)).toThrow(refused);
    }
  });

  it.each(['get', 'G ET', 'GET\r\nX: y', 'G\u00cbT', '', 'GET,POST', '1GET', 'M-'])(
    'is refused with the method %j',
    (method) => {
      expect(() => read({ method })).toThrow(refused);
    },
  );

  it.each(['ftp', 'HTTPS', 'https, http', 'https:', 'javascript', ' https'])(
    'is refused with the scheme %j',
    (scheme) => {
      expect(() => read({ scheme })).toThrow(refused);
    },
  );

  it.each([
    'a b',
    'app.example.com, other.example.com',
    'user@app.example.com',
    'app.example.com:x',
    'app.example.com/..',
    'b\u00fccher.example',
    '0x7f.1',
    'app..example.com',
  ])('is refused with the host %j', (host) => {
    expect(() => read({ host })).toThrow(refused);
  });

  it.each(['/../x', '/a/%2e%2e/x', '/a\\x', '/a#/x', '/a%00', '/%', '/a b'])(
    'is refused with the target %j',
    (target) => {
      expect(() => read({ target })).toThrow(refused);
    },
  );

  it('oauth2-proxy CVE-2026-40575, Traefik CVE-2026-35051: is not changed by what else a client sends', () => {
    const usual = read();
    const fields = SPOOFED.filter(([field]) => !written.includes(field));
    fc.assert(
      fc.property(fc.shuffledSubarray(fields), (some) => {
        expect(read({ fields: some })).toEqual(usual);
      }),
    );
  });

  it('does not take away a field that Connection lists, since it is the words of the proxy', () => {
    const fields: readonly HeaderField[] = [
      ['connection', ['close', ...written, 'cookie'].join(', ')],
      ['cookie', 'a=1'],
    ];
    expect(read({ fields })).toEqual(read({ fields: [['cookie', 'a=1']] }));
  });

  it('has the address that the trusted proxy tells', () => {
    const addressOf = createCallerAddress({ proxies: ['10.0.0.2'] });
    const fields: readonly HeaderField[] = [['x-forwarded-for', '127.0.0.1, 203.0.113.7']];
    expect(dialect.read(ask({ fields }), addressOf).address).toBe('203.0.113.7');
  });

  it.each(['App.Example.COM', 'app.example.com.', 'app.example.com:443', 'APP.example.com.:443'])(
    'Authelia GHSA-j748: is about one host, however it is spelled: %s',
    (host) => {
      expect(read({ host }).host).toBe('app.example.com');
    },
  );

  it('is about a page for a WebSocket never, and about the scheme of one as Traefik tells it', () => {
    const fields: readonly HeaderField[] = [
      ['accept', 'text/html'],
      ['upgrade', 'websocket'],
    ];
    const scheme = name === 'nginx' ? 'https' : 'wss';
    expect(read({ fields, scheme })).toMatchObject({ isPage: false, scheme: 'https' });
  });
});

describe('what only one proxy does', () => {
  const envoy = (target: string) => {
    const [, dialect] = dialects.find(([name]) => name === 'envoy') ?? expect.unreachable();
    const call = ASKED['envoy']?.({}) ?? expect.unreachable();
    return () => dialect.read({ ...call, target }, nowhere);
  };

  it.each([
    '/authz/envoy',
    '/authz/envoy*',
    '/authz/envoy..',
    '/authz/envoyx',
    '/authz/envoy/../public',
    '/authz/envoy/x/%2e%2e/y',
    '/authz/envoyhttp://other.example.com/',
    '/authz/envoy?x',
  ])('Envoy asks about no path with %j', (target) => {
    expect(envoy(target)).toThrow(expect.objectContaining({ code: 'request_malformed' }));
  });

  it('Envoy asks about the path behind the prefix, as it is', () => {
    expect(envoy('/authz/envoy//a%2Fb?c')()).toMatchObject({
      target: '//a%2Fb?c',
      readings: ['//a%2Fb', '/a/b'],
    });
  });

  it.each([
    'https://app.example.com',
    'app.example.com/x',
    '//app.example.com/x',
    'https:/app.example.com/x',
    'https://app.example.com?/x',
    'https://app.example.com#/x',
    ' https://app.example.com/x',
  ])('nginx asks about no address with %j', (url) => {
    const [, dialect] = dialects.find(([name]) => name === 'nginx') ?? expect.unreachable();
    const call = ASKED['nginx']?.({}) ?? expect.unreachable();
    const headers = call.headers.map(
      ([name, value]): HeaderField => [name, name === 'x-original-url' ? url : value],
    );
    expect(() => dialect.read({ ...call, headers }, nowhere)).toThrow(
      expect.objectContaining({ code: 'request_malformed' }),
    );
  });
});

describe('a question of nginx that says which app is reached', () => {
  const ask = (query: string, host?: string) => {
    const call = ASKED['nginx']?.({ ...(host !== undefined && { host }) }) ?? expect.unreachable();
    return nginx.read({ ...call, target: `/authz/nginx?${query}` }, nowhere);
  };

  it('is refused where the client says that it is another', () => {
    for (const host of [
      'public.example.com',
      'app.example.com.evil.example',
      'app.example.com:8443',
    ]) {
      expect(() => ask('host=app.example.com', host)).toThrow(/what it would reach is/);
    }
    expect(() => ask('host=app.example.com&host=public.example.com')).toThrow();
    // A variable that is not set opens nothing.
    for (const query of ['host', 'host=', 'host=&host=app.example.com']) {
      expect(() => ask(query, 'app.example.com')).toThrow();
    }
  });

  it('is about that app else', () => {
    expect(ask('host=app.example.com', 'App.example.com').host).toBe('app.example.com');
    expect(ask('host=App.example.com:8443', 'app.example.com:8443').host).toBe(
      'app.example.com:8443',
    );
    expect(ask('', 'app.example.com').host).toBe('app.example.com');
  });
});
