import { join } from 'node:path';
import { configError, createVerifier, type Service } from '@drawbridge/core';
import { ensureKey, openKeyRing, type Runtime, type ServerTls } from '@drawbridge/node';
import { createSettingReader } from '@drawbridge/node/config';
import { compileRules } from '@drawbridge/rules';
import { createExchange } from '../create-exchange.ts';
import { buildClients } from './build-clients.ts';
import { buildTls } from './build-tls.ts';
import { type BuiltUpstream, buildUpstreams } from './build-upstreams.ts';
import { findExchangeFaults } from './faults/find-exchange-faults.ts';
import type { ExchangeSection } from './section/exchange-section.ts';
import { warnOfChoices } from './warn-of-choices.ts';
import { warnOfMissingKeys } from './warn-of-missing-keys.ts';

/** An exchange with everything it is built of. */
export interface BuiltExchange extends Service {
  /** What its listener needs to serve HTTPS, where the section asks for that. */
  readonly tls: ServerTls | undefined;
  /**
   * Loads the keys of every upstream ahead of the first token, and logs how that
   * went. An upstream that is down is no reason not to start.
   */
  warm(): Promise<void>;
}

/**
 * Builds an exchange from its section of the configuration. Its key ring is in `keys`
 * below the data folder. On first start it makes a signing key of the default algorithm; without
 * one, RS256: the one algorithm that every relying party takes.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function buildExchange(
  section: ExchangeSection,
  runtime: Runtime,
): Promise<BuiltExchange> {
  const { clock, engine, log, audit, metrics } = runtime;
  const faults = await findExchangeFaults(section);
  if (faults.length > 0) throw configError(faults);
  const rules = await compileRules(section.rules, 'exchange.rules');

  const reader = createSettingReader(runtime.env);
  const upstreams = await buildUpstreams(section.upstreams, runtime, reader);
  const clients = await buildClients(section.clients ?? [], reader);
  const tls = await buildTls(section, reader);
  reader.finish();
  const issuers = upstreams.map(({ upstream }) => upstream);
  const verifier = createVerifier({ engine, clock, issuers });

  const folder = join(runtime.data, 'keys');
  const made = await ensureKey(folder, section.signing?.default ?? 'RS256', clock);
  if (made !== undefined) log.info('signing key made', { kid: made.kid, alg: made.alg, folder });
  const keyRing = await openKeyRing({ folder, engine, clock, log });
  warnOfChoices(section, log);
  warnOfMissingKeys(section, keyRing, log);

  const { issuer, signing, compatibility } = section;
  const service = createExchange({
    issuer,
    verifier,
    rules,
    keyRing,
    clock,
    log,
    audit,
    metrics,
    clients,
    engine,
    ...(signing !== undefined && { signing }),
    ...(compatibility !== undefined && { compatibility }),
  });
  return {
    tls,
    handle: service.handle,
    warm: () => warmUp(upstreams, runtime),
    async close() {
      keyRing.close();
      await service.close();
    },
  };
}

/** How many upstreams are asked for their keys at once. */
const WARMING = 16;

async function warmUp(upstreams: readonly BuiltUpstream[], { log }: Runtime): Promise<void> {
  const queue = upstreams.values();
  const work = async () => {
    for (const { upstream, warm } of queue) {
      const { issuer } = upstream;
      try {
        log.info('upstream keys fetched', { issuer, keys: await warm() });
      } catch (thrown) {
        log.warn('upstream keys not fetched', { issuer, detail: (thrown as Error).message });
      }
    }
  };
  await Promise.all(Array.from({ length: WARMING }, work));
}
