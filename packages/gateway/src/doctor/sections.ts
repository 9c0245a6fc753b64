import type { ProxyName } from './examination.ts';

/** A place in a printed configuration. */
export interface Place {
  /** Texts between which it is. Default: the whole. */
  readonly from?: string;
  readonly to?: string;
  /** How its lines begin. Default: all of them. `AUTH` stands for the auth host. */
  readonly starts?: readonly string[];
}

/** What lines are for. */
export type Section =
  | 'ask'
  | 'question'
  | 'told'
  | 'fields'
  | 'redirect'
  | 'own'
  | 'answerRoom'
  | 'requestRoom'
  | 'auth'
  | 'authz'
  | 'spoofed'
  | 'identity';

const NGINX_GATEWAY: Place = { starts: ['upstream drawbridge {'] };
const NGINX_QUESTION: Place = { starts: ['location = /.drawbridge/decision {'] };
const NGINX_OWN: Place = { starts: ['location ^~ /.drawbridge/ {'] };
const NGINX_APP: Place = { to: '# What the gateway is asked.', starts: ['location / {'] };

/** It uses variables that are made beside the servers. */
const NGINX_UPGRADE: Place = { starts: ['map $'] };

const ANNOTATION = 'nginx.ingress.kubernetes.io';
const INGRESS_OWN: Place = { from: '# 2.', to: '---' };
const INGRESS_AUTH: Place = { from: '# 3.' };
const INGRESS_ASKS: Place = { to: 'spec:', starts: [`${ANNOTATION}/auth-`] };

const TRAEFIK_ASKS: Place = {
  from: '\n  middlewares:',
  to: '\n  services:',
  starts: ['drawbridge:'],
};
const TRAEFIK_OWN: Place = { to: '\n  middlewares:', starts: ['app-drawbridge:'] };
const TRAEFIK_AUTH: Place = { to: '\n  middlewares:', starts: ['drawbridge:'] };

const CADDY_ASKS: Place = { starts: ['forward_auth '] };
const CADDY_OWN: Place = { starts: ['handle /.drawbridge/* {'] };

const HAPROXY_ASKS: Place = { starts: ['acl drawbridge_', 'http-request lua.drawbridge'] };
const HAPROXY_OWN: Place = {
  starts: ['acl drawbridge_own', 'http-request lua.drawbridge', 'use_backend drawbridge'],
};
const HAPROXY_ROOM: Place = { starts: ['tune.bufsize'] };

const ENVOY_ASKS: Place = { starts: ['- name: envoy.filters.http.ext_authz'] };
const ENVOY_OWN: Place = { starts: ['- match: { prefix: /.drawbridge/ }'] };

const APISIX_ASKS: Place = { starts: ['forward-auth:'] };
const APISIX_OWN: Place = { starts: ['- uri: /.drawbridge/*'] };
const APISIX_AUTH: Place = { from: '# What proxies ask', starts: ['- uri: /*'] };

