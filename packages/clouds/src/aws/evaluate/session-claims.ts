import { isJsonObject, type JsonObject, member } from '@drawbridge/core';
import { textsOf } from './token-keys.ts';

const TAGS = 'https://aws.amazon.com/tags';
const FLAT_TAGS = `${TAGS}/principal_tags/`;
const FLAT_TRANSITIVE = `${TAGS}/transitive_tag_keys`;
const SOURCE_IDENTITY = 'https://aws.amazon.com/source_identity';
const ROLES = 'https://aws.amazon.com/roles';

/** What a token asks of a session beside the role. */
export interface SessionClaims {
  /** Session tags, by key in lower case: IAM does not tell keys apart by their case. */
  readonly tags: ReadonlyMap<string, { readonly key: string; readonly value: string }>;
  readonly transitive: readonly string[];
  /** Whether there are tags at all; not known for a claim that has none in it. */
  readonly hasTags: boolean | undefined;
  /** What is wrong with the tags: a clause. What STS does then is not documented in full. */
  readonly tagFault?: string;
  readonly sourceIdentity?: string;
  /** Whether there is a source identity; not known for one that is no text. */
  readonly hasSourceIdentity: boolean | undefined;
  /** What is wrong with the source identity: a clause. What STS does then is not documented. */
  readonly identityFault?: string;
  /** The roles that the token is for, where it says so. */
  readonly roles?: readonly string[];
  readonly roleFault?: string;
}

const NOTHING: SessionClaims = {
  tags: new Map(),
  transitive: [],
  hasTags: false,
  hasSourceIdentity: false,
};

/**
 * Reads the claims that AWS takes for itself: IAM user guide, "Pass session tags in AWS STS", Passing session tags using
 * AssumeRoleWithWebIdentity (a nested claim, and claims of one name each), "Monitor and control actions taken with assumed
 * roles", and the claim of roles, of which the service authorization reference speaks at `sts:RoleAuthorizedByIdp`.
 */
export function readSessionClaims(claims: JsonObject): SessionClaims {
  let isAsked = false;
  for (const name in claims) {
    if (name.startsWith('https://aws.amazon.com/') && Object.hasOwn(claims, name)) isAsked = true;
  }
  return isAsked ? { ...readTags(claims), ...readIdentity(claims), ...readRoles(claims) } : NOTHING;
}

type Tags = Pick<SessionClaims, 'tags' | 'transitive' | 'hasTags' | 'tagFault'>;

function readTags(claims: JsonObject): Tags {
  const tags = new Map<string, { readonly key: string; readonly value: string }>();
  const nested = member(claims, TAGS);
  let fault: string | undefined;
  const add = (key: string, value: unknown, isNested: boolean) => {
    const [only, ...more] = isNested ? (textsOf(value) ?? []) : [value];
    if (typeof only !== 'string' || more.length > 0) {
      fault = isNested
        ? `the session tag ${JSON.stringify(key)} is no list of one text`
        : `the session tag ${JSON.stringify(key)} is no text`;
    } else if (tags.has(key.toLowerCase())) {
      fault = `the session tag ${JSON.stringify(key)} is there twice, for AWS does not tell keys apart by their case`;
    } else {
      tags.set(key.toLowerCase(), { key, value: only });
    }
  };
  const inner = isJsonObject(nested) ? nested : {};
  if (nested !== undefined && !isJsonObject(nested)) fault = `the claim ${TAGS} is no object`;
  const principal = member(inner, 'principal_tags');
  if (isJsonObject(principal)) {
    for (const [key, value] of Object.entries(principal)) add(key, value, true);
  } else if (principal !== undefined) {
    fault = 'the principal_tags of the token are no object';
  }
  for (const [name, value] of Object.entries(claims)) {
    if (name.startsWith(FLAT_TAGS)) add(name.slice(FLAT_TAGS.length), value, false);
  }
  const listed = member(inner, 'transitive_tag_keys') ?? member(claims, FLAT_TRANSITIVE);
  const transitive = listed === undefined ? [] : textsOf(listed);
  if (transitive === undefined) fault = 'the transitive_tag_keys of the token are no list of texts';
  const isNamed = nested !== undefined || listed !== undefined;
  return {
    tags,
    transitive: transitive ?? [],
    hasTags: tags.size > 0 ? true : isNamed ? undefined : false,
    ...(fault !== undefined && { tagFault: fault }),
  };
}

function readIdentity(
  claims: JsonObject,
): Pick<SessionClaims, 'sourceIdentity' | 'hasSourceIdentity' | 'identityFault'> {
  const identity = member(claims, SOURCE_IDENTITY);
  if (identity === undefined) return { hasSourceIdentity: false };
  return typeof identity === 'string' && identity !== ''
    ? { sourceIdentity: identity, hasSourceIdentity: true }
    : {
        hasSourceIdentity: undefined,
        identityFault: `the claim ${SOURCE_IDENTITY} is no text, or an empty one`,
      };
}

function readRoles(claims: JsonObject): Pick<SessionClaims, 'roles' | 'roleFault'> {
  const roles = member(claims, ROLES);
  if (roles === undefined) return {};
  // As others measured: a text is a list with semicolons, and spaces around a name do not count.
  const listed = typeof roles === 'string' ? roles.split(';') : textsOf(roles);
  const texts = listed?.map((role) => role.trim());
  return texts === undefined
    ? { roleFault: `the claim ${ROLES} is neither a text nor a list of texts` }
    : { roles: texts };
}
