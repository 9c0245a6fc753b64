import {
  ANY_AUDIENCE,
  type ClaimPolicy,
  type JsonObject,
  UPSTREAM_DEFAULTS,
} from '@drawbridge/core';
import {
  commonEnds,
  concatenate,
  isEmpty,
  type Language,
  type RuleOutline,
} from '@drawbridge/rules/analysis';
import type { TrustAction } from '../evaluate/compile-statement.ts';
import { claimKeysOf } from '../evaluate/provider-keys.ts';
import { withoutScheme } from '../provider-url.ts';
import { ROLES_CLAIM, SOURCE_IDENTITY_CLAIM, TAGS_CLAIM } from '../token-claims.ts';
import {
  constantOf,
  ABSENT,
  type MintedClaim,
  mintedClaim,
  UNKNOWN,
} from './minted/minted-claim.ts';
import { sessionForms } from './minted/session-forms.ts';
import { COPIED_TAG, type SessionSources, sessionSources } from './minted/session-sources.ts';
import { ASKED, type ReachUpstream, SESSION, tokensOfRule } from './tokens/rule-tokens.ts';
import { asBase, domainOf, languageOfPart, type TokenSet } from './tokens/token-set.ts';

/** Claims of every token, or of most, that are left out where nobody looks at them. */
export const TIMES = ['exp', 'iat', 'nbf'];
const REQUEST_TAG = 'aws:requesttag/';

/** What a key of a condition is made of; `constant`: what it is does not depend on the token. */
export type KeySource = MintedClaim | { readonly kind: 'given' };

/** Some of the tokens of a rule, and what the keys of conditions are made of for these. */
interface RuleForm {
  readonly tokens: TokenSet | undefined;
  /** What each of these tokens needs of a trust policy for sure. */
  readonly needs: ReadonlySet<TrustAction>;
  sourceOf(key: string): KeySource;
}

/** A rule, made ready to be held against many trust policies. */
export interface RuleModel extends RuleForm {
  readonly outline: RuleOutline;
  readonly upstream: ReachUpstream;
  /** The rule of that name, if it comes before this one and is of the same issuer. */
  earlier(name: string): RuleOutline | undefined;
  /** The callers that are worth looking at. */
  readonly clients: readonly (string | undefined)[];
  /** All of its tokens, by the forms of their session claims. `isOdd`: AWS does not document what it makes of that form. */
  readonly forms: readonly (RuleForm & { readonly isOdd: boolean })[];
  /** What the verifier asks of its tokens. */
  readonly policy: ClaimPolicy;
  /** The times that it looks at: others are not told of a witness. */
  readonly times: ReadonlySet<string>;
  /** What is the same in all minted tokens, for conditions that look at nothing else. */
  readonly constants: JsonObject;
  /** The texts that a key may be, where it is always one; else `undefined`. */
  textsOf(key: string): Language | undefined;
  /** How these begin. */
  beginningsOf(key: string): readonly string[];
}

/**
 * Makes the model of a rule.
 *
 * @param issuer - the public issuer
 */
export function modelRule(
  outline: RuleOutline,
  upstream: ReachUpstream,
  earlier: RuleModel['earlier'],
  issuer: string,
): RuleModel {
  const session = sessionSources(outline);
  const host = withoutScheme(issuer).toLowerCase();
  const claimKeys = claimKeysOf(withoutScheme(issuer));
  const sourcesFor = (made: SessionSources) => {
    const read = remembered((name: string): KeySource => {
      if (!name.startsWith(`${host}:`)) return globalSource(name, outline, made);
      const key = claimKeys.get(name.slice(host.length + 1));
      if (key === undefined) return { kind: 'given' };
      if (key.claims.includes('aud')) return { kind: 'text', parts: [{ claim: ASKED }] };
      const [only] = key.claims.map((claim) => mintedClaim(outline, claim));
      if (only === undefined || key.claims.length > 1) return UNKNOWN;
      return key.isMany === true && only.kind !== 'absent' ? UNKNOWN : only;
    });
    return (key: string) => {
      const name = key.toLowerCase();
      // Which letters beyond ASCII are the same in a key is not documented.
      return name.startsWith(`${host}:`) && /[^\0-\x7f]/.test(key) ? UNKNOWN : read(name);
    };
  };
  const all = tokensOfRule(outline, upstream);
  const tokens = all && asBase(all);
  const constants = constantClaims(outline);
  const forms = (tokens === undefined ? [] : sessionForms(tokens, session, constants)).map(
    (form) => ({ ...form, sourceOf: sourcesFor({ ...session, ...form }) }),
  );
  const [only, ...others] = forms;
  const { sourceOf, needs } =
    only !== undefined && others.length === 0
      ? only
      : { sourceOf: sourcesFor(ANY_SESSION), needs: NO_NEEDS };
  const textsOf = remembered((key: string) => tokens && textsOfSource(tokens, sourceOf(key)));
  return {
    outline,
    upstream,
    earlier,
    tokens: only === undefined ? undefined : tokens,
    forms,
    // Who proves nothing is let in by no rule that does not let everybody in.
    clients: outline.clients ?? [undefined],
    needs,
    policy: {
      audiences: upstream.audiences === undefined ? ANY_AUDIENCE : new Set(upstream.audiences),
      requiredClaims: upstream.requiredClaims ?? UPSTREAM_DEFAULTS.requiredClaims,
      leeway: 0,
      maxTokenAge: undefined,
    },
    times: new Set(TIMES.filter((name) => looksAt(outline, name))),
    constants,
    sourceOf,
    textsOf,
    beginningsOf: remembered((key: string) => beginningsOf(textsOf(key))),
  };
}

