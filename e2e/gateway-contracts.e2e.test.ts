import { SNIPPETS } from '@drawbridge/gateway';
import { expect, it } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import { readYaml } from './support/read-yaml.ts';

// What is printed for the proxies that no Debian has, by what their documentation says that they do with it.

const FIELDS = ['Remote-User', 'X-Drawbridge-Identity'];

function documents<T>(name: string): Promise<readonly T[]> {
  const printed = SNIPPETS[name]?.({
    gateway: 'drawbridge.auth.svc:9090',
    authHost: 'auth.example.com',
    app: 'app.example.com',
    upstream: 'app.default.svc:3000',
    fields: FIELDS,
  });
  return Promise.all((printed ?? '').split(/^---$/m).map((text) => readYaml<T>(text)));
}

describeWith(['python3-yaml'], 'what is printed', () => {
  it('has Traefik take the fields of clients away before it asks, by all names that apps may read', async () => {
    const [file] = await documents<object>('traefik');
    expect(file).toMatchObject({
      http: {
        routers: {
          app: { middlewares: ['drawbridge-spoofed', 'drawbridge'] },
          'app-drawbridge': { service: 'drawbridge' },
        },
        middlewares: {
          'drawbridge-spoofed': {
            headers: {
              customRequestHeaders: {
                'Remote-User': '',
                Remote_User: '',
                'X_Drawbridge-Identity': '',
              },
            },
          },
          drawbridge: {
            forwardAuth: {
              address: 'http://drawbridge.auth.svc:9090/authz/traefik',
              authResponseHeaders: FIELDS,
            },
          },
        },
      },
    });
    expect(file).not.toHaveProperty(['http', 'routers', 'app-drawbridge', 'middlewares']);
    const asking = ['http', 'middlewares', 'drawbridge', 'forwardAuth', 'trustForwardHeader'];
    expect(file).not.toHaveProperty(asking);
  });

  it('has Envoy send what is read, take what is told, and let nothing through without an answer', async () => {
    const [file] = await documents<{ readonly http_filters: readonly object[] }>('envoy');
    expect(file?.http_filters[0]).toMatchObject({
      typed_config: {
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
      },
    });
    expect(file).toMatchObject({
      common_http_protocol_options: { headers_with_underscores_action: 'DROP_HEADER' },
      early_header_mutation_extensions: [
        {
          typed_config: {
            mutations: [
              { remove: 'remote-user' },
              { remove: 'remote.user' },
              { remove: 'x-drawbridge-identity' },
              { remove: 'x-drawbridge.identity' },
              { remove: 'x.drawbridge-identity' },
              { remove: 'x.drawbridge.identity' },
            ],
          },
        },
      ],
    });
  });

  it('has APISIX send the cookie, and take each field from the gateway alone', async () => {
    const [own, file] = await documents<{
      readonly routes?: readonly { readonly plugins?: object }[];
    }>('apisix');
    expect(own).toEqual({ nginx_config: { http: { underscores_in_headers: 'off' } } });
    const asking = file?.routes?.find(({ plugins }) => plugins !== undefined);
    expect(asking?.plugins).toMatchObject({
      'forward-auth': {
        request_headers: expect.arrayContaining(['Cookie', 'Accept', 'Authorization']),
        upstream_headers: FIELDS,
        client_headers: expect.arrayContaining(['Location', 'WWW-Authenticate']),
      },
    });
  });

  it('has ingress-nginx sign people in on the host of the app, and nobody reach what proxies ask', async () => {
    const [app, own, auth] = await documents<object>('ingress-nginx');
    const annotation = 'nginx.ingress.kubernetes.io/';
    expect(app).toMatchObject({
      metadata: {
        annotations: {
          [`${annotation}auth-url`]:
            'http://drawbridge.auth.svc:9090/authz/nginx?host=app.example.com',
          [`${annotation}auth-signin`]:
            'https://app.example.com/.drawbridge/login?url=$escaped_request_uri',
          [`${annotation}auth-signin-redirect-param`]: 'url',
          [`${annotation}auth-response-headers`]: FIELDS.join(','),
        },
      },
    });
    expect(JSON.stringify(own)).not.toContain('auth-url');
    expect(JSON.stringify(auth)).not.toContain('authz');
    expect(JSON.stringify(auth)).toContain('/callback');
  });
});
