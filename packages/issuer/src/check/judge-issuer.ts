import type { Finding } from './finding.ts';
import { judgeAddress } from './judge-address.ts';
import { judgeDiscovery } from './judge-discovery.ts';
import { judgeDocument } from './judge-document.ts';
import { judgeKeys } from './judge-keys.ts';
import { judgeTls } from './judge-tls.ts';
import { isRead, type SeenIssuer } from '@drawbridge/clouds/doctor';

/** Judges all that a stranger sees of an issuer, in the order in which it is seen. */
export function judgeIssuer(seen: SeenIssuer): readonly Finding[] {
  const { issuer, tls, discovery, jwks, now } = seen;
  const address = judgeAddress(seen);
  const proof = tls === undefined ? [] : judgeTls(tls, now);
  // Why nothing was read is then told already.
  const cannotRead = [...address, ...proof].some(({ level }) => level === 'error');
  if (cannotRead && discovery.fault !== undefined) return [...address, ...proof];
  return [
    ...address,
    ...proof,
    ...judgeDocument('The discovery document', discovery),
    ...(isRead(discovery) ? judgeDiscovery(issuer, discovery.body) : []),
    ...(jwks === undefined ? [] : judgeDocument('The JWK Set', jwks)),
    ...(jwks !== undefined && isRead(jwks) ? judgeKeys(jwks.body) : []),
  ];
}