/** Where in what `drawbridge gateway snippet` prints the lines for each purpose are. */
export const SECTIONS: Readonly<Record<ProxyName, Readonly<Record<Section, readonly Place[]>>>> = {
  nginx: {
    ask: [
      { starts: ['auth_request /', 'auth_request_set $drawbridge_location'] },
      NGINX_GATEWAY,
      NGINX_QUESTION,
    ],
    question: [NGINX_GATEWAY, NGINX_QUESTION],
    told: [NGINX_GATEWAY, NGINX_QUESTION],
    fields: [NGINX_GATEWAY, NGINX_QUESTION],
    redirect: [
      {
        starts: [
          'auth_request_set $drawbridge_location',
          'error_page 401',
          'location @drawbridge_unauthorized {',
        ],
      },
    ],
    own: [NGINX_GATEWAY, NGINX_OWN],
    answerRoom: [NGINX_GATEWAY, NGINX_OWN],
    requestRoom: [{ to: '# Apps', starts: ['large_client_header_buffers'] }],
    auth: [NGINX_GATEWAY, { from: '# 3.', starts: ['location / {'] }],
    authz: [{ starts: ['location ^~ /authz/ {'] }],
    spoofed: [
      { starts: ['underscores_in_headers', 'ignore_invalid_headers'] },
      NGINX_UPGRADE,
      NGINX_APP,
    ],
    identity: [{ starts: ['auth_request_set '] }, NGINX_UPGRADE, NGINX_APP],
  },
  'ingress-nginx': {
    ask: [INGRESS_ASKS],
    question: [INGRESS_ASKS],
    told: [INGRESS_ASKS],
    fields: [INGRESS_ASKS],
    redirect: [INGRESS_ASKS],
    own: [INGRESS_OWN],
    answerRoom: [{ to: 'spec:', starts: [`${ANNOTATION}/proxy-buffer-size`] }],
    requestRoom: [],
    auth: [INGRESS_AUTH],
    authz: [INGRESS_AUTH],
    spoofed: [{ to: 'spec:', starts: [`${ANNOTATION}/auth-response-headers`] }],
    identity: [{ to: 'spec:', starts: [`${ANNOTATION}/auth-response-headers`] }],
  },
  traefik: {
    ask: [{ to: '\n  middlewares:', starts: ['app:'] }, TRAEFIK_ASKS],
    question: [TRAEFIK_ASKS],
    told: [TRAEFIK_ASKS],
    fields: [TRAEFIK_ASKS],
    redirect: [TRAEFIK_ASKS],
    own: [TRAEFIK_OWN],
    answerRoom: [],
    requestRoom: [],
    auth: [TRAEFIK_AUTH],
    authz: [TRAEFIK_AUTH],
    spoofed: [{ to: '\n  middlewares:', starts: ['app:'] }, { starts: ['drawbridge-spoofed:'] }],
    identity: [TRAEFIK_ASKS],
  },
  caddy: {
    ask: [CADDY_ASKS],
    question: [CADDY_ASKS],
    told: [CADDY_ASKS],
    fields: [CADDY_ASKS],
    redirect: [CADDY_ASKS],
    own: [CADDY_OWN],
    answerRoom: [],
    requestRoom: [],
    auth: [{ starts: ['AUTH {'] }],
    authz: [{ starts: ['handle /authz/* {'] }],
    spoofed: [{ starts: ['request_header ', '@websocket '] }],
    identity: [CADDY_ASKS],
  },
  haproxy: {
    ask: [HAPROXY_ASKS],
    question: [HAPROXY_ASKS],
    told: [HAPROXY_ASKS],
    fields: [HAPROXY_ASKS],
    redirect: [HAPROXY_ASKS],
    own: [HAPROXY_OWN],
    answerRoom: [HAPROXY_ROOM],
    requestRoom: [HAPROXY_ROOM],
    auth: [{ starts: ['acl drawbridge_auth', 'use_backend drawbridge', 'backend drawbridge'] }],
    authz: [{ starts: ['acl drawbridge_auth', 'acl drawbridge_asked', 'http-request deny'] }],
    spoofed: [{ starts: ['http-request del-header '] }],
    identity: [HAPROXY_ASKS],
  },
  envoy: {
    ask: [ENVOY_ASKS],
    question: [ENVOY_ASKS],
    told: [{ starts: ['authorization_request:'] }],
    fields: [{ starts: ['allowed_headers:'] }],
    redirect: [ENVOY_ASKS],
    own: [ENVOY_OWN],
    answerRoom: [],
    requestRoom: [],
    auth: [{ to: '# 2.', starts: ['- name: drawbridge'] }],
    authz: [{ starts: ['- match: { prefix: /authz/ }'] }],
    spoofed: [{ starts: ['common_http_protocol_options:', 'early_header_mutation_extensions:'] }],
    identity: [{ starts: ['authorization_response:'] }],
  },
  apisix: {
    ask: [APISIX_ASKS],
    question: [APISIX_ASKS],
    told: [{ starts: ['extra_headers:'] }],
    fields: [{ starts: ['request_headers:'] }],
    redirect: [{ starts: ['client_headers:'] }],
    own: [APISIX_OWN],
    answerRoom: [],
    requestRoom: [],
    auth: [APISIX_AUTH],
    authz: [APISIX_AUTH],
    spoofed: [{ starts: ['nginx_config:', 'upstream_headers:'] }],
    identity: [{ starts: ['upstream_headers:'] }],
  },
};
