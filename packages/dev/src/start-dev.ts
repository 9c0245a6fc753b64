import { join } from 'node:path';
import {
  createMemoryStore,
  DrawbridgeError,
  isSafeScheme,
  type Log,
  type Service,
  silentLog,
  systemClock,
} from '@drawbridge/core';
import { buildExchange } from '@drawbridge/exchange/node';
import {
  addressUrl,
  createRuntime,
  createSwitch,
  listen,
  type ListenAddress,
  type Listener,
} from '@drawbridge/node';
import type { Rule } from '@drawbridge/rules';
import { cross, type Crossing } from './crossing.ts';
import { calmLog } from './home/calm-log.ts';
import { startProvider, type Provider } from './provider/start-provider.ts';
import { createDecisions } from './home/decisions.ts';
import { exchangePart } from './home/exchange-part.ts';
import { openOnce } from './home/open-once.ts';
import { orAnyPort } from './home/or-any-port.ts';
import { serveHome } from './home/serve-home.ts';
import { watchExchange } from './home/watch-exchange.ts';
import { sampleRule } from './sample-rule.ts';
import { keepTokenFile } from './token-file.ts';
import { createWitness } from './witness.ts';

export interface DevOptions {
  /** Folder for the key ring and the token file. */
  readonly data: string;
  /** Where the exchange listens. Default: 127.0.0.1:8080, or any free port when that is taken. */
  readonly listen?: ListenAddress;
  /** What the exchange tells its operator. Default: nothing is kept. */
  readonly log?: Log;
}

/** The try-out system, running, with one token taken across. */
export interface DevSystem {
  /** Address of the home page. */
  readonly home: string;
  /**
   * Opens the parts that the home page shows beside the exchange, which are opened else when it is first asked for.
   *
   * @throws {DrawbridgeError} `data_unusable`, `key_ring_unusable`
   */
  openHome(): Promise<void>;
  readonly upstreamIssuer: string;
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly rules: readonly Rule[];
  /** Name of the rule that let the token across, by the exchange's own log. */
  readonly matched: string | undefined;
  readonly crossing: Crossing;
  /** A 0600 file with an upstream token that is kept fresh. */
  readonly tokenFile: string;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const PORT = 8080;
/** Seconds; the provider's tokens live for 600. */
const REFRESH_EVERY = 120;

/**
 * Starts a private OpenID provider and the exchange before it, both on loopback, and
 * takes one token across.
 *
 * @throws {DrawbridgeError} `usage_invalid` for an address that others can reach, `address_unavailable`, `data_unusable`, `key_ring_unusable`
 */
export async function startDev(options: DevOptions): Promise<DevSystem> {
  requireLoopback(options.listen);
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return { ...(await start(options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  { data, listen: address, log = silentLog }: DevOptions,
  closers: (() => Promise<void>)[],
): Promise<Omit<DevSystem, 'close'>> {
  const witness = createWitness(log);
  const decisions = createDecisions();

  // The exchange's name has its port in it, so it listens before it is built.
  const current = createSwitch();
  const listener = await listenNear(current.face(), address, witness.log);
  closers.push(async () => void (await listener.close({ patience: 1000 })));
  const issuer = listener.url;

  const provider = await startProviderNear(issuer, listener.address.port + 1);
  closers.push(() => provider.close());

  const rule = sampleRule(provider.issuer);
  // A key ring is that of one issuer, and the address is part of its name.
  const place = new URL(issuer).host.replaceAll(/[^\w.]+/g, '-');
  const runtime = createRuntime({
    data: join(data, 'dev', place),
    log: witness.log,
    audit: witness.audit,
    openStore: async () => createMemoryStore(systemClock),
  });
  closers.push(() => runtime.close());
  const exchange = await buildExchange(
    { issuer, upstreams: [{ issuer: provider.issuer, audiences: [issuer] }], rules: [rule] },
    runtime,
  );
  closers.push(() => current.close());
  current.replace(watchExchange(exchange, { witness, decisions, rules: [rule] }));

  const tokenEndpoint = `${issuer}/token`;
  const crossing = await cross(
    { issuer, tokenEndpoint, audience: rule.grant.audience },
    await provider.issueToken(),
    runtime,
  );
  const file = await keepTokenFile({
    path: join(data, 'dev', `upstream-token-${listener.address.port}.jwt`),
    token: crossing.upstreamToken,
    issue: () => provider.issueToken(),
    every: REFRESH_EVERY,
    log,
  });
  closers.push(() => file.close());
  const upstreamIssuer = provider.issuer;
  const near = listener.address.port;
  const { http } = runtime;
  let isOpen = false;
  const calm = calmLog(witness.log, () => isOpen);
  const parts = openOnce(async (later) => {
    // The others are loaded when somebody looks at them: the first screen does without.
    const { openParts } = await import('./home/open-parts.ts');
    const others = await openParts(near, {
      provider,
      runtime: { ...runtime, log: calm },
      witness: { ...witness, log: calm },
      decisions,
      later,
    });
    isOpen = true;
    return [
      exchangePart({ issuer, tokenEndpoint, tokenFile: file.path, provider, http }),
      ...others,
    ];
  });
  closers.push(() => parts.close());
  const home = await orAnyPort(near + 2, (port) =>
    serveHome(port, { parts: parts.get, decisions, log: witness.log }),
  );
  closers.push(() => home.close());
  return {
    home: home.url,
    openHome: async () => void (await parts.get()),
    upstreamIssuer,
    issuer,
    tokenEndpoint,
    rules: [rule],
    matched: decisions.list().find(({ part }) => part === 'exchange')?.rule?.name,
    crossing,
    tokenFile: file.path,
  };
}

/** Whoever reaches the try-out system is handed tokens, so nobody but this machine may. */
function requireLoopback(address: ListenAddress | undefined): void {
  if (address === undefined || isSafeScheme(new URL(addressUrl(address)))) return;
  throw new DrawbridgeError('usage_invalid', {
    detail: `the try-out system does not listen on ${address.host}: it is for this machine alone`,
    hint: 'Give an address such as 127.0.0.1:8080.',
  });
}

/** Where nobody asked for a certain port, a taken one is no reason to fail. */
async function listenNear(
  service: Service,
  address: ListenAddress | undefined,
  log: Log,
): Promise<Listener> {
  if (address !== undefined) return listen(service, address, log, { setting: '--listen' });
  return orAnyPort(PORT, (port) => listen(service, { host: HOST, port }, log));
}

function startProviderNear(audience: string, port: number): Promise<Provider> {
  return orAnyPort(port, (candidate) => startProvider({ port: candidate, audience, signIn: true }));
}
