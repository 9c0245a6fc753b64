import { isDeepStrictEqual } from 'node:util';
import { type KeptSecrets, openVouchGateway, type VouchConfig } from '@drawbridge/gateway/node';
import { renewTls } from '../commands/serve/renew-tls.ts';
import { waitingSettings } from '../commands/serve/waiting-settings.ts';
import type { Config } from '../context.ts';
import type { ServiceRuntime } from '../open-runtime.ts';
import { PART, type VouchService } from './vouch-service.ts';

/**
 * Has a gateway in the place of a Vouch Proxy go by another configuration, as far as that goes without a restart. Where it cannot
 * be, all stays as it was.
 *
 * @param config - what all parts share
 * @returns what changed, in words
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function reloadVouch(
  service: VouchService,
  { config, vouch, kept }: { config: Config; vouch: VouchConfig; kept: KeptSecrets },
  runtime: ServiceRuntime,
): Promise<string> {
  const { log } = runtime;
  const { current, listeners, started, section } = service;
  const before = { ...section.vouch, signing: kept.inForce(section.vouch.signing) };
  const next = await openVouchGateway(vouch, runtime, kept);
  try {
    renewTls(listeners, { [PART]: vouch.tls }, log);
  } catch (thrown) {
    await next.close();
    throw thrown;
  }
  current.replace(next);
  service.section = { vouch, started: section.started };
  tellNotes(vouch, log);
  const waiting = [
    ...waitingSettings(started, config, PART),
    ...AT_START.filter(({ of }) => !isDeepStrictEqual(of(section.started), of(vouch))).map(
      ({ name }) => name,
    ),
  ];
  if (waiting.length > 0) {
    log.warn('settings wait for a restart', { settings: waiting.join(', ') });
  }
  return describeChanges(before, { ...vouch, signing: kept.inForce(vouch.signing) });
}

/** Tells what is to be said of a configuration. */
export function tellNotes({ notes }: VouchConfig, log: Pick<ServiceRuntime['log'], 'warn'>): void {
  for (const { event, fields } of notes) log.warn(event, fields);
}

/** What is decided when the process starts. */
const AT_START: readonly { readonly name: string; of(vouch: VouchConfig): unknown }[] = [
  { name: 'vouch.listen', of: ({ place }) => place },
  { name: 'vouch.tls', of: ({ tls }) => tls === undefined },
  { name: 'vouch.readTimeout and others', of: ({ timeouts }) => timeouts },
  { name: 'vouch.logLevel', of: ({ logLevel }) => logLevel },
];

/** The settings that differ, by their names: values are left out. */
function describeChanges(before: VouchConfig, now: VouchConfig): string {
  const names = new Set([...Object.keys(before.settings), ...Object.keys(now.settings)]);
  const changed = [...names].filter((name) => {
    const at = name as keyof VouchConfig['settings'];
    return !isDeepStrictEqual(before.settings[at], now.settings[at]);
  });
  if (!isDeepStrictEqual(before.signing, now.signing)) changed.push('the keys of the cookie');
  if (before.sessionKey !== now.sessionKey) changed.push('session.key');
  return changed.length === 0 ? 'none in the settings' : changed.join(', ');
}
