import { dirname, isAbsolute, resolve } from 'node:path';
import type { AskedBy } from '@drawbridge/gateway/node';
import type { Given } from './read-toml.ts';
import type { AddressOptions, MigratedAddress } from '../gateway/address.ts';
import type { GatewayTranslation, TranslationPlaces } from '../gateway/translation.ts';
import type { SecretFile } from '../secret-files.ts';
import { createSettings, type Settings } from './settings.ts';
import { tellOptions } from './tell-options.ts';
import { translateAddress } from './translate-address.ts';
import { type MigratedBearer, translateBearer } from './translate-bearer.ts';
import { type MigratedCompatibility, translateCompatibility } from './translate-compatibility.ts';
import { type MigratedHeaders, translateHeaders } from './translate-headers.ts';
import type { MigratedRule } from './translate-people.ts';
import { type MigratedProvider, translateProvider } from './translate-provider.ts';
import { translateRules } from './translate-rules.ts';
import {
  type MigratedSession,
  type MigratedStore,
  translateSession,
  translateStore,
} from './translate-session.ts';

/** What the operator decides anew, and where things are. */
export interface TranslateOptions extends AddressOptions, TranslationPlaces {
  /** The lines of `authenticated_emails_file`; `undefined` where there is none. */
  readonly emails: readonly string[] | undefined;
  /** The proxy that asks. Default: nginx, and a note says so. */
  readonly askedBy?: AskedBy | undefined;
}

/** A `drawbridge.yaml` as a value. */
export interface MigratedConfig {
  readonly version: 1;
  readonly data: string;
  readonly store?: MigratedStore;
  readonly metrics?: { readonly listen: string };
  readonly gateway: MigratedAddress & {
    readonly providers: readonly [MigratedProvider];
    readonly session: MigratedSession;
    readonly rules: readonly MigratedRule[];
    readonly headers: MigratedHeaders;
    readonly bearer?: MigratedBearer;
    readonly compatibility: MigratedCompatibility;
  };
}

/** Options that name a file, which oauth2-proxy looked for where it was started. */
const FILES = [
  'authenticated_emails_file',
  'client_secret_file',
  'provider_ca_files',
  'redis_ca_path',
  'tls_cert_file',
  'tls_key_file',
];

/** Translates the options of an oauth2-proxy, with their meaning. No file is read. */
export function translate(
  given: ReadonlyMap<string, Given>,
  options: TranslateOptions,
): GatewayTranslation<MigratedConfig> {
  const settings = createSettings(given);
  const secrets = { folder: options.secrets, files: [] as SecretFile[] };
  const folder = dirname(resolve(options.file));
  tellOptions(settings);
  tellOfFiles(settings);
  const provider = translateProvider(settings, folder, secrets);
  const store = translateStore(settings, folder, secrets);
  const metrics = settings.text('metrics_address');
  const bearer = translateBearer(settings, provider);
  const rules = translateRules(settings, options.emails);
  const config: MigratedConfig = {
    version: 1,
    data: options.data,
    ...(store !== undefined && { store }),
    ...(metrics !== undefined && { metrics: { listen: withHost(metrics) } }),
    gateway: {
      ...translateAddress(settings, options, folder),
      providers: [provider],
      session: translateSession(settings),
      rules,
      headers: translateHeaders(settings),
      ...(bearer !== undefined && { bearer }),
      compatibility: translateCompatibility(settings, options.askedBy, rules),
    },
  };
  return { config, secrets: secrets.files, ...settings.findings };
}

function tellOfFiles(settings: Settings): void {
  for (const name of FILES) {
    const relative = settings.list(name).filter((path) => !isAbsolute(path));
    if (relative.length === 0) continue;
    settings.note(
      name,
      `${relative.join(' and ')} is looked for beside the file; oauth2-proxy looked where it was started.`,
    );
  }
}

function withHost(address: string): string {
  return address.replace(/^https?:\/\//i, '').replace(/^:/, '0.0.0.0:');
}
