import { createTestClock, createTestKeyRing } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { browserRoutes } from '../browser-routes.ts';
import { createAppHosts } from '../hosts/app-hosts.ts';
import { createAuthOrigin } from '../hosts/auth-origin.ts';
import { createHostsOfCall } from '../hosts/hosts-of-call.ts';
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

it('has ingress-nginx lead each path of the auth host to the gateway, and none that proxies ask at', async () => {
  const clock = createTestClock();
  const unused = () => expect.unreachable();
  const auth = createAuthOrigin('https://auth.example.com');
  const routes = browserRoutes({
    auth,
    hosts: createAppHosts(['app.example.com'], auth),
    identity: { fields: [], keyRing: await createTestKeyRing({ clock }) },
    signIn: {
      begin: unused,
      enter: unused,
      callback: unused,
      // Of several providers.
      callbackPaths: ['/callback', '/callback/corp', '/callback/other'],
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
    compatibility: undefined,
    userOf: unused,
    check: unused,
    hostsOfCall: createHostsOfCall('https', () => false),
    clock,
    onFault: unused,
  });
  const [, , ingress = ''] = print('ingress-nginx').split('---\n');
  const led = [...ingress.matchAll(/path: (\S+)\n *pathType: (\w+)/g)].map(
    ([, path = '', type]) => ({
      path,
      // https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types
      isLed: (asked: string) =>
        asked === path ||
        (type === 'Prefix' && asked.startsWith(path.endsWith('/') ? path : `${path}/`)),
    }),
  );
  for (const path of Object.keys(routes)) {
    expect(
      led.some(({ isLed }) => isLed(path)),
      path,
    ).toBe(true);
  }
  for (const dialect of ['nginx', 'envoy/x', 'traefik']) {
    expect(
      led.some(({ isLed }) => isLed(`/authz/${dialect}`)),
      dialect,
    ).toBe(false);
  }
});

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

it('has an action for HAProxy that lets on what is answered with 200, and nothing else', () => {
  expect(HAPROXY_LUA).toContain('if status ~= 200 then');
  expect(HAPROXY_LUA).toMatch(/refuse\(txn, 503/);
});
