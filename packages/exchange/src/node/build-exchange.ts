import { join } from 'node:path';
import { configError, createVerifier } from '@drawbridge/core';
import {
  ensureKeys,
  type HealthCheck,
  keepKeys,
  type OpenKeyRing,
  openKeyRing,
  requireIssuer,
  type Runtime,
  scheduleOf,
  type ServerTls,
} from '@drawbridge/node';
import { createSettingReader } from '@drawbridge/node/config';
import { openPublisher } from '@drawbridge/node/publish';
import { compileRules } from '@drawbridge/rules';
import { createExchange, type Exchange } from '../create-exchange.ts';
import { documentClaims } from '../documents/document-claims.ts';
import { buildClients } from './build-clients.ts';
import { buildDocumentsTls, buildTls } from './build-tls.ts';
import { buildUpstreams, type KeptKeys } from './build-upstreams.ts';
import { findExchangeFaults } from './faults/find-exchange-faults.ts';
import type { ExchangeSection } from './section/exchange-section.ts';
import { keepPublished } from './publish/keep-published.ts';
import { signingKeyCheck } from './signing-key-check.ts';
import { warmUp } from './warm-up.ts';
import { warnOfChoices } from './warn-of-choices.ts';
import { warnOfMissingKeys } from './warn-of-missing-keys.ts';

/** An exchange with everything it is built of. */
export interface BuiltExchange extends Exchange {
  /** What must be well for it to be of use. */
  readonly checks: readonly HealthCheck[];
  /** What goes on in the exchange that takes its place. */
  readonly kept: Kept;
  /**
   * Loads the keys of every upstream ahead of the first token, and logs how that
   * went. An upstream that is down is no reason not to start. Keys that went on are not loaded.
   */
  warm(): Promise<void>;
}

/** What one exchange hands on to the next. */
interface Kept {
  readonly keyRing: OpenKeyRing;
  readonly upstreamKeys: KeptKeys;
  /** The exchanges that use the key ring; the last one closes it. */
  readonly users: Set<object>;
}

/** An exchange of which all that its section refers to was read and found good. Nothing was changed by that. */
export interface PreparedExchange {
  /** What its listener needs to serve HTTPS, where the section asks for that. */
  readonly tls: ServerTls | undefined;
  /** The same of the listener of its documents. */
  readonly documentsTls: ServerTls | undefined;
  /**
   * Opens its key ring, which is in `keys` below the data folder, makes the signing keys that are configured and
   * missing, and rotates them as `exchange.keys` says. An empty ring gets one key of the default algorithm, RS256
   * where none is set: the one that every relying party takes.
   *
   * @throws {DrawbridgeError} of kind `configuration`
   */
  open(): Promise<BuiltExchange>;
}

/**
 * Builds an exchange from its section of the configuration.
 *
 * @param before - the exchange whose place it takes: the keys of its upstreams and its key ring go on
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function buildExchange(
  section: ExchangeSection,
  runtime: Runtime,
  before?: BuiltExchange,
): Promise<BuiltExchange> {
  return (await prepareExchange(section, runtime, before)).open();
}

/**
 * Does what can be done without changing anything.
 *
 * @throws {DrawbridgeError} `config_invalid`, with every fault of what the section refers to
 */
export async function prepareExchange(
  section: ExchangeSection,
  runtime: Runtime,
  before?: BuiltExchange,
): Promise<PreparedExchange> {
  const { clock, engine, log, audit, metrics } = runtime;
  const faults = await findExchangeFaults(section);
  if (faults.length > 0) throw configError(faults);
  const rules = await compileRules(section.rules, 'exchange.rules');

  const reader = createSettingReader(runtime.env);
  const upstreams = await buildUpstreams(
    section.upstreams,
    runtime,
    reader,
    before?.kept.upstreamKeys,
  );
  const clients = await buildClients(section.clients ?? [], reader);
  const tls = await buildTls(section, reader);
  const documentsTls = await buildDocumentsTls(section, reader);
  const publisher =
    section.publish &&
    (await openPublisher(section.publish, {
      http: runtime.http,
      env: runtime.env,
      at: 'exchange.publish',
      reader,
    }));
  try {
    reader.finish();
  } catch (thrown) {
    await publisher?.close();
    throw thrown;
  }
  const issuers = upstreams.map(({ upstream }) => upstream);
  const verifier = createVerifier({ engine, clock, issuers });

  async function open(): Promise<BuiltExchange> {
    const closers: (() => unknown)[] = [() => publisher?.close()];
    const close = async () => {
      for (const closer of closers.splice(0).reverse()) await closer();
    };
    try {
      return { ...(await start(closers)), close };
    } catch (thrown) {
      await close();
      throw thrown;
    }
  }

  /** @param closers - end what goes on by itself, the last one first */
  async function start(closers: (() => unknown)[]): Promise<Omit<BuiltExchange, 'close'>> {
    // Opened only for who needs it: a store is one more thing that can fail.
    const store =
      rules.once || section.rateLimits !== undefined ? await runtime.store() : undefined;
    const folder = join(runtime.data, 'keys');
    await makeKeys(folder, section, runtime, before === undefined);
    const { issuer, keys } = section;
    // Also where the folder of a ring in use is lost.
    if (before !== undefined) requireIssuer(folder, before.kept.keyRing.manifest(), issuer);
    const keyRing =
      before?.kept.keyRing ?? (await openKeyRing({ folder, issuer, engine, clock, log }));
    const users = before?.kept.users ?? new Set();
    closers.push(() => users.size === 0 && keyRing.close());
    const withCertificates = keys?.x5c === true;
    closers.push(keepKeys({ folder, issuer, keys, clock, log, metrics, keyRing }));
    if (publisher !== undefined) {
      const stop = keepPublished({
        folder,
        issuer,
        claims: documentClaims(rules),
        publisher,
        keyRing,
        schedule: scheduleOf(keys),
        maxAge: section.publish?.maxAge,
        withCertificates,
        signing: section.signing,
        clock,
        log,
        metrics,
        http: runtime.http,
      });
      closers.push(stop);
    }
    warnOfChoices(section, log);
    warnOfMissingKeys(section, keyRing, log);

    const { basePath, signing, compatibility, rateLimits, trustedProxies } = section;
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
      withCertificates,
      ...(basePath !== undefined && { basePath }),
      ...(store !== undefined && { store }),
      ...(rateLimits !== undefined && { rateLimits }),
      ...(trustedProxies !== undefined && {
        trustedProxies: { proxies: trustedProxies, header: section.forwardedHeader },
      }),
      ...(signing !== undefined && { signing }),
      ...(compatibility !== undefined && { compatibility }),
    });
    users.add(service);
    closers.push(() => users.delete(service), service.close);
    return {
      ...service,
      checks: [signingKeyCheck(section, keyRing)],
      kept: {
        keyRing,
        upstreamKeys: new Map(upstreams.map((upstream) => [upstream.keys.identity, upstream.keys])),
        users,
      },
      warm: () => warmUp(upstreams, runtime),
    };
  }
  return { tls, documentsTls, open };
}

async function makeKeys(
  folder: string,
  section: ExchangeSection,
  { clock, log }: Runtime,
  mayFound: boolean,
): Promise<void> {
  for (const { kid, alg } of await ensureKeys(folder, section, clock, mayFound)) {
    log.info('signing key made', { kid, alg, folder });
  }
}
