import { discoveryOf, keysOf, type SeenIssuer } from '@drawbridge/clouds/doctor';
import { askReaders } from './ask-readers.ts';
import type { Finding } from './finding.ts';
import { judgeOurselves } from './judge-ourselves.ts';

/** What keeps clouds away. Who is where this look is from may have a cluster or a Vault there, and knows that it is no place for clouds. */
const ELSEWHERE: readonly string[] = ['issuer-public', 'issuer-https'];

/**
 * Judges all that a stranger sees of an issuer, by the rules that `drawbridge doctor` has for each relying party, and by
 * what is wrong whoever reads it: errors first, else in the order in which a reader comes to it.
 *
 * @param hasOwnCa - whether certificates were judged by authorities that were given, in place of the public ones
 */
export function judgeIssuer(seen: SeenIssuer, hasOwnCa = false): readonly Finding[] {
  const { addresses, tls, discovery, jwks, now } = seen;
  const scene = {
    seen,
    discovery: discoveryOf(seen),
    keys: keysOf(jwks),
    token: undefined,
    trust: undefined,
    hasOwnCa,
    now: now / 1000,
  };
  const findings = [...askReaders(scene), ...judgeOurselves(scene)].map(
    (finding): Finding =>
      addresses.length > 0 && ELSEWHERE.includes(finding.id)
        ? { ...finding, level: 'warning' }
        : finding,
  );
  // Why nothing was read is then told already.
  const isTold = addresses.length === 0 || tls?.fault !== undefined;
  const told =
    isTold && discovery.fault !== undefined
      ? findings.filter(({ about }) => about === 'address' || about === 'tls')
      : findings;
  return [
    ...told.filter(({ level }) => level === 'error'),
    ...told.filter(({ level }) => level === 'warning'),
  ];
}
