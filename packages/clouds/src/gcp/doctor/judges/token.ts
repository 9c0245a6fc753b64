import { encodeUtf8, member, quote } from '@drawbridge/core';
import { audiencesOf, isMissing, ofToken } from '../../../doctor/checks/about-token.ts';
import { isEmail } from '../../../doctor/measure/is-email.ts';
import { beforeTrust } from '../../../doctor/left-to-trust.ts';
import { failed, type Outcome, passed, unknown } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';
import type { GoogleTrust } from '../../evaluate/google-trust.ts';
import { LIMITS } from '../../limits.ts';
import { DESCRIBE } from './fetched.ts';

/** Seconds: less is over before a job has begun. */
const SHORT = 60;
/** Seconds that an access token lives at most. */
const HOUR = 3600;

/** There is an audience that a provider can allow. */
export const hasAudience = ofToken((token) => {
  const audiences = audiencesOf(token);
  if (audiences === undefined) {
    return failed(
      `aud is ${quote(member(token.claims, 'aud'))}`,
      'Have the issuer put one audience into aud, a text.',
    );
  }
  const shortest = Math.min(...audiences.map((each) => Array.from(each).length));
  return shortest <= LIMITS.audience
    ? passed(`${shortest} characters`)
    : failed(
        `the audience has ${shortest} characters`,
        'Ask the issuer for a token with a shorter audience: no provider can allow this one.',
      );
});

/** Whether the audience is allowed: that is for the provider to say. */
export const isAllowed = beforeTrust<GoogleTrust>(({ token }) => {
  const aud = token === undefined ? undefined : member(token.claims, 'aud');
  const told = aud === undefined ? '' : `: aud is ${quote(aud)}`;
  return unknown(
    `which audiences the provider allows was not told${told}`,
    `See allowedAudiences, and give the provider by --trust: ${DESCRIBE}. Without any, aud must be https://iam.googleapis.com/projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/PROVIDER, or the same without https:.`,
  );
});

/** Where google.subject is mapped from sub, it is short enough. What a provider maps, its verdict tells. */
export const hasShortSubject = beforeTrust<GoogleTrust>(
  ofToken(({ claims }) => {
    const sub = member(claims, 'sub');
    if (isMissing(claims, 'sub')) return passed('there is no sub to measure');
    if (typeof sub !== 'string') {
      return failed(`sub is ${quote(sub)}`, 'Have the issuer put a text into sub.');
    }
    const bytes = encodeUtf8(sub).length;
    return bytes <= LIMITS.subject
      ? passed(`sub has ${bytes} bytes`)
      : failed(
          `sub has ${bytes} bytes: ${quote(sub)}`,
          "Map google.subject from a part that is unique, as in assertion.sub.extract('repo:{repo}:'), or make sub shorter by a template in the rule of the exchange (grant.claims). Where the provider maps something else, give it by --trust.",
        );
  }),
);

/** The subject is nothing that another person may have one day. */
export const hasLastingSubject = ofToken<GoogleTrust>(({ claims }, { trust }) => {
  const sub = member(claims, 'sub');
  const mapped = trust?.provider.mapping.find(({ target }) => target === 'google.subject')?.text;
  const seen =
    mapped === undefined
      ? typeof sub === 'string' && isEmail(sub) && `sub is the e-mail address ${quote(sub)}`
      : /\bassertion\.email\b/.test(mapped) && `google.subject is mapped from ${quote(mapped)}`;
  return seen === false
    ? passed('no e-mail address')
    : failed(seen, 'Map google.subject from an identifier that nobody else is ever given.');
});

/** What is left of the token is enough for an access token. */
export const lastsAWhile = ofToken(({ claims }, { now }) => {
  const exp = member(claims, 'exp');
  const left = typeof exp === 'number' ? Math.floor(exp - now) : 0;
  if (left <= 0) {
    return unknown('the token has no time left, by the clock here', 'Get a new token first.');
  }
  return left >= SHORT
    ? passed(`${Math.min(left, HOUR)} s`)
    : failed(
        `the access token will live ${left} s`,
        'Ask for it at once after the token was issued, or have the issuer give tokens a longer life.',
      );
});

/** Neither exp nor iat is right by a minute alone that nobody promises. @param leeway - seconds */
export function needsNoLeeway(leeway: number): (scene: Scene) => Outcome {
  return ofToken(({ claims }, { now }) => {
    const [exp, iat] = [member(claims, 'exp'), member(claims, 'iat')];
    const isWithin = (late: number, least: number) => late >= least && late <= leeway;
    const faults = [
      ...(typeof exp === 'number' && isWithin(now - exp, 0)
        ? [`it ended ${Math.floor(now - exp)} s ago`]
        : []),
      ...(typeof iat === 'number' && isWithin(iat - now, Number.MIN_VALUE)
        ? [`iat is ${Math.ceil(iat - now)} s ahead`]
        : []),
    ];
    return faults.length === 0
      ? passed('it needs no leeway')
      : failed(
          `${faults.join(', and ')}, by the clock here`,
          'Get a new token, and set the clocks of the issuer and of this machine by NTP.',
        );
  });
}
