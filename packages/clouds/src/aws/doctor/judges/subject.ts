import { member, quote } from '@drawbridge/core';
import { ofToken } from '../../../doctor/checks/about-token.ts';
import { isEmail } from '../../../doctor/measure/is-email.ts';
import { failed, passed } from '../../../doctor/outcome.ts';

/** STS API reference, AssumeRoleWithWebIdentity: characters of SubjectFromWebIdentityToken. */
const [SHORTEST, LONGEST] = [6, 255];

/** The sub is a text; a number is taken as one. */
export const hasSubject = ofToken(({ claims }) => {
  const sub = member(claims, 'sub');
  return typeof sub === 'string' || typeof sub === 'number'
    ? passed(quote(sub))
    : failed(
        sub === undefined ? 'the token has no sub' : `sub is ${quote(sub)}`,
        'Have the issuer put the subject into sub, a text.',
      );
});

/** A sub that is there has a usual length. */
export const hasUsualLength = ofToken(({ claims }) => {
  const value = member(claims, 'sub');
  const sub = textOf(value);
  if (sub === undefined) return passed('there is no sub to measure');
  const { length } = sub;
  if (length >= SHORTEST && length <= LONGEST) return passed(characters(length));
  if (length === 0) {
    return failed('sub is empty', 'Have the issuer put what the token is about into sub.');
  }
  return typeof value === 'number'
    ? failed(
        `sub is ${value}, a number, which has ${characters(length)} as a text`,
        `Have the issuer make sub a text of ${SHORTEST} to ${LONGEST} characters.`,
      )
    : failed(
        `sub has ${characters(length)}`,
        'Give it another length by a template in the rule of the exchange (grant.claims).',
      );
});

/** The sub does not look like the e-mail address of somebody. */
export const namesNobody = ofToken(({ claims }) => {
  const sub = textOf(member(claims, 'sub'));
  return sub !== undefined && isEmail(sub)
    ? failed(
        `sub is ${quote(sub)}, which looks like an e-mail address`,
        'Nothing is refused for it. Who reads CloudTrail reads it: another claim of the issuer, an id, would say less.',
      )
    : passed('no e-mail address');
});

function characters(count: number): string {
  return `${count} ${count === 1 ? 'character' : 'characters'}`;
}

function textOf(sub: unknown): string | undefined {
  return typeof sub === 'string' || typeof sub === 'number' ? String(sub) : undefined;
}
