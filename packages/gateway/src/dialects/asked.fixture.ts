import type { Call, HeaderField } from '@drawbridge/core';
import { testCall } from '@drawbridge/testing';

/** The request that waits, for whose sake a proxy asks. */
export interface Waiting {
  readonly method?: string;
  readonly scheme?: string;
  readonly host?: string;
  readonly target?: string;
  /** Of the client. */
  readonly fields?: readonly HeaderField[];
  /** Of the question, where the proxy chooses. */
  readonly asksBy?: string;
}

const PROXY = '10.0.0.2';

/** The questions of each proxy as its documents say: the fields that it writes come before those that it passes on. */
export const ASKED: Readonly<Record<string, (waiting: Waiting) => Call>> = {
  // https://nginx.org/en/docs/http/ngx_http_auth_request_module.html
  nginx: (waiting) => {
    const { method, scheme, host, target, fields } = settled(waiting);
    return testCall({
      method: waiting.asksBy ?? 'GET',
      target: '/authz/nginx',
      address: PROXY,
      headers: [
        ['host', 'gateway.internal'],
        ['x-original-url', `${scheme}://${host}${target}`],
        ['x-original-method', method],
        ...fields,
      ],
    });
  },
  traefik: (waiting) => forwarded('traefik', waiting, waiting.asksBy ?? 'GET'),
  caddy: (waiting) => forwarded('caddy', waiting, waiting.asksBy ?? 'GET'),
  haproxy: (waiting) => forwarded('haproxy', waiting, waiting.asksBy ?? 'HEAD'),
  apisix: (waiting) => forwarded('apisix', waiting, waiting.asksBy ?? 'GET'),
  // https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/ext_authz_filter
  envoy: (waiting) => {
    const { method, scheme, host, target, fields } = settled(waiting);
    return testCall({
      method,
      target: `/authz/envoy${target}`,
      address: PROXY,
      headers: [['host', host], ['x-forwarded-proto', scheme], ['content-length', '0'], ...fields],
    });
  },
};

function forwarded(name: string, waiting: Waiting, asksBy: string): Call {
  const { method, scheme, host, target, fields } = settled(waiting);
  return testCall({
    method: asksBy,
    target: `/authz/${name}`,
    address: PROXY,
    headers: [
      ['host', 'gateway.internal'],
      ['x-forwarded-method', method],
      ['x-forwarded-proto', scheme],
      ['x-forwarded-host', host],
      ['x-forwarded-uri', target],
      ...fields,
    ],
  });
}

function settled(waiting: Waiting): Required<Omit<Waiting, 'asksBy'>> {
  return {
    method: 'GET',
    scheme: 'https',
    host: 'app.example.com',
    target: '/x?y=1',
    fields: [],
    ...waiting,
  };
}

/** The fields that each proxy writes, and must. */
export const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  nginx: ['x-original-url', 'x-original-method'],
  traefik: ['x-forwarded-method', 'x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-uri'],
  caddy: ['x-forwarded-method', 'x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-uri'],
  haproxy: ['x-forwarded-method', 'x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-uri'],
  apisix: ['x-forwarded-method', 'x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-uri'],
  envoy: ['host', 'x-forwarded-proto'],
};
