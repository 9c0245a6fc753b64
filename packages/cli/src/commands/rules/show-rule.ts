import { toYaml } from '@drawbridge/node/config';
import type { Rule } from '@drawbridge/rules';

/** A rule as it is written in the list `exchange.rules` of a configuration file. */
export async function showRule(rule: Rule): Promise<string> {
  return (await toYaml([rule])).trimEnd();
}
