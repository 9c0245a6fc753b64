import {
  type Clock,
  type ErrorCode,
  type JsonObject,
  member,
  toDrawbridgeError,
  type Verifier,
} from '@drawbridge/core';
import { createVouchCodec, type VouchAlgorithm, type VouchKey } from '@drawbridge/oauth';
import { sentence } from '../../answers/sentence.ts';
import type { Signature } from './inspection.ts';

/** What signatures are checked with. */
export interface SignatureKeys {
  /** Secrets and public keys of a Vouch Proxy. */
  readonly vouchKeys: readonly VouchKey[];
  /** Knows the issuers of tokens, and their keys. It is asked about signatures: of times and audiences it may say what it likes. */
  readonly verifier: Pick<Verifier, 'verify'> | undefined;
  readonly clock: Clock;
}

/** How one signature is checked, and what is said of it. */
interface Check {
  /** Rejects where the token is not accepted. */
  readonly run: () => Promise<unknown>;
  /** By what it was found good. */
  readonly good: string;
  readonly forged: string;
}

type Known = Pick<Signature, 'state' | 'why'>;

/** What is judged only after the signature was found good. */
const AFTER_SIGNATURE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'token_expired',
  'token_not_yet_valid',
  'token_too_old',
  'claim_missing',
  'claim_invalid',
  'audience_mismatch',
]);

const SECRET_ALGORITHM = /^HS(?:256|384|512)$/;
const PAIR_ALGORITHM = /^(?:RS|ES)(?:256|384|512)$/;

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
  if (algorithm.toLowerCase() === 'none') {
    const why = 'The algorithm is none: anybody can have written this.';
    return { algorithm, state: 'not signed', why };
  }
  const known = isCookie
    ? await checkCookie(token, algorithm, keys)
    : await checkIssued(token, algorithm, claims, keys);
  return { algorithm, ...known };
}

/** Of a JWT of Vouch Proxy, by the keys that were given. */
async function checkCookie(
  token: string,
  algorithm: string,
  { vouchKeys, clock }: SignatureKeys,
): Promise<Known> {
  const isSecret = SECRET_ALGORITHM.test(algorithm);
  if (!isSecret && !PAIR_ALGORITHM.test(algorithm)) {
    return notChecked('Vouch Proxy signs with HS*, RS* and ES* alone.');
  }
  const [first, ...more] = vouchKeys.filter((key) => 'secret' in key === isSecret);
  if (first === undefined) {
    return notChecked(`No ${isSecret ? 'secret (vouch.jwt.secret)' : 'public key'} was given.`);
  }
  return judge({
    good: isSecret ? 'By vouch.jwt.secret.' : 'By the public key of Vouch Proxy.',
    forged: 'It is by no key that was given: it was changed, or made with another one.',
    run: async () => {
      const keys = [first, ...more] as const;
      await createVouchCodec({ algorithm: algorithm as VouchAlgorithm, keys, clock }).decode(token);
    },
  });
}

/** Of any other JWT, by the keys that its issuer publishes. */
async function checkIssued(
  token: string,
  algorithm: string,
  claims: JsonObject,
  { verifier }: SignatureKeys,
): Promise<Known> {
  if (typeof member(claims, 'iss') !== 'string') {
    return notChecked('It does not say who issued it.');
  }
  if (SECRET_ALGORITHM.test(algorithm)) {
    return notChecked(
      'It is signed with a secret that its issuer shares with one client: no key is published.',
    );
  }
  if (verifier === undefined) return notChecked(NO_KEYS);
  return judge({
    good: 'By a key of its issuer.',
    forged: 'It is not by the key of its issuer that it names.',
    run: () => verifier.verify(token),
  });
}

const NO_KEYS = 'No keys of its issuer were given.';

async function judge({ run, good, forged }: Check): Promise<Known> {
  try {
    await run();
    return { state: 'verified', why: good };
  } catch (thrown) {
    if (thrown instanceof TypeError) {
      return notChecked('The key that was given does not fit this algorithm.');
    }
    const { code, message } = toDrawbridgeError(thrown);
    if (AFTER_SIGNATURE.has(code)) return { state: 'verified', why: good };
    if (code === 'signature_invalid') return { state: 'forged', why: forged };
    return notChecked(code === 'issuer_unknown' ? NO_KEYS : sentence(message));
  }
}

function notChecked(why: string): Known {
  return { state: 'not checked', why };
}
