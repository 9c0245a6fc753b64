import { readAuthorities } from '../certificates/read-authorities.ts';
import type { OutboundSection } from '../config/sections/outbound-section.ts';
import { createSettingReader, type SettingReader } from '../config/setting-reader.ts';
import { createHttpClient, type HttpClient } from './client.ts';
import { readProxyEnvironment } from './proxy/environment.ts';
import { hostOf, isThisMachine } from './proxy/host-of.ts';
import { createNoProxy } from './proxy/no-proxy.ts';
import { credentialsFault, type Proxy, proxyUrlFault, toProxy } from './proxy/proxy.ts';

/** What a way out has beside its section. */
export interface OutboundOptions {
  /** A variable that may name a file of further authorities, as `AWS_CA_BUNDLE` does for AWS. */
  readonly caVariable?: string;
}

/**
 * Makes the one way out of the section `outbound` and, where that is silent, the variables that
 * most tools read: see `readProxyEnvironment`.
 *
 * @throws {DrawbridgeError} `config_invalid`, with all that cannot be read; no fault has a password in it
 */
export async function openOutbound(
  section: OutboundSection,
  env: Readonly<Record<string, string | undefined>>,
  { caVariable = '' }: OutboundOptions = {},
): Promise<HttpClient> {
  const reader = createSettingReader(env);
  const environment = readProxyEnvironment(env);
  const proxy =
    section.proxy === undefined
      ? proxyOf(environment.proxy, reader)
      : await configuredProxy(section.proxy, section, reader);
  const ca =
    section.caFile === undefined
      ? ''
      : await readAuthorities(section.caFile, 'outbound.caFile', reader);
  const bundle = env[caVariable] || undefined;
  const more = bundle === undefined ? '' : await readAuthorities(bundle, caVariable, reader);
  const authorities = [ca, more].filter((text) => text !== '').join('\n');
  reader.finish();
  return createHttpClient({
    noProxy: section.noProxy ?? environment.noProxy,
    ...(proxy !== undefined && { proxy }),
    ...(authorities !== '' && { ca: authorities }),
  });
}

/** Whether the client of {@link openOutbound} would reach a URL through a proxy. Nothing is judged. */
export function goesByProxy(
  { proxy, noProxy }: OutboundSection,
  env: Readonly<Record<string, string | undefined>>,
  url: URL,
): boolean {
  const environment = readProxyEnvironment(env);
  if (proxy === undefined && environment.proxy === undefined) return false;
  const host = hostOf(url);
  return !isThisMachine(host) && !createNoProxy(noProxy ?? environment.noProxy)(host);
}

function proxyOf(
  given: ReturnType<typeof readProxyEnvironment>['proxy'],
  reader: SettingReader,
): Proxy | undefined {
  if (given === undefined) return undefined;
  const fault = proxyUrlFault(given.url);
  if (fault === undefined) return toProxy(given.url);
  reader.fault(given.variable, `is no proxy: it ${fault}`);
  return undefined;
}

async function configuredProxy(
  url: string,
  { proxyUser: user, proxyPassword }: OutboundSection,
  reader: SettingReader,
): Promise<Proxy | undefined> {
  if (user === undefined || proxyPassword === undefined) return toProxy(url);
  const at = 'outbound.proxyPassword';
  const password = await reader.secret(proxyPassword, at);
  const fault = credentialsFault({ user, password });
  if (fault === undefined) return toProxy(url, { user, password });
  reader.fault(at, fault);
  return undefined;
}
