import { exchangeSection } from '@drawbridge/exchange/node';
import { gatewaySection } from '@drawbridge/gateway/node';
import { injectSection } from '@drawbridge/inject/node';
import { loginSection } from '@drawbridge/login/node';
import {
  auditSection,
  type Config as ConfigOf,
  logSection,
  metricsSection,
  outboundSection,
  storeSection,
} from '@drawbridge/node/config';

/** The sections of the parts: each is read by its own. */
export const PARTS = {
  exchange: exchangeSection,
  gateway: gatewaySection,
  inject: injectSection,
  login: loginSection,
};

/** The sections of the configuration: what all services share, then the parts. */
export const SECTIONS = {
  log: logSection,
  audit: auditSection,
  metrics: metricsSection,
  outbound: outboundSection,
  store: storeSection,
  ...PARTS,
};

/** The configuration as all commands see it. */
export type Config = ConfigOf<typeof SECTIONS>;

/** What is configured, in a few words a part. */
export function summarizeParts({ exchange, gateway, inject, login }: Config): readonly string[] {
  return [
    ...(exchange === undefined
      ? []
      : [
          `the exchange ${exchange.issuer} with ${count(exchange.upstreams, 'upstream')} and ${count(exchange.rules, 'rule')}`,
        ]),
    ...(gateway === undefined
      ? []
      : [
          `the gateway ${gateway.url} with ${count(gateway.providers, 'provider')}, ${count(gateway.hosts, 'host')} and ${count(gateway.rules, 'rule')}`,
        ]),
    ...(inject === undefined
      ? []
      : [
          inject.routes === undefined
            ? `a proxy with tokens for ${inject.upstream}`
            : `a proxy with tokens for ${count(inject.routes, 'route')}`,
        ]),
    ...(login?.issuer === undefined ? [] : [`sign-in at ${login.issuer}`]),
  ];
}

function count({ length }: readonly unknown[], noun: string): string {
  return `${length} ${noun}${length === 1 ? '' : 's'}`;
}
