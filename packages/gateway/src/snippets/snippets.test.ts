import { createTestClock, createTestKeyRing } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { browserRoutes } from '../browser-routes.ts';
import { authDialect } from '../compatibility/oauth2-proxy/auth-dialect.ts';
import { OAUTH2_PROXY_CALLBACK } from '../compatibility/oauth2-proxy/routes.ts';
import { pathOf } from '../dialects/dialect.ts';
import { DIALECTS } from '../dialects/dialects.ts';
import { createAppHosts } from '../hosts/app-hosts.ts';
import { createAuthOrigin } from '../hosts/auth-origin.ts';
import { createHostsOfCall } from '../hosts/hosts-of-call.ts';
import { callbackPaths } from '../sign-in/callback-paths.ts';
import type { GatewayProvider } from '../sign-in/gateway-provider.ts';
import { aliases } from './aliases.ts';
import { HAPROXY_LUA } from './haproxy-lua.ts';
import { SNIPPETS } from './snippets.ts';

const FIELDS = ['Remote-User', 'X-Drawbridge-Identity'];
const settings = {
  gateway: 'drawbridge.auth.svc:9090',
  authHost: 'auth.example.com',
  app: 'app.example.com',
  upstream: 'app.default.svc:3000',
  fields: FIELDS,
};
const print = (name: string) => SNIPPETS[name]?.(settings) ?? '';

const auth = createAuthOrigin('https://auth.example.com');
const hosts = createAppHosts(['app.example.com'], auth);

describe.each(Object.keys(SNIPPETS))('what is printed for %s', (name) => {
  it('asks at the path of its dialect, and has the paths of the gateway on the host of the app', () => {
    const dialect = name === 'ingress-nginx' ? 'nginx' : name;
    expect(print(name)).toContain(`/authz/${dialect}`);
    expect(print(name)).toContain('/.drawbridge/');
  });

  it('names each field that says who somebody is', () => {
    for (const field of FIELDS) expect(print(name).toLowerCase()).toContain(field.toLowerCase());
  });

  it('has nothing left that nobody filled in', () => {
    expect(print(name)).not.toMatch(/undefined|\[object|NaN/);
  });
});

it.each(['127.0.0.1:9090', '[::1]:9090', 'localhost:9090', '10.0.0.1:80', 'a..b'])(
  'has no Ingress lead to %s, which is no service',
  (address) => {
    for (const place of ['gateway', 'upstream']) {
      const wrong = () => SNIPPETS['ingress-nginx']?.({ ...settings, [place]: address });
      expect(wrong).toThrow(TypeError);
    }
  },
);

describe.each([
  ['by itself', undefined],
  ['in the place of oauth2-proxy', OAUTH2_PROXY_CALLBACK],
])('a gateway %s behind ingress-nginx', (_, callbackPath) => {
  const oauth2Proxy = callbackPath !== undefined;
  const [, , ingress = ''] = (
    SNIPPETS['ingress-nginx']?.({ ...settings, oauth2Proxy }) ?? ''
  ).split('---\n');
  const led = [...ingress.matchAll(/path: (\S+)\n *pathType: (\w+)/g)];
  // https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types
  const isLed = (asked: string) =>
    led.some(
      ([, path = '', type]) =>
        asked === path ||
        (type === 'Prefix' && asked.startsWith(path.endsWith('/') ? path : `${path}/`)),
    );

  it.each([{ names: ['corp'] }, { names: ['corp', 'other'] }])(
    'has each path of the auth host, with the providers $names',
    async ({ names }) => {
      const paths = Object.keys(await routesOf(names, callbackPath));
      if (oauth2Proxy) expect(paths).toContain('/oauth2/callback');
      for (const path of paths) expect(isLed(path), path).toBe(true);
      expect(new Set(led.map(([, path]) => path)).size).toBe(led.length);
    },
  );

  it('has none that proxies ask at', () => {
    const dialects = [...DIALECTS, authDialect('ingress-nginx', { auth, hosts })];
    for (const path of dialects.map(pathOf)) {
      for (const asked of [path, `${path}/x`, `${path}?x`]) expect(isLed(asked), asked).toBe(false);
    }
  });
});

async function routesOf(names: readonly string[], callbackPath?: string) {
  const clock = createTestClock();
  const unused = () => expect.unreachable();
  const providers = new Map(names.map((name) => [name, {} as GatewayProvider]));
  return browserRoutes({
    auth,
    hosts,
    identity: { fields: [], keyRing: await createTestKeyRing({ clock }) },
    signIn: {
      begin: unused,
      enter: unused,
      callback: unused,
      callbackPaths: callbackPaths(providers, callbackPath),
      takeOver: unused,
    },
    logout: {
      fromApp: unused,
      atAuthHost: unused,
      signedOut: unused,
      backChannel: unused,
      frontChannel: unused,
    },
    account: { show: unused, act: unused },
    inspector: { show: unused, reveal: unused },
    compatibility: callbackPath === undefined ? undefined : { oauth2Proxy: { askedBy: 'nginx' } },
    userOf: unused,
    check: unused,
    hostsOfCall: createHostsOfCall('https', () => false),
    clock,
  });
}

it('knows every name of a field for apps that cannot tell _ or . from -', () => {
  expect(aliases('Remote-User')).toEqual(['Remote_User', 'Remote.User']);
  expect(aliases('X-Auth-User', ['_'])).toEqual(['X-Auth_User', 'X_Auth-User', 'X_Auth_User']);
  expect(aliases('X-Auth-User')).toHaveLength(8);
  expect(aliases('User')).toEqual([]);
});

it.each(['traefik', 'envoy'])(
  'has %s take away a field of a client with a dot in its name',
  (name) => {
    expect(print(name).toLowerCase()).toContain('x.drawbridge-identity');
    expect(print(name).toLowerCase()).toContain('remote.user');
  },
);

it('has Traefik leave no client the field that goes on to HTTP/2 within a connection', () => {
  expect(print('traefik')).toContain('HTTP2-Settings: ""');
});

it('has Envoy hand a WebSocket on, and nothing else', () => {
  expect(print('envoy').match(/upgrade_type: \S+/g)).toEqual(['upgrade_type: websocket']);
});

it('has an action for HAProxy that lets on what is answered with 200, and nothing else', () => {
  expect(HAPROXY_LUA).toContain('if status ~= 200 then');
  expect(HAPROXY_LUA).toMatch(/refuse\(txn, 503/);
});
