import { describe, expect, it } from 'vitest';
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
