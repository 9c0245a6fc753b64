import {
  type ConditionValues,
  EVERY_CHARACTER,
  type Language,
  languageOfTexts,
  patternLanguage,
  type RuleOutline,
} from '@drawbridge/rules/analysis';
import {
  ANY_SCALAR,
  type Domain,
  lacking,
  avoid,
  meet,
  onlyTexts,
  present,
  TIMES,
} from './domain.ts';
import type { FindTooLong } from './too-long.ts';
import { ALL_TOKENS, domainOf, restrict, type TokenSet } from './token-set.ts';

/** An upstream issuer, and what it is asked of its tokens. */
export interface ReachUpstream {
  readonly issuer: string;
  /** The token's `aud` must hold one of these; `undefined`: it is for anybody. */
  readonly audiences: readonly string[] | undefined;
  /** Beside `iss`, `aud` and `exp`. */
  readonly requiredClaims: readonly string[];
}

/** Stands for the audience that the caller asks for. No claim has this name. */
export const ASKED = '\0asked';

/** Stands for the name that the caller gives the session (RoleSessionName). No claim has this name. */
export const SESSION = '\0session';

/** Every text with something in it. */
const SOME_TEXT = patternLanguage([
  { among: EVERY_CHARACTER, isRun: false },
  { among: EVERY_CHARACTER, isRun: true },
]);

/**
 * The tokens, and the audiences that are asked for with them, that a rule is about.
 *
 * @returns `undefined` where there is none
 */
export function tokensOfRule(
  { conditions, needs, audiences, rule }: RuleOutline,
  upstream: ReachUpstream,
): TokenSet | undefined {
  const steps: (readonly [claim: string, narrow: (domain: Domain) => Domain])[] = [
    ...upstreamSteps(upstream),
    ...[...conditions].map(
      ([path, values]) => [path, (domain: Domain) => meet(domain, values)] as const,
    ),
    ...needs.map(
      ({ path, asText }) => [path, (domain: Domain) => present(domain, asText)] as const,
    ),
  ];
  if (rule.grant.once === true) steps.push(['jti', (domain) => meet(domain, ofTexts(SOME_TEXT))]);
  let tokens: TokenSet | undefined = ALL_TOKENS;
  for (const [claim, narrow] of steps) {
    tokens &&= restrict(tokens, claim, narrow);
  }
  const asked = audiences === undefined ? passedOn(tokens) : languageOfTexts(audiences);
  return tokens && restrict(tokens, ASKED, () => onlyTexts(asked));
}

/** What the verifier asks of a token before any rule does (`checkClaims`). */
function upstreamSteps({ issuer, audiences, requiredClaims }: ReachUpstream) {
  const accepted = audiences === undefined ? SOME_TEXT : languageOfTexts(audiences);
  const values = { texts: accepted, scalars: languageOfTexts([]) };
  const none = [{ texts: languageOfTexts(['']), scalars: ANY_SCALAR }];
  const steps: (readonly [claim: string, narrow: (domain: Domain) => Domain])[] = [
    ['iss', () => onlyTexts(languageOfTexts([issuer]))],
    ['aud', () => ({ ...onlyTexts(accepted), list: { some: [values], none } })],
    ['sub', (domain) => ({ ...onlyTexts(domain.texts), isAbsent: domain.isAbsent })],
    ['exp', () => ({ ...onlyTexts(languageOfTexts([])), scalars: TIMES })],
  ];
  for (const name of ['iat', 'nbf']) {
    steps.push([
      name,
      () => ({ ...onlyTexts(languageOfTexts([])), scalars: TIMES, isAbsent: true }),
    ]);
  }
  for (const name of requiredClaims) {
    steps.push([name, (domain) => avoid(present(domain, false), ofTexts(languageOfTexts([''])))]);
  }
  return steps;
}

function ofTexts(texts: Language): ConditionValues {
  return { isList: false, texts, scalars: [], isPattern: false };
}

/** A rule that passes the upstream's audience on is for whatever `aud` holds: where that is no list, for it alone. */
function passedOn(tokens: TokenSet | undefined): Language {
  if (tokens === undefined) return SOME_TEXT;
  const { list, texts } = domainOf(tokens, 'aud');
  return list === undefined ? texts : SOME_TEXT;
}

/** The tokens of a set that a rule is not about. */
export interface WaysPast {
  /** Any of these sets; each is without some of the tokens that the rule is about. */
  readonly ways: readonly TokenSet[];
  /** Whether these are all. */
  readonly isAll: boolean;
}

/** Finds how tokens get past an earlier rule, by each thing that it looks at but the caller. */
export function waysPast(
  tokens: TokenSet,
  earlier: RuleOutline,
  later: RuleOutline,
  upstream: ReachUpstream,
  findTooLong: FindTooLong,
): WaysPast {
  const ways: (TokenSet | undefined)[] = [];
  let isAll = true;
  for (const [path, values] of earlier.conditions) {
    ways.push(restrict(tokens, path, (domain) => avoid(domain, values)));
    if (!values.isPattern) continue;
    if (values.isList) {
      // Elements of other claims are those of a pattern, or counted; those of an aud may be as long as they like.
      isAll &&= path !== 'aud' || upstream.audiences !== undefined;
      continue;
    }
    const domain = findTooLong(domainOf(tokens, path));
    if (domain !== undefined) ways.push(restrict(tokens, path, () => domain));
  }
  for (const { path, asText } of earlier.needs) {
    ways.push(restrict(tokens, path, (domain) => lacking(domain, asText)));
  }
  const theirs = earlier.audiences ?? audiencesOfBoth(later, upstream);
  if (theirs !== undefined) {
    const values = ofTexts(languageOfTexts(theirs));
    ways.push(restrict(tokens, ASKED, (domain) => avoid(domain, values)));
  } else if (later.audiences !== undefined) isAll = false;
  return { ways: ways.filter((way) => way !== undefined), isAll };
}

/**
 * The audiences for which a rule that passes on what the token is for always decides before one that does not: the one that the
 * token must be for. With several, the token is for another.
 */
function audiencesOfBoth(
  { audiences: asked }: RuleOutline,
  { audiences: accepted }: ReachUpstream,
): readonly string[] | undefined {
  return asked !== undefined && accepted?.length === 1 ? accepted : undefined;
}
