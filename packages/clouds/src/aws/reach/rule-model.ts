import { ANY_AUDIENCE, type ClaimPolicy, type JsonObject } from '@drawbridge/core';
import {
  commonEnds,
  concatenate,
  isEmpty,
  type Language,
  NO_TEXT,
  type RuleOutline,
} from '@drawbridge/rules/analysis';
import type { TrustAction } from '../evaluate/compile-statement.ts';
import { keysOf } from '../evaluate/provider-keys.ts';
import { withoutScheme } from '../provider-url.ts';
import {
  constantOf,
  ABSENT,
  type MintedClaim,
  mintedClaim,
  UNKNOWN,
} from './minted/minted-claim.ts';
import { type SessionSources, sessionSources } from './minted/session-sources.ts';
import { ASKED, type ReachUpstream, SESSION, tokensOfRule } from './tokens/rule-tokens.ts';
import { domainOf, languageOfPart, restrict, type TokenSet } from './tokens/token-set.ts';

/** Claims of every token, or of most, that are left out where nobody looks at them. */
export const TIMES = ['exp', 'iat', 'nbf'];
const TAGS = 'https://aws.amazon.com/tags';
const ROLES = 'https://aws.amazon.com/roles';
const SOURCE_IDENTITY = 'https://aws.amazon.com/source_identity';
const REQUEST_TAG = 'aws:requesttag/';

/** What a key of a condition is made of; `constant`: what it is does not depend on the token. */
export type KeySource = MintedClaim | { readonly kind: 'given' };

/** A rule, made ready to be held against many trust policies. */
export interface RuleModel {
  readonly outline: RuleOutline;
  readonly upstream: ReachUpstream;
  /** The rule of that name, if it comes before this one and is of the same issuer. */
  earlier(name: string): RuleOutline | undefined;
  /** What it is about; `undefined`: no token at all. */
  readonly tokens: TokenSet | undefined;
  /** The callers that are worth looking at. */
  readonly clients: readonly (string | undefined)[];
  readonly session: SessionSources;
  /** What each of its tokens needs of a trust policy. */
  readonly needs: ReadonlySet<TrustAction>;
  /** What the verifier asks of its tokens. */
  readonly policy: ClaimPolicy;
  /** The times that it looks at: others are not told of a witness. */
  readonly times: ReadonlySet<string>;
  /** What is the same in all minted tokens, for conditions that look at nothing else. */
  readonly constants: JsonObject;
  sourceOf(key: string): KeySource;
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
  const claimKeys = keysOf(withoutScheme(issuer));
  const read = (name: string): KeySource => {
    if (!name.startsWith(`${host}:`)) return globalSource(name, outline, session);
    const key = claimKeys.get(name.slice(host.length + 1));
    if (key === undefined) return { kind: 'given' };
    if (key.claims.includes('aud')) return { kind: 'text', parts: [{ claim: ASKED }] };
    const [only] = key.claims.map((claim) => mintedClaim(outline, claim));
    if (only === undefined || key.claims.length > 1) return UNKNOWN;
    return key.isMany === true && only.kind !== 'absent' ? UNKNOWN : only;
  };
  const tokens = withTagsOfText(tokensOfRule(outline, upstream), session);
  const sources = remembered(read);
  const sourceOf = (key: string) => sources(key.toLowerCase());
  const textsOf = remembered((key: string) => tokens && textsOfSource(tokens, sourceOf(key)));
  return {
    outline,
    upstream,
    earlier,
    tokens,
    // Who proves nothing is let in by no rule that does not let everybody in.
    clients: outline.clients ?? [undefined],
    session,
    needs: needsOf(session),
    policy: {
      audiences: upstream.audiences === undefined ? ANY_AUDIENCE : new Set(upstream.audiences),
      requiredClaims: upstream.requiredClaims,
      leeway: 0,
      maxTokenAge: undefined,
    },
    times: new Set(TIMES.filter((name) => looksAt(outline, name))),
    constants: constantClaims(outline),
    sourceOf,
    textsOf,
    beginningsOf: remembered((key: string) => beginningsOf(textsOf(key))),
  };
}

function needsOf({ tags, sourceIdentity }: SessionSources): ReadonlySet<TrustAction> {
  const needs = new Set<TrustAction>(['sts:AssumeRoleWithWebIdentity']);
  if (tags !== undefined && tags.size > 0) needs.add('sts:TagSession');
  if (sourceIdentity.kind === 'text') needs.add('sts:SetSourceIdentity');
  return needs;
}

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

function globalSource(
  name: string,
  outline: RuleOutline,
  { tags, transitive, sourceIdentity }: SessionSources,
): KeySource {
  if (name.startsWith(REQUEST_TAG)) {
    return tags === undefined ? UNKNOWN : (tags.get(name.slice(REQUEST_TAG.length)) ?? ABSENT);
  }
  switch (name) {
    case 'sts:rolesessionname':
      return { kind: 'text', parts: [{ claim: SESSION }] };
    case 'aws:tagkeys':
      return tags === undefined ? UNKNOWN : { kind: 'given' };
    case 'sts:transitivetagkeys':
      return tags === undefined || transitive === undefined ? UNKNOWN : { kind: 'given' };
    case 'sts:sourceidentity':
      return sourceIdentity.kind === 'constant' ? UNKNOWN : sourceIdentity;
    case 'sts:roleauthorizedbyidp':
      return mintedClaim(outline, ROLES).kind === 'absent' ? { kind: 'given' } : UNKNOWN;
    default:
      return { kind: 'given' };
  }
}

/** AWS takes no session tag but a text: a claim that becomes one is a text in each token that is let in for sure. */
function withTagsOfText(
  tokens: TokenSet | undefined,
  { tags = new Map() }: SessionSources,
): TokenSet | undefined {
  let left = tokens;
  for (const tag of tags.values()) {
    if (tag.kind !== 'claim') continue;
    left &&= restrict(left, tag.claim, (domain) => ({
      ...domain,
      scalars: NO_TEXT,
      list: undefined,
      isOther: false,
      isAbsent: false,
    }));
  }
  return left;
}

/** A text where a claim of the token would stand: which it is makes no difference to who looks at constants alone. */
const FILLING = 'x';

function constantClaims(outline: RuleOutline): JsonObject {
  const claims: (readonly [string, unknown])[] = [];
  for (const [name, made] of outline.made) {
    if (name === ROLES) continue;
    const constant = constantOf(made);
    if (constant !== undefined) claims.push([name, constant]);
    else if (name.startsWith(TAGS)) claims.push([name, filled(made)]);
    else if (name === SOURCE_IDENTITY) claims.push([name, FILLING]);
  }
  return Object.fromEntries(claims);
}

function filled(outline: Parameters<typeof constantOf>[0]): unknown {
  if ('constant' in outline) return outline.constant;
  if ('items' in outline) return outline.items.map(filled);
  if (!('members' in outline)) return FILLING;
  return Object.fromEntries([...outline.members].map(([name, inner]) => [name, filled(inner)]));
}
