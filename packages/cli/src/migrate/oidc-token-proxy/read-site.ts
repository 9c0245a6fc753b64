import type { ConfigFault } from '@drawbridge/core';
import { parseIni } from '../ini/parse-ini.ts';
import { pasteSettings } from '../ini/paste-settings.ts';
import { findApp } from './find-app.ts';
import { SETTINGS } from './settings.ts';
import { serverAddress } from './server-address.ts';

/** What an ini file says about the proxy and its server. */
export interface Site {
  /** The settings that the proxy was handed, by name. */
  readonly settings: ReadonlyMap<string, string>;
  readonly listen?: string;
  readonly notes: readonly string[];
  readonly faults: readonly ConfigFault[];
}

/**
 * Reads the ini file of an oidc-token-proxy as PasteDeploy would.
 *
 * @param path - of the file, for `%(here)s`
 * @param app - the NAME of the section `[app:NAME]`, where there are several
 * @throws {DrawbridgeError} `usage_invalid` when no section, or more than one, is the proxy's
 */
export function readSite(text: string, path: string, app?: string): Site {
  const ini = parseIni(text);
  const found = findApp(ini, app);
  const parts = found.sections.map((section) => pasteSettings(ini, section, path));
  const settings = new Map(parts.flatMap(({ values }) => [...values]));
  for (const name of ['use', 'paste.app_factory']) settings.delete(name);

  const server = ini.sections.get('server:main');
  const serverSettings = server && pasteSettings(ini, server, path);
  const address = serverAddress(serverSettings?.values);
  const hidden = parts.at(-1)?.hidden.filter((name) => SETTINGS.has(name)) ?? [];
  const notes = [
    ...(found.others.length === 0
      ? []
      : [
          `[${found.others.join('], [')}]: not carried over; only the proxy and [server:main] are.`,
        ]),
    ...hidden.map(
      (name) =>
        `[DEFAULT] ${name}: not carried over, because PasteDeploy hands what stands there to no app.`,
    ),
    ...address.notes,
  ];
  const bareFaults = [...(ini.sections.size === 0 ? [] : ini.bare.keys())].map((name) => ({
    path: name,
    message: 'stands before the first section of the file',
  }));
  const faults = [
    ...ini.faults,
    ...bareFaults,
    ...parts.flatMap((part) => part.faults),
    ...(serverSettings?.faults ?? []).map(({ path: name, message }) => ({
      path: `[server:main] ${name}`,
      message,
    })),
    ...address.faults,
  ];
  const { listen } = address;
  return { settings, notes, faults, ...(listen !== undefined && { listen }) };
}
