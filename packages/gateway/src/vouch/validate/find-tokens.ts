import { type Call, headerValues } from '@drawbridge/core';
import { readCookies } from '@drawbridge/oauth';
import type { VouchSettings } from '../vouch-settings.ts';

/** What may be a token, and whether it came in a cookie, which can be cleared. */
export interface Candidate {
  readonly token: string;
  readonly isCookie: boolean;
}

/** How many values of one place beside the cookie are looked at. */
const MAX_VALUES = 2;

/**
 * All that may be a token in a call, in the order of Vouch Proxy: the cookie, the field of the settings, the second word of
 * `Authorization` whatever the first is, and the parameter of the query. Who sent more of them has each looked at: another host
 * below the same domain can plant a cookie.
 */
export function* findTokens(
  call: Pick<Call, 'headers' | 'target'>,
  { cookie, headers }: Pick<VouchSettings, 'cookie' | 'headers'>,
): Generator<Candidate, void> {
  for (const token of readCookies(headerValues(call, 'cookie'), cookie.name)) {
    yield { token, isCookie: true };
  }
  const others = [
    ...headerValues(call, headers.jwt.toLowerCase()).slice(0, MAX_VALUES),
    ...headerValues(call, 'authorization').slice(0, MAX_VALUES).map(secondWord),
    ...queryValues(call.target, headers.queryString),
  ];
  for (const token of others) if (token !== '') yield { token, isCookie: false };
}

function secondWord(value: string): string {
  return value.split(' ', 2)[1] ?? '';
}

function queryValues(target: string, name: string): readonly string[] {
  const at = target.indexOf('?');
  if (at === -1 || name === '') return [];
  return new URLSearchParams(target.slice(at + 1)).getAll(name).slice(0, MAX_VALUES);
}
