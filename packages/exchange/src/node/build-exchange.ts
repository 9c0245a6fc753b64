import { join } from 'node:path';
import {
  configError,
  createUpstreamKeys,
  createVerifier,
  loadByDiscovery,
  type Service,
  type UpstreamKeys,
} from '@drawbridge/core';
import { ensureKey, openKeyRing, type Runtime } from '@drawbridge/node';
import { compileRules, findRuleFaults } from '@drawbridge/rules';
import { createExchange } from '../create-exchange.ts';
import type { ExchangeSection } from './section.ts';

/** An exchange with everything it is built of. */
export interface BuiltExchange extends Service {
  /**
   * Fetches the keys of every upstream ahead of the first token, and logs how that
   * went. An upstream that is down is no reason not to start.
   */
  warm(): Promise<void>;
}

/**
 * Builds an exchange from its section of the configuration. Its key ring is in `keys`
 * below the data folder. On first start it makes an RS256 signing key: the one algorithm that every relying party takes.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function buildExchange(
  section: ExchangeSection,
  { data, clock, engine, http, log }: Runtime,
): Promise<BuiltExchange> {
  requireSound(section);
  const rules = compileRules(section.rules, 'exchange.rules');
  const keysOf = new Map<string, UpstreamKeys>(
    section.upstreams.map(({ issuer }) => [
      issuer,
      createUpstreamKeys({
        issuer,
        load: loadByDiscovery({ issuer, fetch: http.fetchDocument }),
        engine,
        clock,
        onStale: ({ message }) =>
          log.warn('upstream keys not renewed; the older ones serve', { issuer, detail: message }),
      }),
    ]),
  );
  const verifier = createVerifier({
    engine,
    clock,
    issuers: section.upstreams.map(({ issuer, audiences }) => ({
      issuer,
      audiences,
      keys: keysOf.get(issuer) as UpstreamKeys,
    })),
  });

  const folder = join(data, 'keys');
  const made = await ensureKey(folder, 'RS256', clock);
  if (made !== undefined) log.info('signing key made', { kid: made.kid, alg: made.alg, folder });
  const keyRing = await openKeyRing({ folder, engine, clock, log });

  const { issuer } = section;
  const service = createExchange({ issuer, verifier, rules, keyRing, clock, log });
  return {
    handle: service.handle,
    async warm() {
      await Promise.all(
        [...keysOf].map(([upstream, keys]) =>
          keys.warm().then(
            (count) => log.info('upstream keys fetched', { issuer: upstream, keys: count }),
            (error: Error) =>
              log.warn('upstream keys not fetched', {
                issuer: upstream,
                detail: error.message,
              }),
          ),
        ),
      );
    },
    async close() {
      keyRing.close();
      await service.close();
    },
  };
}

/** All that no schema sees: each upstream once, for each rule an upstream, and sound rules. */
function requireSound({ issuer: ours, upstreams, rules }: ExchangeSection): void {
  const issuers = upstreams.map(({ issuer }) => issuer);
  const faults = [
    ...(issuers.includes(ours)
      ? [
          {
            path: 'exchange.issuer',
            message: 'is one of the upstreams, so tokens would go in circles',
          },
        ]
      : []),
    ...upstreams.flatMap(({ issuer }, index) =>
      issuers.indexOf(issuer) < index
        ? { path: `exchange.upstreams[${index}].issuer`, message: 'is listed twice' }
        : [],
    ),
    ...rules.flatMap(({ match }, index) =>
      issuers.includes(match.issuer)
        ? []
        : {
            path: `exchange.rules[${index}].match.issuer`,
            message: 'is not one of the upstreams, so the rule can never match',
          },
    ),
    ...findRuleFaults(rules, 'exchange.rules'),
  ];
  if (faults.length > 0) throw configError(faults);
}
