import { type ConfigFault, configError } from '@drawbridge/core';
import type { ExchangeSection } from '@drawbridge/exchange/node';
import type { RuleCase } from '@drawbridge/node/config';

/**
 * Refuses cases about rules and clients that are not there: a misspelled name would be a case that
 * says nothing.
 *
 * @throws {DrawbridgeError} `config_invalid`, with every fault
 */
export function requireKnownNames(
  cases: readonly RuleCase[],
  { rules, clients = [] }: ExchangeSection,
): void {
  const names = new Set(rules.map(({ name }) => name));
  const ids = new Set(clients.map(({ id }) => id));
  const faults = cases.flatMap(({ client, expect }, index): readonly ConfigFault[] => {
    const at = `cases[${index}]`;
    const found: ConfigFault[] = [];
    if (client !== undefined && !ids.has(client)) {
      found.push({
        path: `${at}.client`,
        message: `names "${client}", which is not one of the clients`,
      });
    }
    if ('rule' in expect && !names.has(expect.rule)) {
      const message = `names "${expect.rule}", which is not one of the rules`;
      found.push({ path: `${at}.expect.rule`, message });
    }
    return found;
  });
  if (faults.length > 0) throw configError(faults);
}
