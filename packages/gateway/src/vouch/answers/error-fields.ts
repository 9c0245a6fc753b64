import type { HeaderField } from '@drawbridge/core';
import type { VouchSettings } from '../vouch-settings.ts';

/** Characters of a reason that a field has. */
const MAX_REASON = 200;

/**
 * The fields that tell a proxy why: that of the settings, and those that the nginx file of Vouch Proxy's README hands on to
 * `/login`, of which it never sends one.
 */
export function errorFields(
  { headers }: Pick<VouchSettings, 'headers'>,
  reason: string,
): readonly HeaderField[] {
  const value = printableAscii(reason);
  const names = new Set([headers.error, 'X-Vouch-Err']);
  return [
    ...[...names].map((name): HeaderField => [name, value]),
    ['X-Vouch-Failcount', ''],
    ['X-Vouch-Jwt', ''],
  ];
}

/** What comes from outside may be in a reason; a field has it in letters that no proxy stumbles over. */
export function printableAscii(text: string): string {
  const plain = text.replace(/[^\x20-\x7e]+/g, '?').trim();
  return plain.length > MAX_REASON ? `${plain.slice(0, MAX_REASON)}...` : plain;
}
