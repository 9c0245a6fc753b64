import { resolve } from 'node:path';
import { parseUrl } from '@drawbridge/core';
import { keepSecret, type SecretPlace, type Secrets } from '../secret-files.ts';
import { placeSecret } from './secrets.ts';
import type { Settings } from './settings.ts';

/** `gateway.session`. */
export interface MigratedSession {
  readonly keep?: 'cookie';
  readonly idle?: number;
  readonly lifetime?: number;
  readonly refresh?: true;
}

/** `store`, where it is Redis. */
export interface MigratedStore {
  readonly driver: 'redis';
  readonly url: string;
  readonly username?: string;
  readonly password?: SecretPlace;
  readonly caFile?: string;
}

/** A week, as oauth2-proxy has it. */
const DEFAULT_LIFETIME = 604_800;
const LEAST = 60;
const MOST = 31_536_000;

/** Translates how long sessions hold, and where they are. */
export function translateSession(settings: Settings): MigratedSession {
  const refreshes = (settings.seconds('cookie_refresh') ?? 0) > 0;
  const kind = settings.text('session_store_type');
  if (kind !== undefined && kind !== 'cookie' && kind !== 'redis') {
    settings.fault('session_store_type', 'is neither cookie nor redis');
  }
  const keepsCookie = kind === 'cookie' && !refreshes;
  if (kind !== 'redis' && !keepsCookie) {
    settings.note(
      'session_store_type',
      refreshes
        ? 'sessions are in the data folder, and no longer in cookies, since those are not refreshed.'
        : 'sessions are in the data folder, where each can be ended at once; session.keep: cookie has them in cookies as before.',
    );
  }
  return {
    ...(keepsCookie && { keep: 'cookie' }),
    ...lengthOf(settings),
    ...(refreshes && { refresh: true }),
  };
}

function lengthOf(settings: Settings): Pick<MigratedSession, 'idle' | 'lifetime'> {
  const wanted = settings.seconds('cookie_expire') ?? DEFAULT_LIFETIME;
  if (wanted === 0) {
    settings.note(
      'cookie_expire',
      'a session ends after a day at the latest, and not only with the browser.',
    );
    return {};
  }
  const lifetime = Math.min(Math.max(wanted, LEAST), MOST);
  if (lifetime !== wanted) {
    settings.note(
      'cookie_expire',
      `${lifetime} seconds are taken, for it must be ${LEAST} to ${MOST}.`,
    );
  }
  return { idle: lifetime, lifetime };
}

/**
 * Translates the server of Redis.
 *
 * @param folder - that relative files are looked for in
 */
export function translateStore(
  settings: Settings,
  folder: string,
  secrets: Secrets,
): MigratedStore | undefined {
  if (settings.text('session_store_type') !== 'redis') return undefined;
  const given = settings.text('redis_connection_url');
  const url = given === undefined ? undefined : parseUrl(given);
  if (url === undefined || !['redis:', 'rediss:'].includes(url.protocol)) {
    settings.fault('redis_connection_url', 'is no URL of one server, redis://HOST:PORT');
    return undefined;
  }
  const { username } = url;
  const password =
    placeSecret(settings, 'redis_password', secrets) ?? inUrl(settings, url.password, secrets);
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  const ca = settings.text('redis_ca_path');
  return {
    driver: 'redis',
    url: url.href,
    ...(username !== '' && { username: decode(username) }),
    ...(password !== undefined && { password }),
    ...(ca !== undefined && { caFile: resolve(folder, ca) }),
  };
}

function inUrl(settings: Settings, password: string, secrets: Secrets): SecretPlace | undefined {
  if (password === '') return undefined;
  settings.note('redis_connection_url', 'the password in it goes to a file of its own.');
  return keepSecret(secrets, 'redis_password', decode(password));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
