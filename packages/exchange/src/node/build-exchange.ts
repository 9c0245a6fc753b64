import { join } from 'node:path';
import { configError, createVerifier, type Service } from '@drawbridge/core';
import { openKeyRing, type Runtime, type ServerTls } from '@drawbridge/node';
import { createSettingReader } from '@drawbridge/node/config';
import { compileRules } from '@drawbridge/rules';
import { createExchange } from '../create-exchange.ts';
import { buildClients } from './build-clients.ts';
import { buildTls } from './build-tls.ts';
import { type BuiltUpstream, buildUpstreams } from './build-upstreams.ts';
import { findExchangeFaults } from './faults/find-exchange-faults.ts';
import type { ExchangeSection } from './section/exchange-section.ts';
import { ensureKeys, keepKeys } from './keep-keys.ts';
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
 * below the data folder. At start it makes the signing keys that are configured and missing; an empty ring gets
 * one of the default algorithm, RS256 where none is set: the one that every relying party takes. It
 * rotates them as `exchange.keys` says.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function buildExchange(
  section: ExchangeSection,
  runtime: Runtime,
): Promise<BuiltExchange> {
  const { clock, engine, log } = runtime;
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
  for (const { kid, alg } of await ensureKeys(folder, section, clock)) {
    log.info('signing key made', { kid, alg, folder });
  }
  const keyRing = await openKeyRing({ folder, engine, clock, log });
  const { keys } = section;
  const stopKeeping = keepKeys({ folder, keys, clock, log, metrics: runtime.metrics, keyRing });
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
      stopKeeping();
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