/** Where tokens differ in the form of their session claims, nothing is known of these for all of them. */
const ANY_SESSION: SessionSources = {
  tags: undefined,
  isCopied: false,
  transitive: undefined,
  sourceIdentity: UNKNOWN,
};
const NO_NEEDS: RuleForm['needs'] = new Set<TrustAction>();

function looksAt({ conditions, needs, copied }: RuleOutline, name: string): boolean {
  return conditions.has(name) || copied.includes(name) || needs.some(({ path }) => path === name);
}

function remembered<Answer>(ask: (key: string) => Answer): (key: string) => Answer {
  const known = new Map<string, Answer>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined || known.has(key)) return found as Answer;
    const answer = ask(key);
    known.set(key, answer);
    return answer;
  };
}

function textsOfSource(tokens: TokenSet, source: KeySource): Language | undefined {
  if (source.kind === 'text') {
    if (source.mayBeLost === true) return undefined;
    if (source.parts.some((part) => 'claim' in part && part.claim === SESSION)) return undefined;
    return concatenate(source.parts.map((part) => languageOfPart(tokens, part)));
  }
  if (source.kind !== 'claim') return undefined;
  const domain = domainOf(tokens, source.claim);
  const isText = domain.list === undefined && !domain.isOther && !domain.isAbsent;
  return isText && isEmpty(domain.scalars) ? domain.texts : undefined;
}

/** More texts than this are known by what they have in common. */
const MOST_BEGINNINGS = 64;

function beginningsOf(language: Language | undefined): readonly string[] {
  if (language === undefined) return [''];
  const { texts } = language;
  return texts !== undefined && texts.size <= MOST_BEGINNINGS
    ? [...texts]
    : [commonEnds(language).beginning];
}

/** Whether it is known which session tags there are. */
function areForSure(tags: SessionSources['tags']): boolean {
  return [...(tags?.values() ?? [UNKNOWN])].every(
    (tag) => tag.kind !== 'unknown' && !(tag.kind === 'text' && tag.mayBeLost === true),
  );
}

function globalSource(
  name: string,
  outline: RuleOutline,
  { tags, isCopied, transitive, sourceIdentity }: SessionSources,
): KeySource {
  if (name.startsWith(REQUEST_TAG)) {
    const key = name.slice(REQUEST_TAG.length);
    if (isCopied) return { kind: 'claim', claim: `${COPIED_TAG}${key}` };
    return tags === undefined ? UNKNOWN : (tags.get(key) ?? ABSENT);
  }
  switch (name) {
    case 'sts:rolesessionname':
      return { kind: 'text', parts: [{ claim: SESSION }] };
    case 'aws:tagkeys':
      return areForSure(tags) ? { kind: 'given' } : UNKNOWN;
    case 'sts:transitivetagkeys':
      return areForSure(tags) && transitive !== undefined ? { kind: 'given' } : UNKNOWN;
    case 'sts:sourceidentity':
      return sourceIdentity.kind === 'constant' ? UNKNOWN : sourceIdentity;
    case 'sts:roleauthorizedbyidp':
      return mintedClaim(outline, ROLES_CLAIM).kind === 'absent' ? { kind: 'given' } : UNKNOWN;
    default:
      return { kind: 'given' };
  }
}

/** A text where a claim of the token would stand: which it is makes no difference to who looks at constants alone, if it breaks no limit. */
const FILLING = 'xx';

function constantClaims(outline: RuleOutline): JsonObject {
  const claims: (readonly [string, unknown])[] = [];
  for (const [name, made] of outline.made) {
    if (name === ROLES_CLAIM) continue;
    const constant = constantOf(made);
    if (constant !== undefined) claims.push([name, constant]);
    else if (name.startsWith(TAGS_CLAIM)) claims.push([name, filled(made)]);
    else if (name === SOURCE_IDENTITY_CLAIM) claims.push([name, FILLING]);
  }
  return Object.fromEntries(claims);
}

function filled(outline: Parameters<typeof constantOf>[0]): unknown {
  if ('constant' in outline) return outline.constant;
  if ('items' in outline) return outline.items.map(filled);
  if (!('members' in outline)) return FILLING;
  return Object.fromEntries([...outline.members].map(([name, inner]) => [name, filled(inner)]));
}
