import { resolve } from 'node:path';
import type { VouchConfig } from '@drawbridge/gateway/node';
import type { AddressOptions, MigratedAddress } from '../gateway/address.ts';
import type { GatewayTranslation, TranslationPlaces } from '../gateway/translation.ts';
import type { SecretFile } from '../secret-files.ts';
import { createMigration, type Migration } from './migration.ts';
import { translateAddress } from './translate-address.ts';
import { type MigratedHeaders, translateHeaders } from './translate-headers.ts';
import { type MigratedProvider, translateProvider } from './translate-provider.ts';
import { type MigratedRule, translateRules } from './translate-rules.ts';

/** What the operator decides anew, and where things are. */
export interface TranslateOptions extends AddressOptions, TranslationPlaces {
  readonly issuer?: string | undefined;
  /** Absolute folder that paths in it are relative to. */
  readonly root: string;
  /** The environment, where it is read. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A `drawbridge.yaml` as a value. */
interface MigratedConfig {
  readonly version: 1;
  readonly data: string;
  readonly log?: { readonly level: NonNullable<VouchConfig['logLevel']> };
  readonly gateway: MigratedAddress & {
    readonly providers: readonly MigratedProvider[];
    readonly session: { readonly lifetime: number; readonly idle: number };
    readonly rules: readonly MigratedRule[];
    readonly headers: MigratedHeaders;
    readonly compatibility: {
      readonly vouch: { readonly config: string; readonly provider: string };
    };
  };
}

/** Translates the configuration of a Vouch Proxy to sessions of the gateway. No file is read. */
export function translate(
  vouch: VouchConfig,
  options: TranslateOptions,
): GatewayTranslation<MigratedConfig> {
  const migration = createMigration(vouch);
  const secrets = { folder: options.secrets, files: [] as SecretFile[] };
  const provider = translateProvider(migration, { ...options, secrets });
  const { logLevel } = vouch;
  const config: MigratedConfig = {
    version: 1,
    data: options.data,
    ...(logLevel !== undefined && logLevel !== 'info' && { log: { level: logLevel } }),
    gateway: {
      ...translateAddress(migration, options, options.root),
      providers: provider === undefined ? [] : [provider],
      session: translateSession(migration),
      rules: translateRules(migration),
      headers: translateHeaders(migration),
      compatibility: {
        vouch: { config: resolve(options.file), provider: provider?.name ?? '' },
      },
    },
  };
  tellOfVariables(migration, options);
  return { config, secrets: secrets.files, ...migration.findings };
}

/** Seconds, of a session of the gateway. */
const MOST = 31_536_000;

/** As long as the cookie was, and as long unused: there was no such end. */
function translateSession({ settings: { jwt, cookie }, note }: Migration) {
  const wanted = cookie.maxAge === 0 ? jwt.maxAge : Math.min(cookie.maxAge, jwt.maxAge);
  const lifetime = Math.min(wanted, MOST);
  if (lifetime !== wanted) {
    note(
      'vouch.jwt.maxAge',
      `a session lasts ${lifetime} seconds, and not ${wanted}: a year is the most.`,
    );
  }
  return { lifetime, idle: lifetime };
}

function tellOfVariables({ given, note }: Migration, { env }: TranslateOptions): void {
  const read = [...given.values()].filter(({ place }) => env[place] !== undefined);
  if (read.length === 0) return;
  const names = read.map(({ place }) => place).join(', ');
  note(names, 'the gateway reads these too, beside the file: start it with the same.');
}
