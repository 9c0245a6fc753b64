import { join } from 'node:path';
import {
  type Clock,
  configError,
  createRemoteKeys,
  createVerifier,
  defaultEngine,
  type Log,
  type RemoteKeys,
  type Service,
} from '@drawbridge/core';
import { createHttpClient, ensureKey, openKeyRing } from '@drawbridge/node';
import { compileRules, findRuleFaults } from '@drawbridge/rules';
import { createExchange } from '../create-exchange.ts';
import type { ExchangeSection } from './section.ts';

/** What an exchange needs of the machine. */
export interface Surroundings {
  /** The data folder; the key ring is in `keys` below it. */
  readonly data: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** An exchange with everything it is built of. */
export interface BuiltExchange extends Service {
  /**
   * Fetches the keys of every upstream ahead of the first token, and logs how that
   * went. An upstream that is down is no reason not to start.
   */
  warm(): Promise<void>;
}

/**
 * Builds an exchange from its section of the configuration. On first start it makes
 * an RS256 signing key: the one algorithm that every relying party takes.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function buildExchange(
  section: ExchangeSection,
  { data, clock, log }: Surroundings,
): Promise<BuiltExchange> {
  requireSound(section);
  const rules = compileRules(section.rules, 'exchange.rules');
  const engine = defaultEngine();
  const http = createHttpClient();
  const keysOf = new Map<string, RemoteKeys>(
    section.upstreams.map(({ issuer }) => [
      issuer,
      createRemoteKeys({ issuer, fetch: http.fetchDocument, engine, clock }),
    ]),
  );
  const verifier = createVerifier({
    engine,
    clock,
    issuers: section.upstreams.map(({ issuer, audiences }) => ({
      issuer,
      audiences,
      keys: keysOf.get(issuer) as RemoteKeys,
    })),
  });

  const folder = join(data, 'keys');
  const made = await ensureKey(folder, 'RS256', clock);
  if (made !== undefined) log.info('signing key made', { kid: made.kid, alg: made.alg, folder });
  const keyRing = await openKeyRing({ folder, engine, clock, log });

  const { issuer } = section;
  const service = createExchange({ issuer, verifier, rules, keyRing, engine, clock, log });
  return {
    handle: service.handle,
    async warm() {
      await Promise.all(
        [...keysOf].map(([upstream, keys]) =>
          keys.warm().then(
            (count) => log.info('upstream keys fetched', { issuer: upstream, keys: count }),
            (error: Error) =>
              log.warn('upstream keys not fetched; its tokens wait until they are', {
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
      await http.close();
    },
  };
}

/** All that no schema sees: each upstream once, for each rule an upstream, and sound rules. */
function requireSound({ upstreams, rules }: ExchangeSection): void {
  const issuers = upstreams.map(({ issuer }) => issuer);
  const faults = [
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
