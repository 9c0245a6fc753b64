import { exchangeSection } from '@drawbridge/exchange/node';
import {
  auditSection,
  type Config as ConfigOf,
  logSection,
  metricsSection,
  outboundSection,
} from '@drawbridge/node/config';

/** The sections of the configuration: what all services share, then the parts. */
export const SECTIONS = {
  log: logSection,
  audit: auditSection,
  metrics: metricsSection,
  outbound: outboundSection,
  exchange: exchangeSection,
};

/** The configuration as all commands see it. */
export type Config = ConfigOf<typeof SECTIONS>;

/** What is configured, in a few words a part. */
export function summarizeParts({ exchange }: Config): readonly string[] {
  if (exchange === undefined) return [];
  const { issuer, upstreams, rules } = exchange;
  return [
    `the exchange ${issuer} with ${count(upstreams, 'upstream')} and ${count(rules, 'rule')}`,
  ];
}

function count({ length }: readonly unknown[], noun: string): string {
  return `${length} ${noun}${length === 1 ? '' : 's'}`;
}
