import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
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
const documents = (name: string) =>
  parseAllDocuments(print(name)).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Record<string, never>;
  });

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

describe('what other contracts ask for', () => {
  it('has Traefik take the fields of clients away before it asks, by all names that apps may read', () => {
    const [file] = documents('traefik');
    const { http } = file as unknown as {
      http: { middlewares: Record<string, never>; routers: Record<string, { middlewares?: string[] }> };
    };
    expect(http.routers['app']?.middlewares).toEqual(['drawbridge-spoofed', 'drawbridge']);
    expect(http.routers['app-drawbridge']?.middlewares).toBeUndefined();
    expect(http.middlewares).toMatchObject({
      'drawbridge-spoofed': {
        headers: {
          customRequestHeaders: { 'Remote-User': '', Remote_User: '', 'X_Drawbridge-Identity': '' },
        },
      },
      drawbridge: {
        forwardAuth: {
          address: 'http://drawbridge.auth.svc:9090/authz/traefik',
          authResponseHeaders: FIELDS,
        },
      },
    });
  });

  it('has Envoy send what is read, take what is told, and let nothing through without an answer', () => {
    const [file] = documents('envoy');
    const [asking] = (file as unknown as { http_filters: { typed_config: object }[] }).http_filters;
    expect(asking?.typed_config).toMatchObject({
      failure_mode_allow: false,
      allowed_headers: { patterns: expect.arrayContaining([{ exact: 'cookie' }]) },
      http_service: {
        path_prefix: '/authz/envoy',
        authorization_request: { headers_to_add: [{ key: 'x-forwarded-proto' }] },
        authorization_response: {
          allowed_upstream_headers: {
            patterns: [{ exact: 'remote-user' }, { exact: 'x-drawbridge-identity' }],
          },
        },
      },
    });
  });

  it('has APISIX send the cookie, and take each field from the gateway alone', () => {
    const [own, file] = documents('apisix');
    expect(own).toEqual({ nginx_config: { http: { underscores_in_headers: 'off' } } });
    const { routes } = file as unknown as {
      routes: { uri: string; plugins?: Record<string, object> }[];
    };
    const asking = routes.find(({ plugins }) => plugins !== undefined);
    expect(asking?.plugins?.['forward-auth']).toMatchObject({
      request_headers: expect.arrayContaining(['Cookie', 'Accept', 'Authorization']),
      upstream_headers: FIELDS,
      client_headers: expect.arrayContaining(['Location', 'WWW-Authenticate']),
    });
  });

  it('has ingress-nginx sign people in on the host of the app, and nobody reach what proxies ask', () => {
    const [app, own, auth] = documents('ingress-nginx');
    const annotation = 'nginx.ingress.kubernetes.io/';
    expect(app).toMatchObject({
      metadata: {
        annotations: {
          [`${annotation}auth-url`]: 'http://drawbridge.auth.svc:9090/authz/nginx',
          [`${annotation}auth-signin`]:
            'https://$http_host/.drawbridge/login?url=$escaped_request_uri',
          [`${annotation}auth-response-headers`]: FIELDS.join(','),
        },
      },
    });
    expect(JSON.stringify(own)).not.toContain('auth-url');
    expect(JSON.stringify(auth)).not.toContain('authz');
  });
});

it('knows every name of a field for apps that cannot tell _ from -', () => {
  expect(aliases('Remote-User')).toEqual(['Remote_User']);
  expect(aliases('X-Auth-User')).toEqual(['X-Auth_User', 'X_Auth-User', 'X_Auth_User']);
  expect(aliases('User')).toEqual([]);
});

it('has an action for HAProxy that lets on what is answered with 200, and nothing else', () => {
  expect(HAPROXY_LUA).toContain('if status ~= 200 then');
  expect(HAPROXY_LUA).toMatch(/refuse\(txn, 503/);
});
