import {
  isRead,
  keyFault,
  modulusBits,
  type Scene,
  type SeenDocument,
} from '@drawbridge/clouds/doctor';
import { isJsonObject, member, privateMembers, quote } from '@drawbridge/core';
import type { Finding } from './finding.ts';

/** RFC 7518 sections 3.3 and 3.5: bits of an RSA key. */
const LEAST_BITS = 2048;

/** What is wrong whoever reads the documents: no relying party is known to look at it. */
export function judgeOurselves({
  seen: { discovery, jwks },
  keys = [],
}: Scene): readonly Finding[] {
  return [
    ...judgeType('the discovery document', discovery),
    ...judgeType('the JWK Set', jwks),
    ...judgeCaching(jwks),
    ...keys.flatMap(judgeKey),
  ];
}

/**
 * Those of go-oidc and hashicorp/cap read any JSON, whatever it is called: the type is in their message alone, where it is
 * none (github.com/coreos/go-oidc oidc/oidc.go, github.com/hashicorp/cap jwt/keyset.go, `unmarshalResp`; read 2026-11).
 */
function judgeType(name: string, document: SeenDocument | undefined): readonly Finding[] {
  if (document === undefined || !isRead(document)) return [];
  const type = document.headers['content-type'];
  if (type !== undefined && /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) return [];
  return [
    own(
      'content-type',
      name === 'the JWK Set' ? 'keys' : 'discovery',
      'warning',
      `${name} is served as ${type === undefined ? 'nothing that is told' : quote(type)}`,
      'Serve discovery as application/json (OpenID Connect Discovery 1.0 section 4.2) and keys as application/jwk-set+json: a page of HTML here is often that of an error.',
    ),
  ];
}

function judgeCaching(jwks: SeenDocument | undefined): readonly Finding[] {
  if (jwks === undefined || !isRead(jwks) || jwks.headers['cache-control'] !== undefined) return [];
  return [
    own(
      'cache-missing',
      'keys',
      'warning',
      'the JWK Set has no Cache-Control',
      'Serve it with Cache-Control: public, max-age=300. Else caches choose how long they keep old keys.',
    ),
  ];
}

function judgeKey(key: unknown, index: number): readonly Finding[] {
  if (!isJsonObject(key)) return [];
  const kid = member(key, 'kid');
  const name = typeof kid === 'string' ? `the key ${quote(kid)}` : `key ${index + 1}`;
  const leaked = privateMembers(key);
  // What is no key has no length.
  const bits = (keyFault(key) === undefined ? modulusBits(key) : undefined) ?? LEAST_BITS;
  return [
    ...(leaked.length === 0
      ? []
      : [
          own(
            'key-private',
            'keys',
            'error',
            `${name} has private members: ${leaked.join(', ')}`,
            'Consider the key stolen: whoever reads it makes tokens. Publish a new one and take this away, now.',
          ),
        ]),
    ...(bits >= LEAST_BITS
      ? []
      : [
          own(
            'key-weak',
            'keys',
            'error',
            `${name} has ${bits} bits`,
            'Sign with an RSA key of 2048 bits or more (RFC 7518 section 3.3).',
          ),
        ]),
  ];
}

function own(
  id: string,
  about: Finding['about'],
  level: Finding['level'],
  message: string,
  advice: string,
): Finding {
  return { id, about, level, message, advice, refusedBy: [], mindedBy: [] };
}
