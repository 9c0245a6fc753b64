import { type DecodedToken, isJsonObject, type JsonObject, member } from '@drawbridge/core';
import type { VouchKey } from '@drawbridge/oauth';
import { isWeakSecret } from '../../vouch/is-weak-secret.ts';
import { saysNo } from '../../vouch/says-no.ts';
import type { Signature, Warning, WarningCode } from './inspection.ts';
import { showClock } from './show-clock.ts';

/** A token, and what is known around it. */
export interface JwtFacts {
  readonly token: DecodedToken;
  readonly path: readonly string[];
  /** Whether it is Vouch Proxy's. */
  readonly isCookie: boolean;
  readonly signature: Signature;
  /** Seconds since the epoch. */
  readonly now: number;
  readonly keys: readonly VouchKey[];
  /** The claims that it is among. */
  readonly outer: JsonObject | undefined;
}

/** What RFC 7518 section 3.1, RFC 8037 and RFC 9864 have, of those that no secret checks. */
const STRONG = /^(?:[RP]S(?:256|384|512)|ES(?:256|384|512)|EdDSA|Ed25519)$/;

/** What to beware of in a token. */
export function jwtWarnings(facts: JwtFacts): readonly Warning[] {
  const warnings: Warning[] = [];
  const warn = (code: WarningCode, text: string) => warnings.push({ code, path: facts.path, text });
  signatureWarnings(facts, warn);
  timeWarnings(facts, warn);
  if (facts.isCookie) cookieWarnings(facts, warn);
  const { claims } = facts.token;
  const custom = facts.isCookie ? member(claims, 'CustomClaims') : undefined;
  const told = isJsonObject(custom) ? [claims, custom] : [claims];
  if (told.some((each) => saysNo(member(each, 'email_verified')))) {
    warn(
      'email_unverified',
      'Its issuer did not make sure that the e-mail address is of this person: whoever opens an account can write any address there.',
    );
  }
  return warnings;
}

type Warn = (code: WarningCode, text: string) => void;

function signatureWarnings({ signature, isCookie, keys }: JwtFacts, warn: Warn): void {
  const { state, algorithm, why } = signature;
  const isSecret = algorithm.startsWith('HS');
  if (state === 'not signed') warn('algorithm_none', why);
  else if (state === 'forged') warn('signature_forged', why);
  if (state !== 'not signed' && !isSecret && !STRONG.test(algorithm)) {
    warn('algorithm_weak', `${algorithm} is no signature that is accepted anywhere here.`);
  }
  if (isSecret && !isCookie) {
    warn(
      'algorithm_weak',
      `${algorithm} is made with a secret: whoever can check such a token can issue one.`,
    );
  }
  if (isSecret && isCookie && keys.some((key) => 'secret' in key && isWeakSecret(key.secret))) {
    warn(
      'secret_short',
      `A secret that was given has fewer than 44 characters: whoever has a cookie can guess at it as fast as a computer can, and then sign in as anybody.`,
    );
  }
}

function timeWarnings({ token: { claims }, isCookie, now, outer }: JwtFacts, warn: Warn): void {
  const [ends, begins] = [timeOf(claims, 'exp'), timeOf(claims, 'nbf')];
  if (ends === undefined) {
    warn(
      'no_expiry',
      isCookie
        ? 'It has no exp: it counts for ever, for whoever has it.'
        : 'It has no exp: nothing says when it ends.',
    );
  } else if (ends <= now) {
    const around = outer === undefined ? undefined : timeOf(outer, 'exp');
    if (around !== undefined && around > now) {
      warn(
        'id_token_expired',
        `It ended ${showClock(ends - now)}, and the cookie that it is in goes on: what it says is of then, and APIs refuse it.`,
      );
    } else {
      warn('expired', `It ended ${showClock(ends - now)}.`);
    }
  }
  if (begins !== undefined && begins > now) {
    warn(
      'not_yet_valid',
      `It does not count yet: from ${showClock(begins - now).replace(/^in /, '')} on.`,
    );
  }
}

function cookieWarnings({ token: { claims } }: JwtFacts, warn: Warn): void {
  const audience = member(claims, 'aud');
  const domains =
    typeof audience === 'string' ? audience.split(',').filter((each) => each !== '') : [];
  if (domains.length > 1) {
    warn(
      'audience_several',
      `It counts for ${domains.length} domains: ${someOf(domains, ' and ')}. Whoever gets hold of it at one of them can use it at the others.`,
    );
  }
  if (domains.length > 0) {
    warn(
      'shared_with_hosts',
      `Whatever answers at ${someOf(domains, ' or ')}, at any port or on any host below, can read all of it, tokens included, and use it as the person.`,
    );
  }
  const refresh = member(claims, 'PRefreshToken');
  if (typeof refresh === 'string' && refresh !== '') {
    warn(
      'refresh_token',
      'A refresh token is in the cookie: each host that gets the cookie can have new tokens of the person, long after the sign-in.',
    );
  }
}

/** A name of DNS has up to 253 characters. */
const [MAX_NAMED, MAX_NAME] = [8, 253];

/** Whoever wrote the cookie may have named thousands. @param last - between the last two, where some are left out */
function someOf(domains: readonly string[], last: ' and ' | ' or '): string {
  const named = domains.slice(0, MAX_NAMED).map((domain) => domain.slice(0, MAX_NAME));
  const others = domains.length - named.length;
  const between = last === ' or ' ? last : ', ';
  return named.join(between) + (others === 0 ? '' : `${last}${others} more`);
}

function timeOf(claims: JsonObject, name: string): number | undefined {
  const value = member(claims, name);
  return typeof value === 'number' ? value : undefined;
}
