import type { ExchangeSection } from '@drawbridge/exchange/node';
import { SHUTDOWN_DEFAULTS } from '@drawbridge/node/config';
import type { StopTerms } from '@drawbridge/node/workers';
import type { Config } from '../../context.ts';
import { noRule } from './exchange-flags.ts';

/** @throws {DrawbridgeError} `usage_invalid`, where there is none */
export function sectionOf({ exchange }: Config): ExchangeSection {
  if (exchange === undefined) throw noRule();
  return exchange;
}

/** How long it takes to stop an exchange. */
export function stopTerms({ shutdown = {} }: ExchangeSection): StopTerms {
  const { delay = SHUTDOWN_DEFAULTS.delay, patience = SHUTDOWN_DEFAULTS.patience } = shutdown;
  return { delay, patience };
}
