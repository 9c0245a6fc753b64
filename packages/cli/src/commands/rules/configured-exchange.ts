import { DrawbridgeError } from '@drawbridge/core';
import type { ExchangeSection } from '@drawbridge/exchange/node';
import type { CommonOptions, Context } from '../../context.ts';

/**
 * The exchange of the configuration, whose rules are asked.
 *
 * @throws {DrawbridgeError} `config_invalid`; `usage_invalid` when no exchange is configured
 */
export async function configuredExchange(
  context: Context,
  options: CommonOptions,
): Promise<ExchangeSection> {
  const { exchange } = await context.config(options);
  if (exchange !== undefined) return exchange;
  throw new DrawbridgeError('usage_invalid', {
    detail: 'there are no rules: no exchange is configured',
    hint: 'Give the configuration file with --config or DRAWBRIDGE_CONFIG.',
  });
}
