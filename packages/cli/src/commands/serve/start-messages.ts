import type { LogFields } from '@drawbridge/core';
import { basePathOf } from '@drawbridge/exchange';
import type { ExchangeSection } from '@drawbridge/exchange/node';
import { describeRule, type Rule } from '@drawbridge/rules';

const MAX_SHOWN = 40;

/** The rules in words; of very many the first ones. */
export function showRules(rules: readonly Rule[]): string {
  const shown = rules.slice(0, MAX_SHOWN).map(describeRule);
  const rest = rules.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} rules more`] : [])].join('\n');
}

/**
 * What is said of an exchange that is ready: how much it knows, and where everything is.
 *
 * @param urls - of its listeners, by name
 */
export function readyFields(
  { issuer, basePath, upstreams, rules }: ExchangeSection,
  urls: ReadonlyMap<string, string>,
): LogFields {
  const base = basePathOf(issuer, basePath);
  const at = (name: string) => (urls.has(name) ? `${urls.get(name)}${base}` : undefined);
  return {
    issuer,
    upstreams: upstreams.length,
    rules: rules.length,
    health: `${urls.get('exchange')}/readyz`,
    documents: at('documents'),
    listening: at('exchange'),
  };
}
