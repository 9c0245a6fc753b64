import {
  type Clock,
  type ErrorCode,
  type JsonObject,
  member,
  toDrawbridgeError,
  type Verifier,
} from '@drawbridge/core';
import { createVouchCodec, type VouchAlgorithm, type VouchKey } from '@drawbridge/oauth';
import type { Signature } from './inspection.ts';

/** What signatures are checked with. */
export interface SignatureKeys {
  /** Secrets and public keys of a Vouch Proxy. */
  readonly vouchKeys: readonly VouchKey[];
  /** Knows the issuers of tokens, and their keys. It is asked about signatures: of times and audiences it may say what it likes. */
  readonly verifier: Pick<Verifier, 'verify'> | undefined;
  readonly clock: Clock;
}

/** What is judged only after the signature was found good. */
const AFTER_SIGNATURE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'token_expired',
  'token_not_yet_valid',
  'token_too_old',
  'claim_missing',
  'claim_invalid',
  'audience_mismatch',
]);
const VOUCH_ALGORITHM = /^(?:(HS)|RS|ES)(?:256|384|512)$/;

/**
 * Says what is known of a signature. By which algorithm it is checked is the header's word here, and safe to take: a secret
 * checks HS* alone, and a public key RS* and ES* alone.
 *
 * @param isCookie - whether it is Vouch Proxy's, and so not of an issuer that publishes keys
 */
export async function checkSignature(
  token: string,
  { header, claims }: { readonly header: JsonObject; readonly claims: JsonObject },
  isCookie: boolean,
  keys: SignatureKeys,
): Promise<Signature> {
  const alg = member(header, 'alg');
  const algorithm = typeof alg === 'string' ? alg : 'unknown';
  const answer = (state: Signature['state'], why: string): Signature => ({ state, algorithm, why });
  if (algorithm.toLowerCase() === 'none') {
    return answer('not signed', 'The algorithm is none: anybody can have written this.');
  }
  const [isKnown, isSecret] = VOUCH_ALGORITHM.exec(algorithm) ?? [];
  if (isCookie) {
    if (isKnown === undefined)
      return answer('not checked', 'Vouch Proxy signs with HS*, RS* and ES* alone.');
    const fitting = keys.vouchKeys.filter((key) => 'secret' in key === (isSecret !== undefined));
    const [first, ...more] = fitting;
    if (first === undefined) {
      const what = isSecret === undefined ? 'public key' : 'secret (vouch.jwt.secret)';
      return answer('not checked', `No ${what} was given.`);
    }
    return judge(
      isSecret === undefined ? 'By the public key of Vouch Proxy.' : 'By vouch.jwt.secret.',
      'It is by no key that was given: it was changed, or made with another one.',
      async () => {
        const codec = createVouchCodec({
          algorithm: algorithm as VouchAlgorithm,
          keys: [first, ...more],
          clock: keys.clock,
        });
        await codec.decode(token);
      },
    );
  }
  const issuer = member(claims, 'iss');
  if (typeof issuer !== 'string') return answer('not checked', 'It does not say who issued it.');
  if (isSecret !== undefined) {
    return answer(
      'not checked',
      'It is signed with a secret that its issuer shares with one client: no key is published.',
    );
  }
  const { verifier } = keys;
  if (verifier === undefined) return answer('not checked', 'No keys of its issuer were given.');
  return judge(
    'By a key of its issuer.',
    'It is not by the key of its issuer that it names.',
    async () => {
      await verifier.verify(token);
    },
  );

  async function judge(good: string, bad: string, check: () => Promise<void>): Promise<Signature> {
    try {
      await check();
      return answer('verified', good);
    } catch (thrown) {
      const { code, message } = toDrawbridgeError(thrown);
      if (AFTER_SIGNATURE.has(code)) return answer('verified', good);
      if (code === 'signature_invalid') return answer('forged', bad);
      if (code === 'issuer_unknown')
        return answer('not checked', 'No keys of its issuer were given.');
      return answer(
        'not checked',
        thrown instanceof TypeError
          ? 'The key that was given does not fit this algorithm.'
          : message,
      );
    }
  }
}
