import { type ConfigFault, RESERVED_CLAIMS } from '@drawbridge/core';
import { DEFAULT_LIFETIME, MAX_LIFETIME } from './lifetime.ts';
import type { Rule } from './rule.ts';

/**
 * Everything that is wrong with rules, each fault with its path.
 *
 * @param path - where the rules stand in the configuration
 */
export function findRuleFaults(rules: readonly Rule[], path: string): readonly ConfigFault[] {
  if (rules.length === 0) {
    return [{ path, message: 'has no rule, and without a rule no token is handed out' }];
  }
  const seen = new Set<string>();
  return rules.flatMap((rule, index) => {
    const at = `${path}[${index}]`;
    const faults = ruleFaults(rule, at);
    if (seen.has(rule.name)) {
      faults.push({ path: `${at}.name`, message: `another rule is named "${rule.name}" too` });
    }
    seen.add(rule.name);
    return faults;
  });
}

function ruleFaults({ name, match, grant }: Rule, at: string): ConfigFault[] {
  const faults: ConfigFault[] = [];
  const require = (fine: boolean, path: string, message: string) => {
    if (!fine) faults.push({ path: `${at}.${path}`, message });
  };
  require(name !== '', 'name', 'is empty');
  require(match.issuer !== '', 'match.issuer', 'is empty');
  require(grant.audience !== '', 'grant.audience', 'is empty');
  const { lifetime = DEFAULT_LIFETIME, copy = [] } = grant;
  require(Number.isSafeInteger(lifetime) &&
    lifetime >= 1 &&
    lifetime <=
      MAX_LIFETIME, 'grant.lifetime', `is not a whole number of seconds from 1 to ${MAX_LIFETIME}`);
  require(!copy.includes(
    'azp',
  ), 'grant.copy', 'has "azp", which AWS reads in place of aud: the upstream would choose the audience');
  for (const reserved of RESERVED_CLAIMS) {
    require(!copy.includes(
      reserved,
    ), 'grant.copy', `has "${reserved}", which is set by minting alone`);
  }
  return faults;
}
