import type { Service } from '@drawbridge/core';
import type { OwnedRuntime, ServerTls } from '@drawbridge/node';
import type { Config } from '../../context.ts';
import type { PartService, ServedSection } from './part-service.ts';
import { renewTls } from './renew-tls.ts';
import { type ServedPartName, waitingSettings } from './waiting-settings.ts';

/** What of a part is put in force. */
export interface Reload<S extends Service, Section extends ServedSection> {
  readonly part: ServedPartName;
  readonly section: Section;
  /** Of the section. */
  readonly prepared: { open(): Promise<S> };
  /** By the names of the listeners. */
  readonly tls: Readonly<Record<string, ServerTls | undefined>>;
  readonly describeChanges: (before: Section, now: Section) => string;
}

/**
 * Puts another configuration of a part in force, as far as that goes without a restart. Where it cannot be, all stays as it was.
 *
 * @param config - that the section is of
 * @returns what changed, in words
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function reloadPart<S extends Service, Section extends ServedSection>(
  service: PartService<S, Section>,
  { part, section, prepared, tls, describeChanges }: Reload<S, Section>,
  config: Config,
  { log }: Pick<OwnedRuntime, 'log'>,
): Promise<string> {
  const { current, listeners, started } = service;
  const next = await prepared.open();
  try {
    renewTls(listeners, tls, log);
  } catch (thrown) {
    await next.close();
    throw thrown;
  }
  const changes = describeChanges(service.section, section);
  current.replace(next);
  service.section = section;
  const waiting = waitingSettings(started, config, part);
  if (waiting.length > 0) {
    log.warn('settings wait for a restart', { settings: waiting.join(', ') });
  }
  return changes;
}
