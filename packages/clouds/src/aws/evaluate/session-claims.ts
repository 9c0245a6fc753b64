import { type JsonObject, member, quote } from '@drawbridge/core';
import type { AwsRequirement } from '../doctor/requirements.ts';
import { isSourceIdentity, ROLES_CLAIM, SOURCE_IDENTITY_CLAIM } from '../token-claims.ts';
import { readSessionTags, type SessionTag, type TagFault } from './session-tags.ts';
import { textsOf } from './text-lists.ts';

/** What a token asks of a session beside the role. */
export interface SessionClaims {
  /** Session tags, by key in lower case: IAM does not tell keys apart by their case. */
  readonly tags: ReadonlyMap<string, SessionTag>;
  readonly transitive: readonly string[];
  /** Whether there are tags at all; not known for a claim that has none in it. */
  readonly hasTags: boolean | undefined;
  /** What is wrong with the tags. What STS does then is not documented in full. */
  readonly tagFault?: SessionFault;
  /** The keys of tags of which nobody knows what becomes of them, in lower case; `undefined` where that may be any key. */
  readonly doubtfulTags: ReadonlySet<string> | undefined;
  readonly sourceIdentity?: string;
  /** Whether there is a source identity; not known for one that is no text. */
  readonly hasSourceIdentity: boolean | undefined;
  /** What is wrong with the source identity: a clause. What STS does then is not documented. */
  readonly identityFault?: string;
  /** The roles that the token is for, where it says so. */
  readonly roles?: readonly string[];
  readonly roleFault?: string;
  /** The limits of AWS that it breaks: STS takes no such token. */
  readonly breaches: readonly SessionFault[];
}

/** What AWS asks of a claim, and the claim does not meet. */
interface SessionFault {
  readonly requirement: AwsRequirement;
  readonly seen: string;
  readonly wanted: string;
}

const NOTHING: SessionClaims = {
  tags: new Map(),
  doubtfulTags: new Set(),
  transitive: [],
  hasTags: false,
  hasSourceIdentity: false,
  breaches: [],
};

/**
 * Reads the claims that AWS takes for itself: session tags, the source identity (IAM user guide, "Monitor and control actions taken with assumed
 * roles"), and the claim of roles, of which the service authorization reference speaks at `sts:RoleAuthorizedByIdp`.
 */
export function readSessionClaims(claims: JsonObject): SessionClaims {
  let isAsked = false;
  for (const name in claims) {
    if (name.startsWith('https://aws.amazon.com/') && Object.hasOwn(claims, name)) isAsked = true;
  }
  if (!isAsked) return NOTHING;
  const tags = readTags(claims);
  const identity = readIdentity(claims);
  const breaches = [...tags.breaches, ...identity.breaches];
  return { ...tags, ...identity, ...readRoles(claims), breaches };
}

type Tags = Pick<
  SessionClaims,
  'tags' | 'doubtfulTags' | 'transitive' | 'hasTags' | 'tagFault' | 'breaches'
>;

const BREACHES = ['limit', 'text'];

const REQUIREMENTS: Readonly<Record<TagFault['kind'], AwsRequirement>> = {
  form: 'session-tags-form',
  empty: 'session-tags-form',
  transitive: 'session-tags-form',
  limit: 'session-tags-limits',
  text: 'session-tags-text',
  'same key': 'session-tags-text',
};

function readTags(claims: JsonObject): Tags {
  const { entries, transitive, isThere, faults } = readSessionTags(claims);
  const tags = new Map<string, SessionTag>();
  for (const tag of entries) {
    const name = tag.key.toLowerCase();
    if (!tags.has(name)) tags.set(name, tag);
  }
  const named = faults.map((fault) => ({ ...fault, requirement: REQUIREMENTS[fault.kind] }));
  const fault = named.find(({ kind }) => kind !== 'empty' && !BREACHES.includes(kind));
  return {
    tags,
    doubtfulTags: doubtfulTags(faults),
    transitive,
    hasTags: tags.size > 0 ? true : isThere ? undefined : false,
    ...(fault !== undefined && { tagFault: fault }),
    breaches: named.filter(({ kind }) => BREACHES.includes(kind)),
  };
}

function doubtfulTags(faults: readonly TagFault[]): ReadonlySet<string> | undefined {
  const keys = new Set<string>();
  for (const { kind, key } of faults) {
    if (kind !== 'form' && kind !== 'same key') continue;
    if (key === undefined) return undefined;
    keys.add(key.toLowerCase());
  }
  return keys;
}

type Identity = Pick<
  SessionClaims,
  'sourceIdentity' | 'hasSourceIdentity' | 'identityFault' | 'breaches'
>;

function readIdentity(claims: JsonObject): Identity {
  const identity = member(claims, SOURCE_IDENTITY_CLAIM);
  if (identity === undefined) return { hasSourceIdentity: false, breaches: [] };
  if (typeof identity !== 'string' || identity === '') {
    const identityFault = `the claim ${SOURCE_IDENTITY_CLAIM} is no text, or an empty one`;
    return { hasSourceIdentity: undefined, identityFault, breaches: [] };
  }
  const breach: SessionFault = {
    requirement: 'source-identity-form',
    seen: `the source identity is ${quote(identity)}`,
    wanted: '2 to 64 letters, digits and _+=,.@- alone',
  };
  return {
    sourceIdentity: identity,
    hasSourceIdentity: true,
    breaches: isSourceIdentity(identity) ? [] : [breach],
  };
}

function readRoles(claims: JsonObject): Pick<SessionClaims, 'roles' | 'roleFault'> {
  const roles = member(claims, ROLES_CLAIM);
  if (roles === undefined) return {};
  // As others measured: a text is a list with semicolons, and spaces around a name do not count.
  const listed = typeof roles === 'string' ? roles.split(';') : textsOf(roles);
  const texts = listed?.map((role) => role.trim());
  return texts === undefined
    ? { roleFault: `the claim ${ROLES_CLAIM} is neither a text nor a list of texts` }
    : { roles: texts };
}
