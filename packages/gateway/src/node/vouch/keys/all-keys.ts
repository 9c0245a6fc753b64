import { COOKIE_KEYS } from './cookie-keys.ts';
import { OAUTH_KEYS } from './oauth-keys.ts';
import { SERVICE_KEYS } from './service-keys.ts';
import type { VouchKeyEntry } from './vouch-key.ts';

const ALL = [...SERVICE_KEYS, ...COOKIE_KEYS, ...OAUTH_KEYS] as const;

/** The path of a key that is known. */
export type VouchKeyName = (typeof ALL)[number]['key'];

/** All keys, by what they are about. */
export const VOUCH_KEY_GROUPS: readonly {
  readonly title: string;
  readonly keys: readonly VouchKeyEntry[];
}[] = [
  { title: 'The service, and who may come in', keys: SERVICE_KEYS },
  { title: 'The cookie, and what is told of it', keys: COOKIE_KEYS },
  { title: 'Where people sign in', keys: OAUTH_KEYS },
];

/** All keys by their paths. */
export const VOUCH_KEYS: ReadonlyMap<VouchKeyName, VouchKeyEntry> = new Map(
  ALL.map((entry) => [entry.key, entry]),
);

const BY_LOWER_CASE: ReadonlyMap<string, VouchKeyName> = new Map(
  ALL.map(({ key }) => [key.toLowerCase(), key]),
);

/** The key that a path of the file means, in whatever case it is written. */
export function findVouchKey(path: string): VouchKeyName | undefined {
  return BY_LOWER_CASE.get(path.toLowerCase());
}

/** The variable that names a file which holds a secret; `undefined` for what is none. */
export function fileVariableOf({ kind, env: [first] }: VouchKeyEntry): string | undefined {
  return kind === 'secret' || kind === 'secrets' ? `${first}_FILE` : undefined;
}
