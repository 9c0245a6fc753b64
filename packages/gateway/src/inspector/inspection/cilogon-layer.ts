import { parseUrl } from '@drawbridge/core';
import type { CilogonToken } from './cilogon-token.ts';
import { countCharacters } from './count-characters.ts';
import { fingerprintFact } from './fingerprint-fact.ts';
import type { Fact, Layer } from './inspection.ts';
import { showClock, showLength } from './show-clock.ts';
import { base32Step } from './steps.ts';
import type { Walk } from './walk.ts';

/** Parameters that say something about the token, and open nothing. */
const TOLD = ['type', 'ts', 'version', 'lifetime'];

/** A token of CILogon, which looks opaque and is not. @param input - what the steps begin with */
export async function cilogonLayer(
  { now, mask }: Pick<Walk, 'now' | 'mask'>,
  token: string,
  path: readonly string[],
  input: string,
  { url, type, issuedAt, lifetime }: CilogonToken,
): Promise<Layer> {
  const ends =
    issuedAt === undefined || lifetime === undefined ? undefined : (issuedAt + lifetime) / 1000;
  return {
    kind: 'opaque',
    path,
    title: `A token in base32${type === undefined ? '' : ` (${type})`}`,
    about:
      'It looks opaque, and is an address of its issuer in base32 (RFC 4648 section 6). It is signed by nobody: whoever has it can use it, and its issuer alone knows whether it still counts.',
    facts: [
      { name: 'length', value: countCharacters(token) },
      await fingerprintFact(token),
      { name: 'address', value: mask.hides ? showAddress(url) : url.href },
      ...(lifetime === undefined
        ? []
        : [
            { name: 'lifetime', value: `${lifetime} ms: ${showLength(lifetime / 1000) ?? 'none'}` },
          ]),
      ...timeFact('issued', issuedAt === undefined ? undefined : issuedAt / 1000, now),
      ...timeFact('ends', ends, now),
    ],
    steps: [base32Step(input)],
  };
}

/** Its host, and what says something about it: what is secret of it is its path. */
function showAddress(url: URL): string {
  const told = TOLD.flatMap((name) => {
    const value = url.searchParams.get(name);
    return value !== null && /^[\w.]{1,20}$/.test(value) ? [`${name}=${value}`] : [];
  });
  const origin = parseUrl('/', url.href)?.href ?? '';
  return `${origin}••••${told.length === 0 ? '' : `?${told.join('&')}`}`;
}

function timeFact(name: string, seconds: number | undefined, now: number): readonly Fact[] {
  if (seconds === undefined) return [];
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime())
    ? []
    : [{ name, value: `${date.toISOString()} (${showClock(seconds - now)})` }];
}
