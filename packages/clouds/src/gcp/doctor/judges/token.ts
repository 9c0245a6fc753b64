import { encodeUtf8, member, quote } from '@drawbridge/core';
import { audiencesOf, ofToken } from '../../../doctor/checks/about-token.ts';
import { failed, type Outcome, passed, unknown } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';
import type { GoogleTrust } from '../../evaluate/google-trust.ts';
import { mapAttributes, PROVIDER_BUDGET } from '../../evaluate/map-attributes.ts';
import { LIMITS } from '../../limits.ts';
import { DESCRIBE } from './fetched.ts';

/** Seconds: less is over before a job has begun. */
const SHORT = 60;
/** Seconds that an access token lives at most. */
const HOUR = 3600;

/** There is an audience that a provider can allow. */
export const hasAudience = ofToken((token) => {
  const audiences = audiencesOf(token);
  const seen = `aud is ${quote(member(token.claims, 'aud'))}`;
  if (audiences === undefined) {
    return failed(seen, 'Have the issuer put one audience into aud, a text.');
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
export function isAllowed({ token, trust }: Scene<GoogleTrust>): Outcome {
  if (trust !== undefined) {
    const { audiences } = trust.provider;
    return passed(
      audiences.length === 0
        ? 'the provider has none of its own, and takes its full name'
        : `the provider has ${audiences.length}, and what is made of this one is told with trust`,
    );
  }
  const told = token === undefined ? '' : `: aud is ${quote(member(token.claims, 'aud'))}`;
  return unknown(
    `which audiences the provider allows was not told${told}`,
    `See allowedAudiences, and give the provider by --trust: ${DESCRIBE}. Without any, aud must be https://iam.googleapis.com/projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/PROVIDER, or the same without https:.`,
  );
}

/** What becomes google.subject is short enough. */
export const hasShortSubject = ofToken<GoogleTrust>(({ claims }, { trust }) => {
  const view = { issuer: '', claims };
  const sub = member(claims, 'sub');
  const value =
    trust === undefined
      ? sub
      : mapAttributes(trust.provider, view, { left: PROVIDER_BUDGET }).attributes.google['subject'];
  if (typeof value !== 'string') {
    return trust === undefined
      ? failed(`sub is ${quote(sub)}`, 'Have the issuer put a text into sub.')
      : passed('what google.subject comes to is told with trust');
  }
  const bytes = encodeUtf8(value).length;
  if (bytes <= LIMITS.subject) return passed(`${bytes} bytes`);
  const what = trust === undefined ? 'sub' : 'google.subject';
  const more =
    trust === undefined ? ' Where the provider maps something else, give it by --trust.' : '';
  return failed(
    `${what} has ${bytes} bytes: ${quote(value)}`,
    `Map google.subject from a part that is unique, as in assertion.sub.extract('repo:{repo}:'), or make sub shorter by a template in the rule of the exchange (grant.claims).${more}`,
  );
});

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

function isEmail(text: string): boolean {
  const at = text.indexOf('@');
  return at > 0 && text.indexOf('.', at) > at + 1 && !/[\s:/]/.test(text);
}

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
