import { randomBytes } from 'node:crypto';
import { encodeUtf8, isJsonObject, member, parseJsonObject } from '@drawbridge/core';

/** Seconds that a key seals before another takes its place. */
export const ROTATE_AFTER = 30 * 86_400;
/** Seconds between writing a key and sealing with it: every process has read it by then. */
const SEALS_AFTER = 7200;

/** A key that seals cookies. */
export interface CookieKey {
  /** Seconds since the epoch. */
  readonly madeAt: number;
  /** 32 random bytes, as base64. */
  readonly secret: string;
}

/**
 * The keys from now on, the newest first: with a new one where the newest is old, and without those that nothing is sealed by
 * any more.
 *
 * @param lifetime - seconds that a sealed cookie is good
 */
export function turnOver(
  keys: readonly CookieKey[],
  now: number,
  lifetime: number,
): readonly CookieKey[] {
  const [newest] = keys;
  const isDue = newest === undefined || newest.madeAt + ROTATE_AFTER <= now;
  const all = isDue ? [{ madeAt: now, secret: newSecret() }, ...keys] : keys;
  return all.filter((_, index) => {
    const next = all[index - 1];
    return next === undefined || next.madeAt + SEALS_AFTER + lifetime > now;
  });
}

/** The secrets for a sealer: first the one that seals, which all processes know; all others open. */
export function secretsOf(keys: readonly CookieKey[], now: number): readonly string[] {
  const sealing = keys.find(({ madeAt }) => madeAt + SEALS_AFTER <= now) ?? keys.at(-1);
  const others = keys.filter((key) => key !== sealing);
  return [...(sealing === undefined ? [] : [sealing]), ...others].map(({ secret }) => secret);
}

/** As a file has them. */
export function formatCookieKeys(keys: readonly CookieKey[]): string {
  return `${JSON.stringify({ version: 1, keys }, undefined, 2)}\n`;
}

/** @returns `undefined` for what is no such file */
export function parseCookieKeys(text: string): readonly CookieKey[] | undefined {
  const file = parseJsonObject(encodeUtf8(text));
  const keys = file && member(file, 'version') === 1 ? member(file, 'keys') : undefined;
  if (!Array.isArray(keys) || keys.length === 0 || !keys.every(isKey)) return undefined;
  return keys.toSorted((a, b) => b.madeAt - a.madeAt);
}

function isKey(value: unknown): value is CookieKey {
  if (!isJsonObject(value)) return false;
  const [madeAt, secret] = [member(value, 'madeAt'), member(value, 'secret')];
  return (
    typeof madeAt === 'number' &&
    Number.isFinite(madeAt) &&
    typeof secret === 'string' &&
    /^[A-Za-z\d+/]{43}=$/.test(secret)
  );
}

function newSecret(): string {
  return randomBytes(32).toString('base64');
}
