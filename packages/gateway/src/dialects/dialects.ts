import type { Dialect } from './dialect.ts';
import { envoy } from './envoy.ts';
import { nginx } from './nginx.ts';
import { forwardingDialect } from './forwarding.ts';

/** Each kind of proxy, by the path below `/authz/` that it asks at. */
export const DIALECTS: readonly Dialect[] = [
  nginx,
  forwardingDialect('traefik'),
  forwardingDialect('caddy'),
  forwardingDialect('haproxy'),
  forwardingDialect('apisix'),
  envoy,
];
