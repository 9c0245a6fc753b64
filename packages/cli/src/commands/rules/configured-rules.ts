import { DrawbridgeError } from '@drawbridge/core';
import type { Rule } from '@drawbridge/rules';
import type { CommonOptions, Context } from '../../context.ts';

/**
 * The rules of the configuration.
 *
 * @throws {DrawbridgeError} `config_invalid`; `usage_invalid` when no exchange is configured
 */
export async function configuredRules(
  context: Context,
  options: CommonOptions,
): Promise<readonly Rule[]> {
  const { exchange } = await context.config(options);
  if (exchange !== undefined) return exchange.rules;
  throw new DrawbridgeError('usage_invalid', {
    detail: 'there are no rules: no exchange is configured',
    hint: 'Give the configuration file with --config or DRAWBRIDGE_CONFIG.',
  });
}
