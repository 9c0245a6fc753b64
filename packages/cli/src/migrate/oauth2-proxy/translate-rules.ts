import { quote, trustedProxyFault } from '@drawbridge/core';
import { readRoute } from './route-paths.ts';
import type { Settings } from './settings.ts';
import { type MigratedRule, translatePeople } from './translate-people.ts';

/**
 * Translates who may reach what. What was open without a sign-in comes first, as it did; then the people.
 *
 * @param emails - of `authenticated_emails_file`; `undefined` where there is none
 */
export function translateRules(
  settings: Settings,
  emails: readonly string[] | undefined,
): readonly MigratedRule[] {
  return [
    ...openRoutes(settings),
    ...(settings.flag('skip_auth_preflight', false)
      ? [{ name: 'preflight', match: { methods: ['OPTIONS'] }, allow: 'anyone' } as const]
      : []),
    ...trustedNetworks(settings),
    ...translatePeople(settings, emails),
  ];
}

function openRoutes(settings: Settings): readonly MigratedRule[] {
  const paths = new Map<string | undefined, Set<string>>();
  for (const name of ['skip_auth_routes', 'skip_auth_regex']) {
    for (const text of settings.list(name)) {
      const route = readRoute(text);
      if (route === undefined) {
        settings.note(
          name,
          `${quote(text)} is not carried over, and needs a sign-in: no list of paths says the same; write a rule with match.paths and allow: anyone.`,
        );
        continue;
      }
      const known = paths.get(route.method) ?? new Set();
      for (const path of route.paths) known.add(path);
      paths.set(route.method, known);
    }
  }
  const always = paths.get(undefined) ?? new Set();
  return [...paths].flatMap(([method, found]): readonly MigratedRule[] => {
    const own = method === undefined ? [...found] : [...found].filter((path) => !always.has(path));
    if (own.length === 0) return [];
    const methods = method === undefined ? {} : { methods: [method] };
    const name = method === undefined ? 'open' : `open to ${method}`;
    return [{ name, match: { ...methods, paths: own }, allow: 'anyone' }];
  });
}

function trustedNetworks(settings: Settings): readonly MigratedRule[] {
  const networks = settings.list('trusted_ips');
  for (const network of networks) {
    const fault = trustedProxyFault(network);
    if (fault !== undefined) settings.fault('trusted_ips', `has ${quote(network)}, which ${fault}`);
  }
  if (networks.length === 0) return [];
  settings.note(
    'trusted_ips',
    'whoever has such an address is let in without a sign-in, as before; where proxies tell addresses, name those proxies in trustedProxies.',
  );
  return [{ name: 'trusted networks', match: { networks }, allow: 'anyone' }];
}
