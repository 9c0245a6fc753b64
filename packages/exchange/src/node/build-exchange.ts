import { join } from 'node:path';
import {
  configError,
  createRemoteKeys,
  createVerifier,
  type RemoteKeys,
  type Service,
} from '@drawbridge/core';
import { ensureKey, openKeyRing, type Runtime } from '@drawbridge/node';
import { compileRules } from '@drawbridge/rules';
import { createExchange } from '../create-exchange.ts';
import { findExchangeFaults } from './find-exchange-faults.ts';
import type { ExchangeSection } from './section/exchange-section.ts';

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
  const faults = await findExchangeFaults(section);
  if (faults.length > 0) throw configError(faults);
  const rules = await compileRules(section.rules, 'exchange.rules');
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
      audiences: audiences ?? [],
      keys: keysOf.get(issuer) as RemoteKeys,
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
