import type { JsonObject } from '@drawbridge/core';
import { holds, intersect, isEmpty, languageOfTexts, NO_TEXT } from '@drawbridge/rules/analysis';
import type { TrustAction } from '../../evaluate/compile-statement.ts';
import { readSessionClaims } from '../../evaluate/session-claims.ts';
import type { Domain } from '../tokens/domain.ts';
import {
  asBase,
  domainOf,
  fixTexts,
  languageOfPart,
  requireText,
  restrict,
  type TextPart,
  type TokenSet,
} from '../tokens/token-set.ts';
import { sessionNames } from '../trust/session-names.ts';
import { ABSENT, type MintedClaim, UNKNOWN } from './minted-claim.ts';
import type { SessionSources } from './session-sources.ts';

/** Some of the tokens of a rule: those whose session tags and source identity come in one form. */
export interface SessionForm {
  readonly tokens: TokenSet;
  /** What each of them needs of a trust policy for sure. */
  readonly needs: ReadonlySet<TrustAction>;
  /** Whether AWS does not document what it makes of that form. */
  readonly isOdd: boolean;
  /** What the session tags are made of, by key in lower case; `undefined` where that is not known. */
  readonly tags: SessionSources['tags'];
  readonly sourceIdentity: MintedClaim;
}

/**
 * Parts the tokens of a rule by the forms of their session claims: what is a text in one token may be a list or an object in another, of which
 * AWS does not document what it makes, and so nobody may say that it is not let in. Tokens that break the limits of AWS are left out.
 *
 * @param constants - the minted claims that are the same in all of them, and something in the place of texts that are not
 */
export function sessionForms(
  tokens: TokenSet,
  sources: SessionSources,
  constants: JsonObject,
): readonly SessionForm[] {
  const { breaches } = readSessionClaims(constants);
  return tagForms(tokens, sources, breaches.length > 0)
    .flatMap((form) => identityForms(form, sources.sourceIdentity))
    .map((form) => ({ ...form, tokens: asBase(form.tokens) }));
}

function tagForms(
  tokens: TokenSet,
  { tags, sourceIdentity }: SessionSources,
  isBreach: boolean,
): readonly SessionForm[] {
  const form = { tags, sourceIdentity, isOdd: false, needs: ASSUME, tokens };
  if (tags === undefined) return [form];
  const all = [...tags.values()];
  const claims = all.flatMap((tag) => (tag.kind === 'claim' ? [tag.claim] : []));
  const isNeverText = all.some(({ kind }) => kind === 'constant');
  let plain = isNeverText || isBreach ? undefined : tokens;
  for (const claim of claims) plain &&= restrict(plain, claim, onlyText);
  const odd = isNeverText
    ? [tokens]
    : claims.flatMap((claim) => restrict(tokens, claim, noText) ?? []);
  const tagged = new Set<TrustAction>([...ASSUME, 'sts:TagSession']);
  const isTagged = all.some(({ kind }) => kind === 'text');
  return [
    ...(plain === undefined
      ? []
      : [{ ...form, tokens: plain, needs: all.length > 0 ? tagged : ASSUME }]),
    // Of one tag of another form, all may be lost.
    ...odd.map((others) => ({
      ...form,
      tokens: others,
      tags: new Map([...tags].map(([key, tag]) => [key, besideOthers(tag, others)])),
      isOdd: true,
      needs: isTagged ? tagged : ASSUME,
    })),
  ];
}

/** What is known of a tag where another one, or itself, is of a form that AWS does not document. */
function besideOthers(tag: MintedClaim, tokens: TokenSet): MintedClaim {
  if (tag.kind === 'text') return { ...tag, mayBeLost: true };
  if (tag.kind !== 'claim') return UNKNOWN;
  const { scalars, list, isOther, isAbsent } = domainOf(tokens, tag.claim);
  const isText = isEmpty(scalars) && list === undefined && !isOther && !isAbsent;
  return isText ? { kind: 'text', parts: [{ claim: tag.claim }], mayBeLost: true } : UNKNOWN;
}

const ASSUME: ReadonlySet<TrustAction> = new Set<TrustAction>(['sts:AssumeRoleWithWebIdentity']);

function identityForms(form: SessionForm, source: MintedClaim): readonly SessionForm[] {
  const { tokens, needs } = form;
  const whole = (left: TokenSet | undefined): readonly SessionForm[] =>
    left === undefined
      ? []
      : [{ ...form, tokens: left, needs: new Set([...needs, 'sts:SetSourceIdentity' as const]) }];
  const odd = (left: TokenSet | undefined): readonly SessionForm[] =>
    left === undefined ? [] : [{ ...form, tokens: left, isOdd: true, sourceIdentity: UNKNOWN }];
  switch (source.kind) {
    case 'absent':
      return [form];
    case 'unknown':
      return [{ ...form, sourceIdentity: UNKNOWN }];
    case 'constant':
      return odd(tokens);
    case 'text':
      return [
        ...whole(requireText(tokens, source.parts, sessionNames())),
        ...odd(withoutText(tokens, source.parts)),
      ];
    case 'claim': {
      const missing = restrict(tokens, source.claim, onlyAbsent);
      return [
        ...whole(restrict(tokens, source.claim, onlyIdentity)),
        ...(missing === undefined ? [] : [{ ...form, tokens: missing, sourceIdentity: ABSENT }]),
        ...odd(restrict(tokens, source.claim, noIdentity)),
      ];
    }
  }
}

const NOTHING = languageOfTexts(['']);

/** The tokens of which the text comes out empty. */
function withoutText(tokens: TokenSet, parts: readonly TextPart[]): TokenSet | undefined {
  let left: TokenSet | undefined = tokens;
  for (const part of parts) {
    if (left === undefined || !holds(languageOfPart(left, part), '')) return undefined;
    if ('claim' in part) left = fixTexts(left, part.claim, NOTHING);
  }
  return left;
}

function onlyText(domain: Domain): Domain {
  return { ...domain, scalars: NO_TEXT, list: undefined, isOther: false, isAbsent: false };
}

function noText(domain: Domain): Domain {
  return { ...domain, texts: NO_TEXT, isAbsent: false };
}

/** The pattern of a source identity is that of the name of a session. */
function onlyIdentity(domain: Domain): Domain {
  return { ...onlyText(domain), texts: intersect(domain.texts, sessionNames()) };
}

function onlyAbsent(domain: Domain): Domain {
  return { ...onlyText(domain), texts: NO_TEXT, isAbsent: domain.isAbsent };
}

function noIdentity(domain: Domain): Domain {
  return { ...domain, texts: intersect(domain.texts, NOTHING), isAbsent: false };
}
