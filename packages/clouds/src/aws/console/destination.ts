import { parseUrl, quote } from '@drawbridge/core';
import { settingFault } from '../../setting-fault.ts';
import type { ConsoleHosts } from './hosts.ts';

/**
 * Where in the console a sign-in leads: its home, a service by the name in its path (`s3`), or a whole address of this
 * partition's console.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` for an address elsewhere: what follows a sign-in is trusted
 */
export function consoleDestination(
  given: string | undefined,
  hosts: ConsoleHosts,
  region: string | undefined,
): string {
  const base = `https://${hosts.console}`;
  const query = region === undefined ? '' : `?region=${encodeURIComponent(region)}`;
  if (given === undefined) return `${base}/console/home${query}`;
  if (/^[a-z0-9][a-z0-9-]*$/.test(given)) return `${base}/${given}/home${query}`;
  const url = parseUrl(given);
  const isThere =
    url?.protocol === 'https:' &&
    url.port === '' &&
    url.username === '' &&
    url.password === '' &&
    (url.hostname === hosts.console || url.hostname.endsWith(`.${hosts.console}`));
  if (url !== undefined && isThere) return url.href;
  throw settingFault(
    `${quote(given)} is no place of this console`,
    `Give a service, such as s3, or an address that begins with ${base}/`,
  );
}
